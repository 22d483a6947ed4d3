"""Several files of one place become one scene: bands by name, resampled to the finest."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from imagery_support import ramp, run_trainer, write_raster
from rasterio.transform import from_origin
from rasterio.warp import Resampling, reproject

from trainer.errors import TrainerError
from trainer.imagery import cog
from trainer.imagery.band_files import choose_bands, is_product
from trainer.imagery.band_names import read_band_name
from trainer.imagery.open import ReadLimits
from trainer.imagery.raster import import_bands
from trainer.imagery.types import Scene
from trainer.progress import Progress

TILE = "T33TWM_20200101T101021"
SIDE_M = 2400


def import_folder(source: Path, output: Path) -> Scene:
    output.mkdir()
    return import_bands(source, output, ReadLimits(), Progress())


def band(path: Path, metres: int, seed: int, **profile: object) -> Path:
    """Writes one band of a place of 2.4 km, whose pixels differ by `seed`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    side = SIDE_M // metres
    pixels = np.random.default_rng(seed).integers(1, 9000, (1, side, side)).astype("uint16")
    transform = from_origin(500000, 5200000, metres, metres)
    return write_raster(path, pixels, transform=transform, **profile)


def sentinel2(root: Path) -> Path:
    """Writes a product as ESA lays it out: three folders, with copies and quality layers."""
    images = root / "S2A_MSIL2A_20200101.SAFE" / "GRANULE" / "L2A_T33TWM" / "IMG_DATA"
    for seed, name in enumerate(("B02", "B03", "B04", "B08")):
        band(images / "R10m" / f"{TILE}_{name}_10m.jp2", 10, seed)
        band(images / "R20m" / f"{TILE}_{name}_20m.jp2", 20, 90 + seed)
    for seed, name in enumerate(("B05", "B8A", "B11"), start=10):
        band(images / "R20m" / f"{TILE}_{name}_20m.jp2", 20, seed)
    band(images / "R60m" / f"{TILE}_B01_60m.jp2", 60, 20)
    band(images / "R20m" / f"{TILE}_SCL_20m.jp2", 20, 30)
    band(images / "R10m" / f"{TILE}_TCI_10m.jp2", 10, 31)
    (root / "S2A_MSIL2A_20200101.SAFE" / "manifest.safe").write_text("<xml/>")
    return root


def zip_folder(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder).as_posix())
    return target


@pytest.mark.parametrize("packed", [False, True])
def test_sentinel2_product_becomes_one_scene(
    tmp_path: Path, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cog, "BLOCK_PX", 64)  # several windows, so that there are seams
    monkeypatch.setattr(cog, "WINDOW_BYTES", 64 * 64 * 40)
    folder = sentinel2(tmp_path / "in")
    source = zip_folder(folder, tmp_path / "in.zip") if packed else folder
    scene = import_folder(source, tmp_path / "out")
    names = ["B01", "B02", "B03", "B04", "B05", "B08", "B8A", "B11"]
    assert [band["name"] for band in scene["bands"]] == names
    colours = [None, "blue", "green", "red", None, "nir", None, "swir1"]
    assert [band["colour"] for band in scene["bands"]] == colours
    assert (scene["widthPx"], scene["heightPx"], scene["dtype"]) == (240, 240, "uint16")
    assert scene["crs"]["code"] == "EPSG:32633"
    codes = [note["code"] for note in scene["notes"]]
    assert codes == ["bands_joined", "files_left_out", "zero_is_nodata", "bands_resampled"]
    assert "B01, B05, B8A, B11" in scene["notes"][3]["message"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "scene.tif",
        "thumbnail.png",
    ]
    with rasterio.open(tmp_path / "out" / "scene.tif") as joined:
        for index, name in enumerate(names, start=1):
            finest = min(folder.rglob(f"*_{name}_*"), key=lambda path: path.name)
            with rasterio.open(finest) as original:
                check_band(joined, index, original)


def check_band(
    joined: rasterio.DatasetReader, index: int, original: rasterio.DatasetReader
) -> None:
    """The very pixels, or what rasterio interpolates from the whole file at once."""
    if original.width == joined.width:
        assert np.array_equal(joined.read(index), original.read(1))
        return
    expected = np.zeros((joined.height, joined.width), "uint16")
    reproject(
        original.read(1),
        expected,
        src_transform=original.transform,
        src_crs=original.crs,
        dst_transform=joined.transform,
        dst_crs=joined.crs,
        resampling=Resampling.bilinear,
    )
    difference = joined.read(index).astype(int) - expected.astype(int)
    assert abs(difference).max() <= 1


