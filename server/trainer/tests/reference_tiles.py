"""Writes small COGs of many kinds and their tiles as the trainer reads them.

    python tests/reference_tiles.py FOLDER

For every case FOLDER receives `<name>.tif`, `<name>.f32` (float32 `[tiles, bands, side, side]`,
row by row) and an entry in `cases.json`. The studio's own reader is held against these.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.transform import from_origin

from trainer.contract.run_spec import BandRecipe
from trainer.tile_reader import TileReader


@dataclass(frozen=True)
class Case:
    """One raster and how it is cut into tiles."""

    name: str
    dtype: str
    bands: int
    height: int
    width: int
    tile: int
    chosen: tuple[int, ...]
    nodata: float | None = None
    masked: bool = False
    block: int = 128


CASES = (
    Case("bytes", "uint8", 3, 256, 256, 64, (1, 2, 3)),
    Case("edges", "uint16", 4, 300, 219, 64, (4, 2)),
    Case("thin_edge", "uint16", 2, 129, 65, 64, (1, 2)),
    Case("odd_tiles", "int16", 2, 333, 280, 50, (2, 1)),
    Case("large_tiles", "uint8", 3, 300, 420, 200, (1, 2, 3)),
    Case("floats", "float32", 2, 200, 200, 64, (1, 2), nodata=-9999.0),
    Case("nodata", "uint16", 3, 260, 260, 64, (3, 1), nodata=0),
    Case("mask", "uint8", 3, 260, 300, 64, (1, 3), masked=True),
)


def make_pixels(case: Case) -> NDArray[Any]:
    """Smooth noise with a hole of missing values in its middle and one whole tile of them."""
    draw = np.random.default_rng(len(case.name))
    shape = (case.bands, case.height, case.width)
    pixels = draw.integers(1, 250, shape).astype(case.dtype)
    if case.dtype == "float32":
        pixels = (pixels / np.float32(7)).astype(np.float32)
        pixels[0, 5:9, 5:9] = np.nan
    if case.nodata is not None:
        pixels[:, 64:128, 0:64] = case.nodata
        pixels[0, 20:70, 30:100] = case.nodata
    return pixels


def write_case(case: Case, folder: Path) -> dict[str, Any]:
    """Writes the COG and its tiles; returns what the reader must be told."""
    flat, target = folder / "flat.tif", folder / f"{case.name}.tif"
    with rasterio.open(
        flat,
        "w",
        driver="GTiff",
        dtype=case.dtype,
        count=case.bands,
        height=case.height,
        width=case.width,
        nodata=case.nodata,
        transform=from_origin(0, 0, 1, 1),
    ) as dataset:
        dataset.write(make_pixels(case))
        if case.masked:
            mask = np.full((case.height, case.width), 255, np.uint8)
            mask[64:140, 0:64] = 0
            mask[10:30, 100:200] = 0
            dataset.write_mask(mask)
    rasterio.shutil.copy(
        str(flat),
        str(target),
        driver="COG",
        strict=False,
        BLOCKSIZE=case.block,
        COMPRESS="DEFLATE",
        PREDICTOR="YES",
    )
    low = [10.5 + position for position, _ in enumerate(case.chosen)]
    recipe = BandRecipe(
        bands=list(case.chosen),
        band_names=[str(band) for band in case.chosen],
        low=low,
        high=[200.0] * len(low),
        dtype=case.dtype,
    )
    rows, cols = -(-case.height // case.tile), -(-case.width // case.tile)
    with TileReader(target, case.name, recipe) as reader:
        tiles = [
            reader.read(row, col, case.tile, case.tile).astype(np.float32)
            for row in range(rows)
            for col in range(cols)
        ]
    np.stack(tiles).tofile(folder / f"{case.name}.f32")
    return {
        "name": case.name,
        "dtype": case.dtype,
        "tileSizePx": case.tile,
        "gridRows": rows,
        "gridCols": cols,
        "nodata": case.nodata,
        "bands": list(case.chosen),
        "low": low,
    }


def main() -> None:
    """Writes all cases."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    described = [write_case(case, folder) for case in CASES]
    (folder / "cases.json").write_text(json.dumps(described), encoding="utf-8")


if __name__ == "__main__":
    main()
