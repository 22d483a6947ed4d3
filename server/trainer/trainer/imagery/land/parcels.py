"""Parcels of farmland: fields in strips, each neighbourhood with its own direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trainer.imagery.land.noise import Field, Ints, fractal, hash01, make_rng, voronoi


@dataclass(frozen=True)
class Parcels:
    """Which parcel each pixel belongs to.

    Attributes:
        ids: 0-based parcel number per pixel.
        count: Number of parcels.
        along, across: Position in pixels along and across the direction of work.
        edge: Distance in pixels to the parcel's boundary.
        neighbourhood: Number of the neighbourhood per pixel.
    """

    ids: Ints
    count: int
    along: Field
    across: Field
    edge: Field
    neighbourhood: Ints

    def mean(self, field: Field) -> Field:
        """Returns the parcel's mean of a field, per pixel."""
        flat = self.ids.ravel()
        totals = np.bincount(flat, field.ravel(), self.count)
        counts = np.bincount(flat, minlength=self.count)
        return (totals / counts).astype(np.float32)[self.ids]

    def draw(self, salt: int) -> Field:
        """Returns one random number in [0, 1) per parcel, per pixel."""
        return hash01(salt, np.arange(self.count))[self.ids]


def make_parcels(
    size: int, seed: int, name: str, spacing_px: float, width_px: tuple[float, float]
) -> Parcels:
    """Cuts a square into parcels.

    Args:
        size: Side in pixels.
        seed: Source of randomness.
        name: What the parcels are for; each purpose has its own.
        spacing_px: Distance between neighbourhoods of one direction.
        width_px: Least and greatest width of a strip.
    """
    rng = make_rng(seed, name)
    salt = int(rng.integers(1 << 30))
    rows, cols = np.mgrid[0:size, 0:size].astype(np.float32)
    # Wandering coordinates make boundaries follow the land.
    x = cols + 7 * fractal(size, rng, 5.5, size / 8)
    y = rows + 7 * fractal(size, rng, 5.5, size / 8)
    where = voronoi(x, y, spacing_px, salt)
    drift = fractal(size, rng, 4.5, size / 3)
    cells, inverse = np.unique(where, return_inverse=True)
    inverse = inverse.reshape(where.shape)
    mean_drift = np.bincount(inverse.ravel(), drift.ravel()) / np.bincount(inverse.ravel())
    angle = (0.9 * mean_drift + 0.8 * (hash01(salt + 2, cells) - 0.5)).astype(np.float32)[inverse]
    cos, sin = np.cos(angle), np.sin(angle)
    across, along = x * cos + y * sin, y * cos - x * sin
    low, high = width_px
    width = (low + (high - low) * hash01(salt + 3, cells) ** 1.6)[inverse]
    strip, edge_across = cut(across / width, inverse, salt + 4)
    stretch = 1.6 + 3.2 * hash01(salt + 5, inverse, strip)
    offset = hash01(salt + 6, inverse, strip) * 7
    piece, edge_along = cut(along / (width * stretch) + offset, inverse * 4099 + strip, salt + 7)
    edge = np.minimum(edge_across * width, edge_along * width * stretch)
    code = (inverse.astype(np.int64) << 40) + ((strip + 2**19) << 20) + piece + 2**19
    unique, ids = np.unique(code, return_inverse=True)
    return Parcels(
        ids.reshape(size, size).astype(np.int64),
        int(unique.size),
        along.astype(np.float32),
        across.astype(np.float32),
        edge.astype(np.float32),
        inverse.astype(np.int64),
    )


def cut(position: Field, group: Ints, salt: int) -> tuple[Ints, Field]:
    """Cuts a line into pieces of about length 1 with boundaries moved at random.

    Returns:
        The piece's number and the distance to its nearer end.
    """
    base = np.floor(position)
    fraction = position - base
    here = 0.5 * (hash01(salt, group, base) - 0.5)
    following = 0.5 * (hash01(salt, group, base + 1) - 0.5)
    before = fraction < here
    after = fraction > 1 + following
    number = (base - before + after).astype(np.int64)
    edge = np.minimum(np.abs(fraction - here), np.abs(fraction - 1 - following))
    return number, edge.astype(np.float32)
