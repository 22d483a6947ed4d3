"""Odd but valid rasters: each is taken over as the table says, or refused with the reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from imagery_support import DATA, list_data, needs_data, run_import, run_trainer
from imports_table import is_documented
from rasterio.transform import GCPTransformer
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.types import Scene

AWKWARD = DATA / "awkward"
ORDINARY: list[str] = []
NO_PLACE = ["no_georeference"]
# What the import says about each file; files that are not named are ordinary.
NOTES: dict[str, list[str]] = {
    "12bit.cropped.tif": NO_PLACE,
    "16bit.MM.deflate.tif": NO_PLACE,
    "BigTIFFMotorola.tif": NO_PLACE,
    "RGBA.uint16.tif": ["alpha_to_mask"],
    "agricultural00_photoshop.tif": NO_PLACE,
    "all-nodata.tif": ["no_valid_pixels"],
    "alpha.tif": ["alpha_to_mask"],
    "cog_cmap.tif": ["palette_expanded"],
    "cog_scale.tif": ["scale_kept"],
    "float_nan.tif": ["no_georeference", "nodata_nan"],
    "g4_orientation_6.tif": ["no_georeference", "shown_as_stored", "palette_expanded"],
    "gcps_no_crs_uint8.tif": ["warped_from_points"],
    "geomatrix.tif": ["rotated"],
    "hopper.Lab.tif": ["no_georeference", "alpha_to_mask"],
    "inverted_lat.tif": ["flipped", "no_valid_pixels"],
    "landcover_palette_rat.tif": ["palette_expanded"],
    "multipage.tiff": ["no_georeference", "palette_expanded", "first_page"],
    "naip_webp_overviews.tif": ["alpha_to_mask"],
    "random-fp16.tiff": NO_PLACE,
    "rgb_10bit_planar.tiff": NO_PLACE,
    "rotated.tif": NO_PLACE,
    "rotated_swiss_lv95.tif": ["rotated"],
    "tiff_strip_cmyk_jpeg.tif": ["no_georeference", "alpha_to_mask"],
    "tiff_strip_planar_lzw.tiff": NO_PLACE,
    "tiff_tiled_planar_16bit_RGB.tiff": NO_PLACE,
    "uint32_nodata_9999.tif": ["flipped"],
}
REFUSED = {"sar_complex64_rotated.tif": ("unsupported", "complex")}
# Compared in windows, because decoding it twice takes half a minute.
LARGE = "cog_world.tif"
READABLE = [path for path in list_data("awkward") if path.name not in (*REFUSED, LARGE)]


@needs_data
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_awkward_raster_is_taken_over(path: Path, tmp_path: Path) -> None:
    scene = run_import(path, tmp_path)
    expected = NOTES.get(path.name, ORDINARY)
    assert [note["code"] for note in scene["notes"]] == expected
    assert is_documented(path.name, {"scene": scene})
    if scene["crs"]["unit"] == "px":
        height = scene["heightPx"]
        assert scene["transform"] == [1, 0, 0, 0, -1, height]
        assert scene["extent"] == [0, 0, scene["widthPx"], height]
    with rasterio.open(path) as source, rasterio.open(tmp_path / "scene.tif") as cog:
        if "rotated" in expected or "warped_from_points" in expected:
            check_resampled(source, cog)
        elif "palette_expanded" in expected:
            check_palette(source, cog)
        else:
            check_equal(source, cog, scene, flipped="flipped" in expected)


def check_equal(
    source: rasterio.DatasetReader, cog: rasterio.DatasetReader, scene: Scene, flipped: bool
) -> None:
    turn = slice(None, None, -1 if flipped else 1)
    kept = list(range(1, scene["bandCount"] + 1))
    assert np.array_equal(source.read(kept)[:, turn], cog.read(), equal_nan=True)
    mask = source.dataset_mask()
    assert np.array_equal(mask[turn] > 0, cog.dataset_mask() > 0)
    assert source.nodata == cog.nodata or np.isnan(source.nodata)
    assert source.scales[: len(kept)] == cog.scales


def check_palette(source: rasterio.DatasetReader, cog: rasterio.DatasetReader) -> None:
    table = np.zeros((256, 4), np.uint8)
    for entry, colour in source.colormap(1).items():
        table[entry] = colour
    windows = [Window(0, 0, 600, 500), Window(source.width // 2, source.height // 2, 700, 600)]
    for window in windows:
        expected = table[source.read(1, window=window)]
        for band in cog.indexes:
            assert np.array_equal(expected[..., band - 1], cog.read(band, window=window))
        visible = (expected[..., 3] > 0) & (source.read_masks(1, window=window) > 0)
        assert np.array_equal(visible, cog.dataset_mask(window=window) > 0)


def check_resampled(source: rasterio.DatasetReader, cog: rasterio.DatasetReader) -> None:
    """Every value must lie between the source pixels around its place."""
    assert cog.transform.b == cog.transform.d == 0
    assert cog.transform.e < 0
    pixels, values, mask = source.read(1).astype(int), cog.read(1).astype(int), cog.dataset_mask()
    rng = np.random.default_rng(0)
    rows, cols = np.nonzero(mask)
    chosen = rng.choice(rows.size, min(500, rows.size), replace=False)
    places = [cog.xy(row, col) for row, col in zip(rows[chosen], cols[chosen], strict=True)]
    if source.gcps[0]:
        with GCPTransformer(source.gcps[0]) as transformer:
            found = [transformer.rowcol(x, y, op=float) for x, y in places]
    else:
        found = [(~source.transform @ place)[::-1] for place in places]
    reach = 2 if source.gcps[0] else 1  # two polynomial fits, there and back, differ a little
    for index, (row, col) in enumerate(found):
        top, left = max(int(row - 0.5) - reach + 1, 0), max(int(col - 0.5) - reach + 1, 0)
        around = pixels[top : top + 2 * reach, left : left + 2 * reach]
        value = values[rows[chosen[index]], cols[chosen[index]]]
        assert around.min() - 1 <= value <= around.max() + 1


@needs_data
@pytest.mark.parametrize("name", REFUSED)
def test_refusal_says_why(name: str, tmp_path: Path) -> None:
    code, words = REFUSED[name]
    with pytest.raises(TrainerError) as caught:
        run_import(AWKWARD / name, tmp_path)
    assert caught.value.code == code
    assert words in caught.value.message
    assert is_documented(name, {"ok": False, "error": caught.value.to_record()})


@needs_data
def test_a_small_file_of_many_pixels_stays_within_memory(tmp_path: Path) -> None:
    """648 million pixels in 2.9 MB are legal."""
    path, output = AWKWARD / LARGE, tmp_path / "out"
    outcome = run_trainer("import-scene", "--source", path, "--output", output, folder=tmp_path)
    assert outcome.code == 0, outcome.log
    assert outcome.peak_bytes < 1024**3
    assert is_documented(path.name, outcome.result)
    with rasterio.open(path) as source, rasterio.open(output / "scene.tif") as cog:
        assert (cog.width, cog.height) == (source.width, source.height)
        for col, row in ((0, 0), (17000, 4000), (30001, 12345)):
            window = Window(col, row, 1500, 1500)
            assert np.array_equal(source.read(window=window), cog.read(window=window))
