"""What bands hold is taken from what files say; what is guessed is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from imagery_support import DATA, needs_data, ramp, run_import, write_raster
from rasterio.enums import ColorInterp

from trainer.imagery.band_names import read_band_name
from trainer.imagery.open import ReadLimits
from trainer.imagery.raster import import_bands
from trainer.imagery.wavelength import to_nm
from trainer.progress import Progress

ENVI = """ENVI
samples = 64
lines = 64
bands = 3
header offset = 0
file type = ENVI Standard
data type = 12
interleave = bsq
byte order = 0
{units}
wavelength = {{ {values} }}
band names = {{water, leaf, soil}}
"""


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("0.665", "um", 665),
        ("665.2", "Nanometers", 665.2),
        ("0.842", "Micrometers", 842),
        ("0.49", "", 490),
        ("490", "Unknown", 490),
        ("12.005", "", 12005),
        ("17", "Wavenumber", None),
        ("nan", "um", None),
        ("-1", "nm", None),
        ("blue", "nm", None),
    ],
)
def test_units(text: str, unit: str, expected: float | None) -> None:
    assert to_nm(text, unit) == expected


@pytest.mark.parametrize(
    ("units", "values"),
    [
        ("wavelength units = Nanometers", "490.25, 560.5, 842"),
        ("wavelength units = Micrometers", "0.49025, 0.5605, 0.842"),
        ("", "490.25, 560.5, 842"),
    ],
)
def test_envi_headers(tmp_path: Path, units: str, values: str) -> None:
    pixels = ramp(3, 64, "uint16")
    (tmp_path / "a.dat").write_bytes(pixels.astype("<u2").tobytes())
    (tmp_path / "a.hdr").write_text(ENVI.format(units=units, values=values), "utf-8")
    scene = run_import(tmp_path / "a.dat", tmp_path / "out")
    assert [band["wavelengthNm"] for band in scene["bands"]] == [490.25, 560.5, 842]
    assert [band["name"] for band in scene["bands"]] == ["water", "leaf", "soil"]


def test_domain_of_gdal_is_read_and_kept(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.tif", ramp(2, 700))
    with rasterio.open(source, "r+") as dataset:
        dataset.update_tags(2, ns="IMAGERY", CENTRAL_WAVELENGTH_UM="1.61", FWHM_UM="0.09")
    scene = run_import(source, tmp_path / "out")
    assert [band["wavelengthNm"] for band in scene["bands"]] == [None, 1610]
    with rasterio.open(tmp_path / "out" / "scene.tif") as cog:
        assert cog.tags(2, ns="IMAGERY")["CENTRAL_WAVELENGTH_UM"] == "1.61"
    again = run_import(tmp_path / "out" / "scene.tif", tmp_path / "again")
    assert again["bands"][1]["wavelengthNm"] == 1610


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("T33TWM_20200101T101021_B8A_20m.jp2", 865),
        ("LC08_L2SP_193026_20200101_20200823_02_T1_SR_B4.TIF", 655),
        ("LC08_L2SP_193026_20200101_20200823_02_T1_ST_B10.TIF", 10895),
        ("LE07_L1TP_193026_20200101_20200823_02_T1_B6_VCID_1.TIF", 11450),
        ("LM05_L1TP_193026_19840101_20200823_02_T2_B1.TIF", None),
    ],
)
def test_names_of_products(name: str, expected: float | None) -> None:
    found = read_band_name(name)
    assert found is not None
    assert found.wavelength_nm == expected


def test_bands_of_several_files(tmp_path: Path) -> None:
    source = tmp_path / "product"
    source.mkdir()
    for band in ("B03", "B02", "B08"):
        write_raster(source / f"T33TWM_20200101T101021_{band}.tif", ramp(1, 64, "uint16"))
    (tmp_path / "out").mkdir()
    scene = import_bands(source, tmp_path / "out", ReadLimits(), Progress())
    assert [band["wavelengthNm"] for band in scene["bands"]] == [490, 560, 842]


def colours_of(scene: object) -> list[object]:
    assert isinstance(scene, dict)
    return [(band["name"], band["colour"]) for band in scene["bands"]]


FOUR = [("Red", "red"), ("Green", "green"), ("Blue", "blue"), ("NIR", "nir")]


def test_near_infrared_that_is_declared(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.tif", ramp(4), photometric="RGB", alpha="NO")
    with rasterio.open(source, "r+") as dataset:
        red, green, blue = ColorInterp.red, ColorInterp.green, ColorInterp.blue
        dataset.colorinterp = (red, green, blue, ColorInterp.nir)
    scene = run_import(source, tmp_path / "out")
    assert colours_of(scene) == FOUR
    assert scene["notes"] == []


def test_a_fourth_band_beside_declared_colours_is_a_guess(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.tif", ramp(4), photometric="RGB", alpha="NO")
    scene = run_import(source, tmp_path / "out")
    assert colours_of(scene) == FOUR
    assert [note["code"] for note in scene["notes"]] == ["nir_guessed"]
    assert all(band["description"] is None for band in scene["bands"])


@pytest.mark.parametrize(
    "change",
    [
        {"pixels": ramp(4, dtype="uint16")},
        {"pixels": ramp(5)},
        {"pixels": ramp(4)},  # of 10 m: no aerial image
    ],
)
def test_nothing_is_guessed_where_something_speaks_against_it(
    tmp_path: Path, change: dict[str, np.ndarray]
) -> None:
    source = write_raster(tmp_path / "a.tif", change["pixels"], photometric="MINISBLACK")
    scene = run_import(source, tmp_path / "out")
    assert scene["notes"] == []
    assert scene["bands"][3]["name"] == "Band 4"


def test_soft_transparency_of_a_picture_is_no_near_infrared(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    size = {"width": 64, "height": 64, "count": 4}
    with rasterio.open(path, "w", driver="PNG", dtype="uint8", **size) as dataset:
        dataset.write(ramp(4))
    scene = run_import(path, tmp_path / "out")
    assert scene["bands"][3]["name"] == "Band 4"
    assert "nir_guessed" not in [note["code"] for note in scene["notes"]]


@needs_data
def test_naip_is_named_and_says_that_it_is_a_guess(tmp_path: Path) -> None:
    scene = run_import(DATA / "scenes" / "naip_nd_20190904.tif", tmp_path)
    assert colours_of(scene) == FOUR
    assert [note["code"] for note in scene["notes"]] == ["four_bands_guessed"]
