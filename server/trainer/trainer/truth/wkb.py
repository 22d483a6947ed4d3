"""Reads polygons from well-known binary, in the ISO form and in PostGIS' extended form."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from trainer.truth.types import Ring

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7
MAX_DEPTH = 8


@dataclass
class Cursor:
    """Where reading stands in a blob."""

    blob: bytes
    at: int = 0

    def take(self, code: str) -> int:
        """Reads one number. Raises ValueError behind the end."""
        size = struct.calcsize(code)
        if self.at + size > len(self.blob):
            raise ValueError("the geometry is cut off")
        value: int = struct.unpack_from(code, self.blob, self.at)[0]
        self.at += size
        return value

    def take_points(self, count: int, order: str, dimensions: int) -> Ring:
        """Reads points and keeps x and y."""
        size = count * dimensions * 8
        if self.at + size > len(self.blob):
            raise ValueError("the geometry is cut off")
        numbers = np.frombuffer(self.blob, f"{order}f8", count * dimensions, self.at)
        self.at += size
        return numbers.reshape(count, dimensions)[:, :2].astype(np.float64)


def read_rings(blob: bytes) -> list[Ring]:
    """Returns the rings of all polygons of a geometry; other kinds have none.

    Raises:
        ValueError: The blob is damaged.
    """
    rings: list[Ring] = []
    read_geometry(Cursor(blob), rings, 0)
    return rings


def read_geometry(cursor: Cursor, rings: list[Ring], depth: int) -> None:
    """Reads one geometry and adds its rings."""
    if depth > MAX_DEPTH:
        raise ValueError("the geometry is nested too deeply")
    order = "<" if cursor.take("B") == 1 else ">"
    code = cursor.take(f"{order}I")
    dimensions = 2 + bool(code & 0x80000000) + bool(code & 0x40000000)
    if code & 0x20000000:
        cursor.take(f"{order}I")
    code &= 0x0FFFFFFF
    dimensions += {0: 0, 1: 1, 2: 1, 3: 2}.get(code // 1000, 0)
    kind = code % 1000
    if kind == POLYGON:
        for _ in range(cursor.take(f"{order}I")):
            ring = cursor.take_points(cursor.take(f"{order}I"), order, dimensions)
            if len(ring) >= 3:
                rings.append(ring)
    elif kind in (MULTIPOLYGON, COLLECTION):
        for _ in range(cursor.take(f"{order}I")):
            before = cursor.at
            read_geometry(cursor, rings, depth + 1)
            if cursor.at == before:
                raise ValueError("the geometry is cut off")
    elif depth > 0:
        # Nobody says how long a point or a line is without reading it.
        skip_simple(cursor, kind, order, dimensions, depth)


def skip_simple(cursor: Cursor, kind: int, order: str, dimensions: int, depth: int) -> None:
    """Moves over a point, a line, or several of them, inside a collection."""
    if kind == 1:
        cursor.take_points(1, order, dimensions)
    elif kind == 2:
        cursor.take_points(cursor.take(f"{order}I"), order, dimensions)
    elif kind in (4, 5):
        for _ in range(cursor.take(f"{order}I")):
            read_geometry(cursor, [], depth + 1)
    else:
        raise ValueError(f"geometries of type {kind} are not known")
