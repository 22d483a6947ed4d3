"""Outlines of tiles in longitude and latitude."""

from __future__ import annotations

import numpy as np
import rasterio.warp

from trainer.errors import TrainerError
from trainer.truth.crs import parse_crs
from trainer.writers.types import Floats, SceneSpec

LON_LAT = "OGC:CRS84"
# 7 places are about a centimetre.
PLACES = 7


class ToLonLat:
    """Transforms outlines of a scene.

    Raises:
        TrainerError: `unsupported` in pixel space.
    """

    def __init__(self, scene: SceneSpec) -> None:
        if scene.crs is None:
            raise TrainerError("unsupported", "trainer.exports.noPlace", name=scene.name)
        self._source = parse_crs(scene.crs)
        self._target = parse_crs(LON_LAT)

    def __call__(self, outlines: Floats) -> Floats:
        """Returns [n, 5, 2] longitudes and latitudes of outlines [n, 5, 2]."""
        flat = outlines.reshape(-1, 2)
        lon, lat = rasterio.warp.transform(self._source, self._target, flat[:, 0], flat[:, 1])
        moved = np.stack([np.asarray(lon), np.asarray(lat)], axis=1).round(PLACES)
        if not np.isfinite(moved).all():
            raise TrainerError("unsupported", "trainer.exports.beyondEarth")
        return moved.reshape(outlines.shape)
