"""Towns, villages and the roads between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.imagery.land.lines import bent_line, draw_distance
from trainer.imagery.land.noise import (
    Field,
    Ints,
    blur,
    fractal,
    hash01,
    make_rng,
    ramp,
    voronoi,
)
from trainer.imagery.land.terrain import Terrain

Place = tuple[float, float, float]  # x, y, radius in pixels


@dataclass(frozen=True)
class Settlements:
    """Where people live.

    Attributes:
        density: 0 in the open to above 1 in the middle of a city.
        built: True within towns and villages.
        highway, road: Distance in pixels to the nearest of its kind, infinite far away.
        salt: For drawing streets and houses.
    """

    density: Field
    built: NDArray[np.bool_]
    highway: Field
    road: Field
    salt: int


@dataclass(frozen=True)
class Streets:
    """The pattern of a town.

    Attributes:
        street: True on streets.
        avenue: True on the wider streets between districts of blocks.
        block: Number of the block per pixel.
        lot: Number of the lot (a few pixels) per pixel.
        edge: Distance in pixels from the block's edge.
    """

    street: NDArray[np.bool_]
    avenue: NDArray[np.bool_]
    block: Ints
    lot: Ints
    edge: Field


def make_settlements(size: int, seed: int, terrain: Terrain) -> Settlements:
    """Places one city, towns and villages on dry, rather level land, and joins them by roads."""
    rng = make_rng(seed, "settlements")
    places = choose_places(size, rng, terrain)
    ragged = fractal(size, rng, 2.6, size / 14)
    density = np.zeros((size, size), np.float32)
    rows, cols = np.mgrid[0:size, 0:size].astype(np.float32)
    for x, y, radius in places:
        distance = np.sqrt((cols - x) ** 2 + (rows - y) ** 2) / radius
        near = np.clip(1.45 - distance, 0, None) * (1 + 0.42 * ragged * ramp(distance, 0.2, 0.9))
        density = np.maximum(density, near.astype(np.float32))
    dry = ramp(terrain.river_distance, 2, 9) * ramp(terrain.stream_distance, 1, 3)
    density *= (
        dry * ramp(-terrain.lake_depth, 1, 5) * (1 - 0.75 * ramp(terrain.hilliness, 0.4, 0.8))
    )
    highway, road = draw_roads(size, rng, places)
    # Houses follow the roads that lead out of a town.
    density += 0.16 * np.exp(-np.minimum(road, 20) / 4) * ramp(blur(density, size / 60), 0.1, 0.35)
    return Settlements(density, density > 0.45, highway, road, int(rng.integers(1 << 30)))


def choose_places(size: int, rng: np.random.Generator, terrain: Terrain) -> list[Place]:
    """Chooses places by trying random ones: far from water, hills and each other."""
    wanted = [size * 0.085, size * 0.05, size * 0.045]
    wanted += [size * rng.uniform(0.018, 0.032) for _ in range(6)]
    wanted += [rng.uniform(8, 15) for _ in range(max(2, round(size * size / 160_000)))]
    places: list[Place] = []
    for rank, radius in enumerate(wanted):
        best, best_score = (0.5 * size, 0.5 * size), -math.inf
        for _ in range(60):
            x, y = rng.uniform(0.05, 0.95, 2) * size
            row, col = int(y), int(x)
            gap = min((math.dist((x, y), (p, q)) - r for p, q, r in places), default=size)
            score = min(gap / size, 0.2) * 4 - 3.0 * float(terrain.hilliness[row, col])
            score -= 4.0 * float(terrain.water[row, col])
            if rank < 3:  # cities grew by the river, not in it
                river = abs(float(terrain.river_distance[row, col]) - radius * 0.55)
                score -= 6.0 * river / size + 2.0 * abs(x / size - 0.5)
            if score > best_score:
                best, best_score = (x, y), score
        places.append((*best, float(radius)))
    return places


def draw_roads(size: int, rng: np.random.Generator, places: list[Place]) -> tuple[Field, Field]:
    """Draws highways between the largest places and a road from each place to the next ones."""
    highway: Field | None = None
    road: Field | None = None
    city = places[0]
    gates = [(-5.0, rng.uniform(0.1, 0.9) * size), (rng.uniform(0.1, 0.9) * size, size + 5.0)]
    for end in [*gates, places[1][:2], places[2][:2]]:
        line = bent_line(city[:2], (float(end[0]), float(end[1])), 0.07, rng)
        highway = draw_distance(size, line, 12, highway)
    for index, (x, y, _) in enumerate(places[1:], start=1):
        order = sorted(places[:index], key=lambda place: math.dist((x, y), place[:2]))
        for other in order[: 2 if index > 2 else 1]:
            road = draw_distance(size, bent_line((x, y), other[:2], 0.1, rng), 20, road)
    assert highway is not None and road is not None
    return highway, road


def lay_streets(size: int, settlements: Settlements, seed: int) -> Streets:
    """Lays a grid of streets over everything; towns show it, the open land does not."""
    rng = make_rng(seed, "streets")
    salt = settlements.salt
    rows, cols = np.mgrid[0:size, 0:size].astype(np.float32)
    x = cols + 2.5 * fractal(size, rng, 3.2, 90)
    y = rows + 2.5 * fractal(size, rng, 3.2, 90)
    quarter = voronoi(x, y, 85, salt)
    angle = (hash01(salt + 1, quarter) - 0.5) * 1.3 + 0.3
    cos, sin = np.cos(angle), np.sin(angle)
    u, v = x * cos + y * sin, y * cos - x * sin
    wide = 7.0 + 5.0 * hash01(salt + 2, quarter)
    long = wide * (1.1 + 0.9 * hash01(salt + 3, quarter))
    block_u, block_v = np.floor(u / wide), np.floor(v / long)
    in_u, in_v = u - block_u * wide, v - block_v * long
    street = (in_u < 1.0) | (in_v < 1.0)
    avenue = ((block_u % 5 == 0) & (in_u < 1.8)) | ((block_v % 4 == 0) & (in_v < 1.8))
    block = quarter * 65537 + block_u.astype(np.int64) * 257 + block_v.astype(np.int64)
    lot = np.floor(in_u / 1.9).astype(np.int64) * 64 + np.floor(in_v / 1.6).astype(np.int64)
    edge = np.minimum(np.minimum(in_u, wide - in_u), np.minimum(in_v, long - in_v))
    return Streets(street, avenue, block, block * 4096 + lot, edge.astype(np.float32))
