"""The scenes that come out: valid COGs with the very pixels that went in."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from imagery_support import list_data, needs_data, ramp, run_import, run_trainer, write_raster
from rasterio.enums import ColorInterp
from rio_cogeo.cogeo import cog_validate

from trainer.errors import TrainerError
from trainer.imagery import cog
from trainer.imagery.cog import plan_windows


@needs_data
@pytest.mark.parametrize("path", list_data("scenes"), ids=lambda path: path.name)
def test_real_scene_keeps_every_pixel(path: Path, tmp_path: Path) -> None:
    scene = run_import(path, tmp_path)
    cog_path = tmp_path / "scene.tif"
    valid, errors, _ = cog_validate(cog_path, quiet=True)
    assert valid, errors
    with rasterio.open(path) as source, rasterio.open(cog_path) as cog:
        assert np.array_equal(source.read(), cog.read())
        assert np.array_equal(source.dataset_mask(), cog.dataset_mask())
        assert source.crs == cog.crs
        assert source.transform.almost_equals(cog.transform)
        assert source.descriptions == cog.descriptions
        assert cog.block_shapes[0] == (512, 512)
        assert cog.compression.name == "deflate"
        assert scene["extent"] == pytest.approx(list(source.bounds))
        assert scene["transform"] == pytest.approx(list(source.transform)[:6])
    guesses = ["four_bands_guessed"] if "naip" in path.name else []
    assert [note["code"] for note in scene["notes"]] == guesses
    assert scene["byteSize"] == cog_path.stat().st_size
    assert scene["sha256"] == hashlib.sha256(cog_path.read_bytes()).hexdigest()
    assert sorted(item.name for item in tmp_path.iterdir()) == ["scene.tif", "thumbnail.png"]


@needs_data
@pytest.mark.parametrize("path", list_data("scenes")[1::4], ids=lambda path: path.name)
def test_statistics_agree_with_numpy(path: Path, tmp_path: Path) -> None:
    scene = run_import(path, tmp_path)
    with rasterio.open(path) as source:
        for band in scene["bands"]:
            values = source.read(band["index"], masked=True)
            if values.size > 4_000_000:
                pytest.fail("choose a smaller scene: statistics of this one are sampled")
            valid = values.compressed().astype(float)
            assert band["validFraction"] == pytest.approx(valid.size / values.size)
            assert (band["min"], band["max"]) == (valid.min(), valid.max())
            assert band["mean"] == pytest.approx(valid.mean())
            assert band["standardDeviation"] == pytest.approx(valid.std())
            expected = np.percentile(valid, (1, 2, 50, 98, 99))
            found = [band["p1"], band["p2"], band["p50"], band["p98"], band["p99"]]
            assert found == pytest.approx(list(expected))
            assert sum(band["histogram"]["counts"]) == valid.size


def test_command_reports_scene_and_progress(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.tif", ramp(3, 600))
    outcome = run_trainer(
        "import-scene", "--source", source, "--output", tmp_path / "out", folder=tmp_path
    )
    assert outcome.code == 0, outcome.log
    scene = outcome.result["scene"]
    assert (scene["widthPx"], scene["heightPx"], scene["bandCount"]) == (600, 600, 3)
    assert scene["crs"]["code"] == "EPSG:32633"
    assert scene["crs"]["proj4"].startswith("+proj=utm +zone=33")
    assert "=True" not in scene["crs"]["proj4"]
    assert scene["groundSampleMeters"] == pytest.approx(10, rel=0.01)
    assert scene["extentLonLat"] == pytest.approx([15.0, 46.9, 15.08, 46.95], abs=0.1)
    lines = [json.loads(line) for line in (tmp_path / "progress.ndjson").read_text().splitlines()]
    fractions = [line["fraction"] for line in lines]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_band_names_come_from_descriptions_then_colours(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.tif", ramp(4), photometric="RGB", alpha="NO")
    with rasterio.open(source, "r+") as dataset:
        dataset.set_band_description(2, "B03")
    scene = run_import(source, tmp_path / "out")
    assert [band["name"] for band in scene["bands"]] == ["Red", "B03", "Blue", "Band 4"]
    assert [band["colour"] for band in scene["bands"]] == ["red", "green", "blue", None]


def test_near_infrared_declared_as_alpha_stays_a_band(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "naip.tif", ramp(4), photometric="RGB", alpha="YES")
    scene = run_import(source, tmp_path / "out")
    assert scene["bandCount"] == 4
    assert [note["code"] for note in scene["notes"]] == ["alpha_kept", "nir_guessed"]
    with rasterio.open(tmp_path / "out" / "scene.tif") as cog:
        assert np.array_equal(cog.read(), ramp(4))
        assert ColorInterp.alpha not in cog.colorinterp
        assert bool(cog.dataset_mask().all())


@pytest.mark.parametrize(
    "dtype", ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"]
)
def test_every_type_survives(tmp_path: Path, dtype: str) -> None:
    pixels = ramp(2, 70).astype(dtype)
    if np.dtype(dtype).kind in "if":
        pixels = (
            (pixels * -1).astype(dtype) if dtype != "int8" else (ramp(2, 70) - 120).astype(dtype)
        )
    scene = run_import(write_raster(tmp_path / "a.tif", pixels), tmp_path / "out")
    assert scene["dtype"] == dtype
    with rasterio.open(tmp_path / "out" / "scene.tif") as cog:
        assert np.array_equal(cog.read(), pixels)


def test_64_bit_whole_numbers_become_float64_if_exact(tmp_path: Path) -> None:
    pixels = ramp().astype("int64") - 7
    scene = run_import(write_raster(tmp_path / "a.tif", pixels), tmp_path / "out")
    assert scene["dtype"] == "float64"
    assert [note["code"] for note in scene["notes"]] == ["widened"]
    pixels[0, 0, 0] = 2**60
    outcome = run_trainer(
        "import-scene",
        "--source",
        write_raster(tmp_path / "b.tif", pixels),
        "--output",
        tmp_path / "refused",
        folder=tmp_path,
    )
    assert outcome.result["error"]["code"] == "unsupported"


def test_undeclared_nan_counts_as_missing(tmp_path: Path) -> None:
    pixels = ramp(1, 64).astype("float32")
    pixels[0, :16] = np.nan
    scene = run_import(write_raster(tmp_path / "a.tif", pixels), tmp_path / "out")
    assert scene["bands"][0]["validFraction"] == 0.75
    assert scene["nodata"] is None
    assert [note["code"] for note in scene["notes"]] == ["nodata_nan"]
    with rasterio.open(tmp_path / "out" / "scene.tif") as cog:
        assert np.isnan(cog.nodata)
        assert not cog.dataset_mask()[:16].any()


def test_mask_that_begins_late_covers_the_whole_scene(tmp_path: Path) -> None:
    """The first windows are all valid; they must not turn invalid when a mask begins later."""
    source = write_raster(
        tmp_path / "a.tif", ramp(1, 1400), tiled=True, blockxsize=256, blockysize=256
    )
    mask = np.full((1400, 1400), 255, np.uint8)
    mask[1300:, 1300:] = 0
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(source, "r+") as dataset:
        dataset.write_mask(mask)
    scene = run_import(source, tmp_path / "out")
    assert scene["hasMask"]
    with rasterio.open(tmp_path / "out" / "scene.tif") as cog:
        assert np.array_equal(cog.dataset_mask(), mask)


@pytest.mark.parametrize(("down", "right"), [(1, 1), (-1, -1), (1, -1)])
def test_mirrored_grids_are_turned_north_up(tmp_path: Path, down: int, right: int) -> None:
    pixels = ramp(2, 700)
    transform = Affine(10 * right, 0, 500000, 0, 10 * down, 5200000)
    scene = run_import(
        write_raster(tmp_path / "a.tif", pixels, transform=transform), tmp_path / "out"
    )
    assert [note["code"] for note in scene["notes"]] == ["flipped"]
    a, b, _, d, e, _ = scene["transform"]
    assert (a, b, d, e) == (10, 0, 0, -10)
    with rasterio.open(tmp_path / "out" / "scene.tif") as cog:
        for row, col in ((0, 0), (3, 699), (699, 5)):
            x, y = transform @ (col + 0.5, row + 0.5)
            assert (
                cog.read()[(slice(None), *cog.index(x, y))].tolist() == pixels[:, row, col].tolist()
            )


def test_plan_covers_every_pixel_once() -> None:
    for width, height, size in ((1, 1, 1), (513, 2000, 3), (40000, 700, 26), (9000, 9000, 128)):
        seen = np.zeros((height, width), np.uint8)
        for window in plan_windows(width, height, size):
            seen[window.toslices()] += 1
            assert window.width * window.height * size <= 64 * 1024**2
        assert bool((seen == 1).all())


@pytest.mark.parametrize(("roomy", "wide"), [(False, False), (True, False), (True, True)])
def test_overviews_are_averages_and_masked_where_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, roomy: bool, wide: bool
) -> None:
    """With and without room for a copy that is not compressed; all levels at once or one by one."""
    monkeypatch.setattr(cog, "ROOM_FOR_PLAIN", 0 if roomy else 10**9)
    monkeypatch.setattr(cog, "WIDE_ROW_BYTES", 0 if wide else 10**9)
    pixels = ramp(1, 1400, "uint16")
    source = write_raster(tmp_path / "a.tif", pixels)
    mask = np.full((1400, 1400), 255, np.uint8)
    mask[:700] = 0
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(source, "r+") as dataset:
        dataset.write_mask(mask)
    run_import(source, tmp_path / "out")
    path = tmp_path / "out" / "scene.tif"
    assert cog_validate(path, quiet=True)[0]
    with rasterio.open(path) as dataset:
        assert dataset.overviews(1) == [2, 4]
    with rasterio.open(path, overview_level=0) as overview:
        expected = pixels[0, 700:].reshape(350, 2, 700, 2).mean((1, 3))
        assert abs(overview.read(1)[350:] - expected).max() <= 1
        assert np.array_equal(overview.dataset_mask() > 0, mask[::2, ::2] > 0)


def test_half_a_plain_source_is_refused(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 60000, (2, 900, 900)).astype("uint16")
    tiles = {"tiled": True, "blockxsize": 256, "blockysize": 256}
    source = write_raster(tmp_path / "a.tif", pixels, **tiles)
    content = source.read_bytes()
    source.write_bytes(content[: len(content) * 3 // 4])
    with pytest.raises(TrainerError) as caught:
        run_import(source, tmp_path / "out")
    assert caught.value.code == "unreadable_file"
