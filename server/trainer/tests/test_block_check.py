"""Blocks that the disk refused show without being decoded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from imagery_support import ramp, run_import, write_raster

from trainer.imagery.block_check import BlockError, check_blocks, read_directories


@pytest.fixture
def cog(tmp_path: Path) -> Path:
    """A scene of 9 blocks with a mask and two overviews."""
    source = write_raster(tmp_path / "a.tif", ramp(2, 1400, "uint16"))
    mask = np.full((1400, 1400), 255, np.uint8)
    mask[:500] = 0
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(source, "r+") as dataset:
        dataset.write_mask(mask)
    run_import(source, tmp_path / "out")
    return tmp_path / "out" / "scene.tif"


def test_every_block_of_image_overviews_and_masks_is_looked_at(cog: Path) -> None:
    check_blocks(cog)
    with cog.open("rb") as file:
        counts = [len(directory.sizes) for directory in read_directories(file)]
    assert sorted(counts) == [1, 1, 4, 4, 9, 9]


@pytest.mark.parametrize("directory", range(6))
def test_a_hole_in_any_image_shows(cog: Path, directory: int) -> None:
    with cog.open("rb") as file:
        found = list(read_directories(file))[directory]
    with cog.open("r+b") as file:
        # What was never written reads as zeros.
        file.seek(int(found.offsets[-1]) + int(found.sizes[-1]) - 4)
        file.write(bytes(8))
    with pytest.raises(BlockError):
        check_blocks(cog)


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.5, 0.999])
def test_a_file_that_was_cut_off_shows(cog: Path, kept: float) -> None:
    content = cog.read_bytes()
    cog.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(BlockError):
        check_blocks(cog)


def test_bigtiff_and_blocks_in_the_directory_itself(tmp_path: Path) -> None:
    path = tmp_path / "one.tif"
    source = write_raster(tmp_path / "a.tif", ramp(1, 300))
    with rasterio.open(source) as dataset:
        pixels = dataset.read()
    with rasterio.open(
        path,
        "w",
        driver="COG",
        width=300,
        height=300,
        count=1,
        dtype=pixels.dtype,
        compress="deflate",
        bigtiff="yes",
    ) as target:
        target.write(pixels)
    check_blocks(path)
    assert path.read_bytes()[2:3] == b"+"
