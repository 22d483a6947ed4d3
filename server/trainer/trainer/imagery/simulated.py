"""Writes a simulated scene and its truth to disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from trainer.imagery.cog import RasterLayout, flat_writer, write_cog
from trainer.imagery.describe import SIMULATED_TAG
from trainer.imagery.land.cover import CLASSES
from trainer.imagery.land.spectra import BAND_NAMES
from trainer.imagery.land.terrain import PIXEL_M
from trainer.progress import Progress

# A place in UTM zone 33 that is nobody's: the scene is simulated and says so.
ORIGIN_X_M, ORIGIN_Y_M = 440_000.0, 5_180_000.0
CRS_CODE = "EPSG:32633"


@dataclass(frozen=True)
class Truth:
    """The class of each tile by majority.

    Attributes:
        tile_size: Side of a tile in pixels.
        majority: Class value per tile [rows, cols].
        purity: Share of the tile's pixels that have it, 0..1.
    """

    tile_size: int
    majority: NDArray[np.uint8]
    purity: NDArray[np.float32]

    def label_rows(self) -> list[tuple[int, int, int, float]]:
        """Returns (row, col, class index, purity) for every tile in row-major order."""
        rows, cols = self.majority.shape
        return [
            (row, col, int(self.majority[row, col]), round(float(self.purity[row, col]), 4))
            for row in range(rows)
            for col in range(cols)
        ]

    def tile_counts(self) -> list[dict[str, Any]]:
        """Returns for each class how many tiles it leads and how many are at least 90 % pure."""
        return [
            {
                "classIndex": item.value,
                "name": item.name,
                "tiles": int((self.majority == item.value).sum()),
                "pureTiles": int(((self.majority == item.value) & (self.purity >= 0.9)).sum()),
            }
            for item in CLASSES
        ]

    def to_json(self) -> dict[str, Any]:
        """Returns the contents of truth.json."""
        return {
            "classes": [
                {
                    "value": item.value,
                    "name": item.name,
                    "nameZh": item.name_zh,
                    "colour": item.colour,
                    "key": item.key,
                }
                for item in CLASSES
            ],
            "tileSizePx": self.tile_size,
            "tiles": self.majority.tolist(),
        }


def scene_layout(size: int, count: int, dtype: str, seed: int) -> RasterLayout:
    """Describes a raster of the simulated scene."""
    return RasterLayout(
        width=size,
        height=size,
        count=count,
        dtype=dtype,
        transform=Affine(PIXEL_M, 0.0, ORIGIN_X_M, 0.0, -PIXEL_M, ORIGIN_Y_M),
        crs=CRS.from_string(CRS_CODE),
        tags={SIMULATED_TAG: "yes", "TILEWRIGHT_SEED": str(seed)},
    )


def write_scene(pixels: NDArray[np.uint16], folder: Path, seed: int, progress: Progress) -> None:
    """Writes scene.tif from pixels [6, rows, cols]."""
    size = pixels.shape[1]
    flat = folder / "flat.tif"
    layout = scene_layout(size, len(BAND_NAMES), "uint16", seed)
    plain = RasterLayout(
        **{
            **layout.__dict__,
            "descriptions": BAND_NAMES,
            "colours": (ColorInterp.gray, *[ColorInterp.undefined] * (len(BAND_NAMES) - 1)),
        }
    )
    with flat_writer(flat, plain) as writer:
        writer.write(pixels, Window(0, 0, size, size))
    write_cog(flat, folder / "scene.tif", progress)
    flat.unlink()


def write_truth(cover: NDArray[np.uint8], folder: Path, tile_size: int) -> Truth:
    """Writes truth.tif from the class per pixel [rows, cols] and returns the tiles' classes."""
    size = cover.shape[0]
    flat = folder / "flat.tif"
    with flat_writer(flat, scene_layout(size, 1, "uint8", 0)) as writer:
        writer.write(cover[None], Window(0, 0, size, size))
    write_cog(flat, folder / "truth.tif", Progress(), nearest_overviews=True)
    flat.unlink()
    return find_majority(cover, tile_size)


def find_majority(cover: NDArray[np.uint8], tile_size: int) -> Truth:
    """Returns the majority class of every whole tile; ties go to the lower class."""
    rows, cols = cover.shape[0] // tile_size, cover.shape[1] // tile_size
    tiles = cover[: rows * tile_size, : cols * tile_size]
    tiles = tiles.reshape(rows, tile_size, cols, tile_size).swapaxes(1, 2).reshape(rows, cols, -1)
    counts = np.stack([(tiles == item.value).sum(axis=-1) for item in CLASSES])
    majority = counts.argmax(axis=0).astype(np.uint8)
    purity = (counts.max(axis=0) / tile_size**2).astype(np.float32)
    return Truth(tile_size, majority, purity)
