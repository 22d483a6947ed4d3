"""What the readers of ground truth hand on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# Rows are points (x, y); a ring closes by itself.
Ring = npt.NDArray[np.float64]

MAX_VALUES = 250
MAX_FEATURES = 2_000_000


@dataclass(frozen=True)
class Feature:
    """One polygon or several: points are inside where an odd number of rings is around them."""

    properties: Mapping[str, Any]
    rings: list[Ring]


@dataclass(frozen=True)
class FeatureTable:
    """One layer of polygons.

    Attributes:
        layers: Names of all layers of the file.
        layer: The one that was read.
        crs: WKT or an authority code; None where the file says nothing.
        features: In the order of the file. Features without a polygon have no rings.
    """

    layers: list[str]
    layer: str
    crs: str | None
    features: list[Feature] = field(default_factory=list)


@dataclass(frozen=True)
class Grid:
    """The tile grid of a scene.

    Attributes:
        width_px, height_px: Size of the scene.
        tile_size_px: Side of a tile; those at the right and lower edge may be cut off.
        rows, cols: Tiles down and across.
        tile_count: Tiles that hold imagery.
        transform: [a, b, c, d, e, f]: x = a * col + b * row + c, y = d * col + e * row + f.
        crs: WKT or an authority code; None in pixel space.
    """

    width_px: int
    height_px: int
    tile_size_px: int
    rows: int
    cols: int
    tile_count: int
    transform: tuple[float, ...]
    crs: str | None


@dataclass(frozen=True)
class Choice:
    """What a person chose; None leaves it to us."""

    layer: str | None = None
    attribute: str | None = None
    crs: str | None = None


@dataclass
class TileCounts:
    """How much of each value each tile holds; entries of one tile and value may be several.

    Attributes:
        tiles: Index of the tile, row * cols + col. int32 [n].
        values: Index of the value. int32 [n].
        counts: Pixels, or points. int32 [n].
    """

    tiles: npt.NDArray[np.int32]
    values: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]

    @staticmethod
    def gather(parts: list[tuple[Any, Any, Any]]) -> TileCounts:
        """Joins parts (tiles, values, counts) and sums what belongs together."""
        if not parts:
            empty = np.zeros(0, np.int32)
            return TileCounts(empty, empty, empty)
        tiles, values, counts = (
            np.concatenate([np.asarray(part[place], np.int64) for part in parts])
            for place in range(3)
        )
        keys, inverse = np.unique(tiles * (MAX_VALUES + 1) + values, return_inverse=True)
        sums = np.bincount(inverse, weights=counts, minlength=len(keys))
        return TileCounts(
            (keys // (MAX_VALUES + 1)).astype(np.int32),
            (keys % (MAX_VALUES + 1)).astype(np.int32),
            sums.astype(np.int32),
        )

    def write(self, path: Path) -> None:
        """Writes little-endian int32 triples (tile, value, count), sorted by tile and value."""
        triples = np.stack([self.tiles, self.values, self.counts], axis=1)
        path.write_bytes(triples.astype("<i4").tobytes())


def to_text(value: Any) -> str | None:
    """Returns an attribute's value as the name of a class; None where there is none."""
    if value is None or isinstance(value, (dict, list, bytes)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    text = " ".join(str(value).split())
    return text[:120] or None
