"""Makes a large scene of invented land.

`python -m bench.make_scene OUTPUT.tif [--side 30000] [--bands 6]`

Uncompressed and tiled, uint16: 30,000 x 30,000 x 6 are 10.8 GB. Slopes, fields and noise, so that
it compresses as real imagery does and the map has something to show. Nothing is left of a run that
fails.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin
from rasterio.windows import Window

BLOCK_PX = 512
FIELD_PX = 180


def main() -> int:
    """Writes the scene."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--side", type=int, default=30_000, help="pixels")
    parser.add_argument("--bands", type=int, default=6)
    args = parser.parse_args()
    try:
        write_scene(args.output, args.side, args.bands)
    except BaseException:
        args.output.unlink(missing_ok=True)
        raise
    return 0


def write_scene(path: Path, side: int, bands: int) -> None:
    """Writes the raster, a row of blocks at a time."""
    rng = np.random.default_rng(0)
    # Drawing five billion random numbers takes minutes: the same noise lies elsewhere in each row.
    noise = rng.normal(0, 25, (bands, BLOCK_PX, side)).astype(np.float32)
    fields = rng.uniform(-400, 400, (bands, side // FIELD_PX + 1, side // FIELD_PX + 1))
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=side,
        height=side,
        count=bands,
        dtype="uint16",
        crs="EPSG:32633",
        transform=from_origin(500000, 5200000, 10, 10),
        tiled=True,
        blockxsize=BLOCK_PX,
        blockysize=BLOCK_PX,
        interleave="pixel",
        bigtiff="yes",
    ) as dataset:
        for index in range(1, bands + 1):
            dataset.set_band_description(index, f"Band {index}")
        for top in range(0, side, BLOCK_PX):
            rows = min(BLOCK_PX, side - top)
            shifted = np.roll(noise[:, :rows], top, axis=2)
            pixels = shifted + make_land(top, rows, side, fields)
            dataset.write(pixels.astype(np.uint16), window=Window(0, top, side, rows))


def make_land(top: int, rows: int, side: int, fields: NDArray[np.float64]) -> NDArray[np.float32]:
    """Returns values [bands, rows, side] of slopes with fields on them."""
    down, across = top + np.arange(rows), np.arange(side)
    slopes = 3000 + 1500 * np.sin(down / 900)[:, None] * np.sin(across / 1300)[None]
    patches = fields[:, (down // FIELD_PX)[:, None], (across // FIELD_PX)[None]]
    return (slopes[None] + patches).astype(np.float32)


if __name__ == "__main__":
    sys.exit(main())
