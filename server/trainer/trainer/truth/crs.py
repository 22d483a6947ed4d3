"""Coordinate systems of ground truth, and the way from them to the pixels of a scene."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio.warp
from affine import Affine
from rasterio.crs import CRS
from rasterio.errors import CRSError

from trainer.errors import TrainerError
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.truth.types import Grid

Numbers = npt.NDArray[np.float64]


def parse_crs(text: str) -> Any:
    """Returns the coordinate system that a file or a person names: a code, an URN or WKT.

    Raises:
        TrainerError: `invalid_input` when nobody knows it.
    """
    try:
        if text.lstrip().upper().startswith(("PROJCS", "GEOGCS", "LOCAL_CS")):
            return CRS.from_wkt(text, morph_from_esri_dialect=True)
        return CRS.from_user_input("OGC:CRS84" if text.upper().endswith("CRS84") else text)
    except (CRSError, *GDAL_ERRORS) as error:
        raise TrainerError("invalid_input", "trainer.labelFiles.badCrs", crs=text[:200]) from error


class Route:
    """Turns coordinates of a source into pixel coordinates (col, row) of a scene, and back.

    Args:
        source: Code or WKT of the source; None means the scene's own system.
        grid: The scene.

    Raises:
        TrainerError: `invalid_input` when only one of the two lies on the ground.
    """

    def __init__(self, source: str | None, grid: Grid) -> None:
        self._to_map = grid.transform[:6]
        self._to_pixel = (~Affine(*grid.transform))[:6]
        self._source, self._target = None, None
        if source is None:
            return
        parsed = parse_crs(source)
        if grid.crs is None:
            raise TrainerError("invalid_input", "trainer.labelFiles.noPlace")
        scene = parse_crs(grid.crs)
        if parsed != scene:
            self._source, self._target = parsed, scene

    @property
    def bends(self) -> bool:
        """Whether a straight line of the source may be bent in the scene."""
        return self._source is not None

    def to_pixels(self, points: Numbers) -> Numbers:
        """Returns [n, 2] (col, row) of points [n, 2]; points that have no place become infinite."""
        x, y = points[:, 0], points[:, 1]
        if self._source is not None:
            x, y = transform(self._source, self._target, x, y)
        with np.errstate(invalid="ignore", over="ignore"):
            a, b, c, d, e, f = self._to_pixel
            return np.stack([a * x + b * y + c, d * x + e * y + f], axis=1)

    def to_source(self, cols: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Returns the source's coordinates (x, y) of pixel coordinates."""
        a, b, c, d, e, f = self._to_map
        x, y = a * cols + b * rows + c, d * cols + e * rows + f
        if self._source is None:
            return x, y
        return transform(self._target, self._source, x, y)


def transform(source: Any, target: Any, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Transforms coordinates; what has no place in the target becomes infinite."""
    try:
        moved = rasterio.warp.transform(source, target, x, y)
    except GDAL_ERRORS:
        # One point without a place may fail all of them.
        infinite = np.full(len(x), np.inf)
        return infinite, infinite.copy()
    return np.asarray(moved[0], np.float64), np.asarray(moved[1], np.float64)
