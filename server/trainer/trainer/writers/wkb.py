"""Outlines of tiles as well-known binary, thousands at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from trainer.writers.types import Floats

POLYGON = np.dtype(
    [
        ("order", "u1"),
        ("kind", "<u4"),
        ("rings", "<u4"),
        ("points", "<u4"),
        ("outline", "<f8", (5, 2)),
    ]
)


def to_wkb(outlines: Floats) -> npt.NDArray[np.void]:
    """Returns polygons [n] of closed outlines [n, 5, 2], 93 bytes each."""
    polygons = np.empty(len(outlines), POLYGON)
    polygons["order"], polygons["kind"], polygons["rings"], polygons["points"] = 1, 3, 1, 5
    polygons["outline"] = outlines
    return polygons
