"""Lays a raster of classes over the tiles of a scene."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from affine import Affine
from rasterio.io import DatasetReader
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.open import is_finite_transform, open_raster, unreadable
from trainer.progress import Progress
from trainer.truth.crs import Route
from trainer.truth.types import MAX_VALUES, Grid, TileCounts

BLOCK_PX = 4_000_000
WINDOW_PX = 32_000_000
# Between points this far apart the way to the source is as good as straight (below 0.02 px).
NODE_PX = 32
NOTHING = np.int64(-(2**62))
Block = tuple[int, int, int, int]


@dataclass(frozen=True)
class ClassRaster:
    """What a raster of classes gave: values as they are written, their pixels, tile counts."""

    crs: str | None
    names: list[str]
    pixels: list[int]
    counts: TileCounts


def read_class_raster(
    path: Path, name: str, grid: Grid, crs: str | None, progress: Progress
) -> ClassRaster:
    """Counts, for every tile, the scene's pixels whose centre falls on each value.

    Raises:
        TrainerError: `unreadable_file`, `unsupported`, `too_large` or `invalid_input`.
    """
    with open_raster(path, name=name) as source:
        check_kind(source, name)
        own = crs or (source.crs.to_wkt() if source.crs else None)
        sampler = Sampler(source, Route(own, grid), grid)
        known: dict[int, int] = {}
        parts: list[tuple[Any, Any, Any]] = []
        try:
            blocks = list(iter_blocks(grid))
            for done, block in enumerate(blocks, 1):
                parts += list(sampler.count(block, known, name))
                progress.step(done, len(blocks))
        except GDAL_ERRORS as error:
            raise unreadable(name, error) from error
        counts = TileCounts.gather(parts)
        tags = source.tags(1)
        pixels = np.bincount(counts.values, weights=counts.counts, minlength=len(known))
        named = [tags.get(f"CLASS_{value}") for value in known]
        return ClassRaster(
            own,
            # A name that stands for two values would make them one.
            [
                name if name and named.count(name) == 1 else str(value)
                for name, value in zip(named, known, strict=True)
            ],
            [int(count) for count in pixels],
            counts,
        )


def check_kind(source: DatasetReader, name: str) -> None:
    """Refuses rasters that hold measurements instead of classes."""
    if source.count != 1:
        raise TrainerError(
            "invalid_input", "trainer.labelFiles.rasterBands", name=name, bandCount=source.count
        )
    if np.dtype(source.dtypes[0]).kind not in "iu":
        raise TrainerError(
            "invalid_input", "trainer.labelFiles.rasterType", name=name, type=source.dtypes[0]
        )
    if not is_finite_transform(tuple(source.transform)):
        raise TrainerError("invalid_input", "trainer.labelFiles.rasterPlace", name=name)


def iter_blocks(grid: Grid) -> Iterator[Block]:
    """Yields blocks (first row, end row, first column, end column) of tiles."""
    side = max(1, int(BLOCK_PX**0.5) // grid.tile_size_px)
    for row in range(0, grid.rows, side):
        for col in range(0, grid.cols, side):
            yield row, min(row + side, grid.rows), col, min(col + side, grid.cols)


class Sampler:
    """Takes the nearest pixel of a source for every pixel of a scene."""

    def __init__(self, source: DatasetReader, route: Route, grid: Grid) -> None:
        self._source = source
        self._route = route
        self._grid = grid
        self._to_source_pixel = (~Affine(*source.transform[:6]))[:6]

    def count(
        self, block: Block, known: dict[int, int], name: str
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Yields (tiles, values, counts) of a block; `known` gives values their indexes."""
        size = self._grid.tile_size_px
        first_row, end_row, first_col, end_col = block
        top, left = first_row * size, first_col * size
        height = min(end_row * size, self._grid.height_px) - top
        width = min(end_col * size, self._grid.width_px) - left
        cols, rows = self._find_places(top, left, height, width)
        inside = (
            (cols >= 0) & (rows >= 0) & (cols < self._source.width) & (rows < self._source.height)
        )
        if not inside.any():
            return
        low_col, low_row = int(cols[inside].min()), int(rows[inside].min())
        wide = int(cols[inside].max()) + 1 - low_col
        high = int(rows[inside].max()) + 1 - low_row
        if wide * high > WINDOW_PX and (end_row - first_row > 1 or end_col - first_col > 1):
            for part in quarters(block):
                yield from self.count(part, known, name)
            return
        window = self._read(Window(low_col, low_row, wide, high))
        found = np.full((height, width), NOTHING)
        found[inside] = window[rows[inside] - low_row, cols[inside] - low_col]
        for value in np.unique(found):
            if value == NOTHING:
                continue
            if int(value) not in known and len(known) >= MAX_VALUES:
                raise TrainerError(
                    "invalid_input",
                    "trainer.labelFiles.tooManyRasterValues",
                    name=name,
                    limit=MAX_VALUES,
                )
            index = known.setdefault(int(value), len(known))
            across = np.add.reduceat(found == value, np.arange(0, width, size), 1, np.int32)
            sums = np.add.reduceat(across, np.arange(0, height, size), axis=0)
            at_rows, at_cols = np.nonzero(sums)
            tiles = (first_row + at_rows) * self._grid.cols + first_col + at_cols
            yield tiles, np.full(len(tiles), index, np.int32), sums[at_rows, at_cols]

    def _read(self, window: Window) -> npt.NDArray[np.int64]:
        """Reads values; masked pixels become NOTHING."""
        values: npt.NDArray[np.int64] = self._source.read(1, window=window).astype(np.int64)
        values[self._source.dataset_mask(window=window) == 0] = NOTHING
        return values

    def _find_places(
        self, top: int, left: int, height: int, width: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Returns the source's (cols, rows) [height, width] under the centres of pixels.

        The way is computed at nodes and taken as straight between them.
        """
        at_rows = nodes(height)
        at_cols = nodes(width)
        grid_cols, grid_rows = np.meshgrid(left + at_cols + 0.5, top + at_rows + 0.5)
        x, y = self._route.to_source(grid_cols.ravel(), grid_rows.ravel())
        with np.errstate(invalid="ignore", over="ignore"):
            a, b, c, d, e, f = self._to_source_pixel
            found_cols, found_rows = a * x + b * y + c, d * x + e * y + f
        return (
            stretch(found_cols.reshape(grid_cols.shape), at_rows, at_cols),
            stretch(found_rows.reshape(grid_cols.shape), at_rows, at_cols),
        )


def nodes(length: int) -> npt.NDArray[np.float64]:
    """Returns places from 0 to the last pixel, at most NODE_PX apart."""
    return np.unique(np.append(np.arange(0, length, NODE_PX), length - 1)).astype(np.float64)


def stretch(
    values: npt.NDArray[np.float64],
    at_rows: npt.NDArray[np.float64],
    at_cols: npt.NDArray[np.float64],
) -> npt.NDArray[np.int64]:
    """Interpolates nodes linearly to every pixel and takes the floor; no place gives -1."""
    rows, cols = np.arange(int(at_rows[-1]) + 1), np.arange(int(at_cols[-1]) + 1)
    wide = np.stack([np.interp(cols, at_cols, line) for line in values])
    above = np.clip(np.searchsorted(at_rows, rows, "right") - 1, 0, max(len(at_rows) - 2, 0))
    below = np.minimum(above + 1, len(at_rows) - 1)
    span = np.maximum(at_rows[below] - at_rows[above], 1.0)
    share = ((rows - at_rows[above]) / span)[:, None]
    with np.errstate(invalid="ignore", over="ignore"):
        full = np.floor(wide[above] * (1 - share) + wide[below] * share)
    return np.where(np.isfinite(full) & (np.abs(full) < 2**53), full, -1).astype(np.int64)


def quarters(block: Block) -> Iterator[Block]:
    """Splits a block of tiles into up to four."""
    first_row, end_row, first_col, end_col = block
    middle_row, middle_col = (first_row + end_row + 1) // 2, (first_col + end_col + 1) // 2
    for rows in ((first_row, middle_row), (middle_row, end_row)):
        for cols in ((first_col, middle_col), (middle_col, end_col)):
            if rows[0] < rows[1] and cols[0] < cols[1]:
                yield rows[0], rows[1], cols[0], cols[1]
