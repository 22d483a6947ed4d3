"""Burns polygons into the tiles of a scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from affine import Affine
from rasterio.features import rasterize

from trainer.progress import Progress
from trainer.truth.crs import Numbers, Route
from trainer.truth.types import Feature, Grid, Ring, TileCounts

# A strip of this many pixels is held at a time, twice.
STRIP_PX = 8_000_000
# Edges of a bent outline are split until no piece is longer than this.
EDGE_PX = 64.0
MAX_PIECES = 512
# Coordinates beyond this are nonsense that would only overflow.
FAR_PX = 1e8


@dataclass(frozen=True)
class Placed:
    """A feature in pixel coordinates.

    Attributes:
        value: Index of its value.
        rings: Rings [n, 2] of (col, row).
        low, high: The corners of its box, (col, row).
    """

    value: int
    rings: list[Numbers]
    low: Numbers
    high: Numbers


@dataclass
class Burnt:
    """What burning gave.

    Attributes:
        counts: Pixels of each value in each tile.
        overlaps: Tile and pixels [n, 2] that lie in polygons of more than one value.
        outside: Features that miss the scene.
    """

    counts: TileCounts
    overlaps: npt.NDArray[np.int32]
    outside: int


def burn(
    features: list[tuple[int, Feature]], route: Route, grid: Grid, progress: Progress
) -> Burnt:
    """Counts, for every tile, the pixels whose centre lies in polygons of each value.

    Every value is burnt for itself, so the order of the polygons makes no difference; where
    polygons of several values overlap, the pixel counts for each of them.
    """
    placed = [item for item in (place(one, route, grid) for one in features) if item is not None]
    lows = np.array([item.low for item in placed]).reshape(-1, 2)
    highs = np.array([item.high for item in placed]).reshape(-1, 2)
    tile_rows = max(1, STRIP_PX // (grid.tile_size_px * grid.width_px))
    parts: list[tuple[Any, Any, Any]] = []
    overlaps: list[npt.NDArray[np.int32]] = []
    for first in range(0, grid.rows, tile_rows):
        top = first * grid.tile_size_px
        bottom = min(top + tile_rows * grid.tile_size_px, grid.height_px)
        near = np.flatnonzero((highs[:, 1] > top) & (lows[:, 1] < bottom))
        if len(near):
            strip = Strip(grid, top, bottom)
            parts += strip.burn([placed[place] for place in near])
            overlaps.append(strip.count_overlaps())
        progress.step(min(first + tile_rows, grid.rows), grid.rows)
    return Burnt(
        TileCounts.gather(parts),
        np.concatenate(overlaps) if overlaps else np.zeros((0, 2), np.int32),
        len(features) - len(placed),
    )


class Strip:
    """Some rows of tiles while values are burnt into them."""

    def __init__(self, grid: Grid, top: int, bottom: int) -> None:
        self._grid = grid
        self._top = top
        self._shape = (bottom - top, grid.width_px)
        self._layers = np.zeros(self._shape, np.uint8)

    def burn(self, placed: list[Placed]) -> list[tuple[Any, Any, Any]]:
        """Returns the (tiles, values, counts) of each value."""
        by_value: dict[int, list[Placed]] = {}
        for item in placed:
            by_value.setdefault(item.value, []).append(item)
        return [self._burn_value(value, items) for value, items in by_value.items()]

    def _burn_value(self, value: int, items: list[Placed]) -> tuple[Any, Any, Any]:
        """Burns one value, in the box of tiles that its features need."""
        size = self._grid.tile_size_px
        left = int(max(0.0, min(item.low[0] for item in items)) // size * size)
        right = min(self._grid.width_px, int(max(item.high[0] for item in items)) + 1)
        mask = rasterize(
            [to_geometry(item) for item in items],
            out_shape=(self._shape[0], right - left),
            transform=Affine.translation(left, self._top),
            dtype="uint8",
        )
        layers = self._layers[:, left:right]
        np.minimum(layers, 254, out=layers)
        layers += mask
        tiles, counts = self._sum_tiles(mask, left)
        return tiles, np.full(len(tiles), value, np.int32), counts

    def count_overlaps(self) -> npt.NDArray[np.int32]:
        """Returns [n, 2]: tiles, and how many of their pixels have several values."""
        tiles, counts = self._sum_tiles((self._layers > 1).astype(np.uint8), 0)
        return np.stack([tiles, counts], axis=1).astype(np.int32)

    def _sum_tiles(self, mask: npt.NDArray[np.uint8], left: int) -> tuple[Any, Any]:
        """Returns the tiles with set pixels, and how many; `left` is a multiple of a tile."""
        size = self._grid.tile_size_px
        columns = np.arange(0, mask.shape[1], size)
        rows = np.arange(0, mask.shape[0], size)
        across = np.add.reduceat(mask, columns, axis=1, dtype=np.int32)
        sums = np.add.reduceat(across, rows, axis=0)
        at_rows, at_cols = np.nonzero(sums)
        tiles = (self._top // size + at_rows) * self._grid.cols + left // size + at_cols
        return tiles, sums[at_rows, at_cols]


def to_geometry(item: Placed) -> dict[str, Any]:
    """Returns what rasterio takes: one polygon, inside of which are odd numbers of rings."""
    rings = [np.concatenate([ring, ring[:1]]).tolist() for ring in item.rings]
    return {"type": "Polygon", "coordinates": rings}


def place(one: tuple[int, Feature], route: Route, grid: Grid) -> Placed | None:
    """Returns a feature in pixel coordinates; None when it misses the scene."""
    value, feature = one
    rings = [route.to_pixels(ring) for ring in feature.rings]
    points = np.concatenate(rings)
    if not np.isfinite(points).all() or np.abs(points).max() > FAR_PX:
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    # Bent edges may reach a little beyond the box of the corners.
    room = 0.1 * (high - low) if route.bends else np.zeros(2)
    size = np.array([grid.width_px, grid.height_px])
    if (low - room >= size).any() or (high + room <= 0).any():
        return None
    if route.bends:
        rings = [
            bend(pixels, ring, route) for pixels, ring in zip(rings, feature.rings, strict=True)
        ]
        points = np.concatenate(rings)
        low, high = points.min(axis=0), points.max(axis=0)
        if (low >= size).any() or (high <= 0).any():
            return None
    return Placed(value, rings, low, high)


def bend(pixels: Numbers, ring: Ring, route: Route) -> Numbers:
    """Splits long edges in the source's system, where they are straight."""
    closed = np.concatenate([pixels, pixels[:1]])
    lengths = np.hypot(*np.diff(closed, axis=0).T)
    pieces = np.clip(np.ceil(lengths / EDGE_PX), 1, MAX_PIECES).astype(np.int64)
    if pieces.max() == 1:
        return pixels
    starts = np.repeat(np.arange(len(ring)), pieces)
    steps = np.arange(len(starts)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    shares = (steps / pieces[starts])[:, None]
    following = np.roll(ring, -1, axis=0)
    split = route.to_pixels(ring[starts] + shares * (following[starts] - ring[starts]))
    return split if np.isfinite(split).all() and np.abs(split).max() < FAR_PX else pixels