def test_landsat_bands_know_their_colour(tmp_path: Path) -> None:
    stem = "LC08_L2SP_193026_20200101_20200823_02_T1"
    for number in (2, 3, 4, 5, 6, 7):
        band(tmp_path / "in" / f"{stem}_SR_B{number}.TIF", 30, number, nodata=0)
    band(tmp_path / "in" / f"{stem}_ST_B10.TIF", 30, 10, nodata=0)
    band(tmp_path / "in" / f"{stem}_B8.TIF", 15, 8, nodata=0)
    band(tmp_path / "in" / f"{stem}_QA_PIXEL.TIF", 30, 9)
    scene = import_folder(tmp_path / "in", tmp_path / "out")
    assert [band["colour"] for band in scene["bands"]] == [
        *("blue", "green", "red", "nir", "swir1", "swir2"),
        None,
    ]
    assert scene["bands"][3]["name"] == "B5 nir"
    assert (scene["widthPx"], scene["nodata"]) == (80, 0)
    assert f"{stem}_B8.TIF" in scene["notes"][1]["message"]


@pytest.mark.parametrize(
    ("name", "product", "band"),
    [
        ("T33TWM_20200101T101021_B8A_20m.jp2", "t33twm_20200101t101021", "B8A"),
        ("2018-10-13, Sentinel-2B L1C, B01.tiff", "2018-10-13, sentinel-2b l1c", "B01"),
        ("B02.tif", "", "B02"),
        ("LC08_L1TP_193026_20200101_20200823_02_T1_B10.TIF", None, "B10"),
        ("LE07_L1TP_016039_20040918_20160915_01_T1_B6_VCID_1.TIF", None, "B6_VCID_1"),
        ("scène_B4.tif", None, None),
        ("影像_B04.tif", "影像", "B04"),
        ("Forest_12.tif", None, None),
        ("B13.tif", None, None),
    ],
)
def test_names(name: str, product: str | None, band: str | None) -> None:
    found = read_band_name(name)
    assert (found.band if found else None) == band
    if found and product is not None:
        assert found.product == product


def test_files_of_any_name_are_joined_in_their_order(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        band(tmp_path / "in" / f"波段 {number}.tif", 20, number)
    scene = import_folder(tmp_path / "in", tmp_path / "out")
    assert [band["name"] for band in scene["bands"]] == ["波段 1", "波段 9", "波段 10"]
    assert [note["code"] for note in scene["notes"]] == ["bands_joined"]


def test_missing_pixels_of_one_band_stay_missing(tmp_path: Path) -> None:
    pixels = ramp(1, 60, "int16")
    pixels[0, :20] = -1
    write_raster(tmp_path / "in.tif", pixels, nodata=-1)
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "in.tif").rename(folder / "a.tif")
    write_raster(folder / "b.tif", ramp(1, 60, "uint8"))
    scene = import_folder(folder, tmp_path / "out")
    assert (scene["dtype"], scene["nodata"]) == ("int16", -1)
    assert [round(band["validFraction"], 3) for band in scene["bands"]] == [0.667, 1]


def test_what_does_not_belong_together_is_refused(tmp_path: Path) -> None:
    cases = {
        "coordinate systems": {"crs": "EPSG:32634"},
        "does not cover": {"transform": from_origin(900000, 5200000, 10, 10)},
        "rotated": {"transform": rasterio.Affine(10, 3, 500000, 3, -10, 5200000)},
    }
    for number, (words, profile) in enumerate(cases.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_raster(folder / "a.tif", ramp())
        write_raster(folder / "b.tif", ramp(), **profile)
        with pytest.raises(TrainerError, match=words):
            import_folder(folder, tmp_path / f"out{number}")


def test_two_scenes_or_none_are_refused() -> None:
    with pytest.raises(TrainerError, match="bands of 2 scenes: t33twm, t33twn"):
        choose_bands(["T33TWM_B02.jp2", "T33TWN_B02.jp2"])
    with pytest.raises(TrainerError, match="no raster"):
        choose_bands(["notes.pdf"])
    with pytest.raises(TrainerError, match="65 rasters"):
        choose_bands([f"{n}.tif" for n in range(65)])


def test_a_zip_of_bands_is_told_from_a_zip_of_chips(tmp_path: Path) -> None:
    bands = zip_folder(sentinel2(tmp_path / "bands"), tmp_path / "bands.zip")
    for name in ("Forest/Forest_1.tif", "Water/Water_1.tif"):
        path = tmp_path / "chips" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_raster(path, ramp(3, 16))
    assert is_product(bands)
    assert not is_product(tmp_path / "chips")
    outcome = run_trainer(
        "import-chips", "--source", bands, "--output", tmp_path / "out", folder=tmp_path
    )
    assert outcome.code == 0, outcome.log
    assert outcome.result["chips"] is None
    assert outcome.result["scene"]["bandCount"] == 8
    outcome = run_trainer(
        "import-scene", "--source", bands, "--output", tmp_path / "out2", folder=tmp_path
    )
    assert outcome.result["scene"]["bandCount"] == 8


def test_archive_of_bands_is_checked_like_any(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(band(tmp_path / "B02.tif", 20, 1), "B02.tif")
        archive.write(band(tmp_path / "B03.tif", 20, 1), "../B03.tif")
    outcome = run_trainer(
        "import-scene", "--source", path, "--output", tmp_path / "out", folder=tmp_path
    )
    assert outcome.result["error"]["code"] == "invalid_input"
    assert not (tmp_path / "out").exists()
