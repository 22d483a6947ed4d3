"""The shape of the land: hills and plains, rivers, lakes, light and shade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.imagery.land.lines import draw_distance, meander
from trainer.imagery.land.noise import Field, blur, fractal, make_rng, ramp, standardize

PIXEL_M = 10.0
SUN_AZIMUTH_DEG = 155.0
SUN_ELEVATION_DEG = 48.0


@dataclass(frozen=True)
class Terrain:
    """The land without its cover.

    Attributes:
        elevation: Metres.
        hilliness: 0 in the plains to 1 in the hills.
        river_distance: Pixels from the bank of the main river (negative within), capped.
        stream_distance: Pixels from the bank of the nearest brook, capped.
        lake_depth: Metres below the surface; 0 or less on land.
        water: True where there is open water.
        light: Sunlight on the slope relative to level ground, about 1.
    """

    elevation: Field
    hilliness: Field
    river_distance: Field
    stream_distance: Field
    lake_depth: Field
    water: NDArray[np.bool_]
    light: Field


def make_terrain(size: int, seed: int) -> Terrain:
    """Makes the terrain of a square of `size` pixels."""
    rng = make_rng(seed, "terrain")
    broad = fractal(size, rng, 4.2, size * 0.55)
    rough = fractal(size, rng, 3.1, size / 7)
    ridges = 1 - np.abs(fractal(size, rng, 3.0, size / 9))
    river, river_width = draw_river(size, seed)
    valley = 1 - ramp(river, 0, size * 0.16)
    hilliness = ramp(standardize(broad - 1.2 * valley), -0.1, 1.15)
    relief = 260 * hilliness + 110 * hilliness * rough + 90 * hilliness**2 * ridges
    elevation = 120 + 12 * broad + 5 * rough * (1 - hilliness) + relief
    streams = draw_streams(size, seed, hilliness)
    # Water cuts into the land.
    elevation -= 10 * np.exp(-np.maximum(river, 0) / 14) + 12 * hilliness * np.exp(-streams / 6)
    depth = dig_lakes(size, seed, hilliness, river)
    river_distance = (river - river_width).astype(np.float32)
    water = (river_distance < 0) | (streams < 0) | (depth > 0)
    return Terrain(
        elevation.astype(np.float32),
        hilliness,
        river_distance,
        streams,
        depth,
        water,
        light_slopes(elevation.astype(np.float32)),
    )


def draw_river(size: int, seed: int) -> tuple[Field, Field]:
    """Returns the distance to the middle of the main river and its half width in pixels."""
    rng = make_rng(seed, "river")
    reach = max(24, size // 6)
    start = (-0.06 * size, size * rng.uniform(0.55, 0.8))
    end = (1.06 * size, size * rng.uniform(0.25, 0.5))
    line = meander(start, end, 0.16 * size, 1.05, rng)
    distance = draw_distance(size, line, reach)
    distance = np.minimum(distance, np.float32(reach))
    width = 6.0 + 1.6 * fractal(size, rng, 3.0, size / 12) + 2.5 * np.linspace(0, 1, size)
    return distance, np.clip(width, 3.5, 12).astype(np.float32)


def draw_streams(size: int, seed: int, hilliness: Field) -> Field:
    """Returns the distance in pixels from the banks of brooks (negative within)."""
    rng = make_rng(seed, "streams")
    distance: Field | None = None
    for _ in range(max(2, size // 340)):
        start = (rng.uniform(0, size), 0.0 if rng.random() < 0.6 else float(size))
        end = (start[0] + rng.uniform(-0.25, 0.25) * size, size * rng.uniform(0.4, 0.6))
        line = meander(start, end, 0.045 * size, 0.75, rng)
        distance = draw_distance(size, line, 40, distance)
    assert distance is not None
    half_width = 1.1 - 0.4 * hilliness
    return np.asarray(np.minimum(distance, np.float32(40)) - half_width, np.float32)


def dig_lakes(size: int, seed: int, hilliness: Field, river: Field) -> Field:
    """Returns the depth of lakes in metres; negative on land, falling with distance."""
    rng = make_rng(seed, "lakes")
    field = fractal(size, rng, 5.0, size / 7) + 0.05 * fractal(size, rng, 2.8, size / 24)
    field -= 0.9 * hilliness + 1.0 * np.exp(-river / (size * 0.02))
    # The deepest few per cent of the field hold water, whatever the seed.
    level = np.quantile(field[::4, ::4], 0.95)
    return np.asarray((field - level) * 26, np.float32)


def light_slopes(elevation: Field) -> Field:
    """Returns sunlight relative to level ground (Lambert's cosine law)."""
    smooth = blur(elevation, 1.5)
    down, right = np.gradient(smooth, PIXEL_M)
    azimuth, height = np.radians(SUN_AZIMUTH_DEG), np.radians(SUN_ELEVATION_DEG)
    east, north = np.sin(azimuth) * np.cos(height), np.cos(azimuth) * np.cos(height)
    # The surface normal is (-dz/dx, -dz/dy, 1) with y to the north, rows to the south.
    cosine = (-right * east + down * north + np.sin(height)) / np.sqrt(1 + right**2 + down**2)
    return np.asarray(np.clip(cosine / np.sin(height), 0.35, 1.45), np.float32)
