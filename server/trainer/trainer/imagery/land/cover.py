"""Decides what covers the land: the truth of the simulated scene, one class per pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.imagery.land.noise import Field, fractal, make_rng, ramp, standardize
from trainer.imagery.land.parcels import Parcels
from trainer.imagery.land.settlements import Settlements
from trainer.imagery.land.terrain import Terrain


@dataclass(frozen=True)
class CoverClass:
    """A land-cover class of the simulated scene; `value` is its index and its pixel value."""

    value: int
    name: str
    name_zh: str
    colour: str
    key: str


WATER, FOREST, CROPLAND, GRASSLAND, BUILT_UP, BARE, WETLAND, ORCHARD = range(8)
CLASSES = (
    CoverClass(WATER, "Water", "水体", "#2f6fb5", "1"),
    CoverClass(FOREST, "Forest", "林地", "#1f6b3a", "2"),
    CoverClass(CROPLAND, "Cropland", "耕地", "#e0b84c", "3"),
    CoverClass(GRASSLAND, "Grassland", "草地", "#8cc152", "4"),
    CoverClass(BUILT_UP, "Built-up", "建设用地", "#c8463f", "5"),
    CoverClass(BARE, "Bare ground", "裸地", "#a58b6f", "6"),
    CoverClass(WETLAND, "Wetland", "湿地", "#4fb3a5", "7"),
    CoverClass(ORCHARD, "Orchard", "果园", "#8a6bbf", "8"),
)
# Shares of the land that a class takes where its score is highest. Fixed shares keep every
# class learnable whatever the seed.
SHARES = {WETLAND: 0.07, BARE: 0.06, ORCHARD: 0.08, FOREST: 0.33, GRASSLAND: 0.36}

Cover = NDArray[np.uint8]


def make_cover(
    size: int, seed: int, terrain: Terrain, parcels: Parcels, settlements: Settlements
) -> Cover:
    """Returns the class of each pixel [rows, cols]."""
    cover = np.full((size, size), CROPLAND, np.uint8)
    free = ~terrain.water & ~settlements.built
    for value, score in (
        (WETLAND, score_wetland(size, seed, terrain, settlements)),
        (BARE, score_bare(size, seed, terrain, settlements)),
        (ORCHARD, parcels.mean(score_orchard(size, seed, terrain))),
        (FOREST, score_forest(size, seed, terrain, parcels, settlements)),
        (GRASSLAND, parcels.mean(score_grassland(size, seed, terrain))),
    ):
        level = np.quantile(score[free][::7], 1 - SHARES[value])
        chosen = free & (score > level)
        cover[chosen] = value
        free &= ~chosen
    sandbars = (terrain.river_distance > 0) & (terrain.river_distance < sandbar_width(size, seed))
    cover[sandbars & ~settlements.built] = BARE
    cover[settlements.built] = BUILT_UP
    cover[(settlements.highway < 1.1) | (settlements.road < 0.6)] = BUILT_UP
    bridges = (settlements.highway < 1.1) | (settlements.road < 0.6)
    cover[terrain.water & ~bridges] = WATER
    return cover


def score_wetland(size: int, seed: int, terrain: Terrain, settlements: Settlements) -> Field:
    """Scores low, level land beside water."""
    rng = make_rng(seed, "wetland")
    wet = np.exp(-np.maximum(terrain.river_distance, 0) / (size * 0.05))
    wet = wet + ramp(terrain.lake_depth, -45, 0)
    noise = fractal(size, rng, 5.0, size / 6) + 0.06 * fractal(size, rng, 2.2, size / 30)
    score = 0.9 * wet + noise - 2.5 * terrain.hilliness - 1.5 * ramp(settlements.density, 0.1, 0.4)
    return np.asarray(score, np.float32)


def score_bare(size: int, seed: int, terrain: Terrain, settlements: Settlements) -> Field:
    """Scores stony heights and open pits."""
    rng = make_rng(seed, "bare")
    noise = fractal(size, rng, 5.0, size / 7) + 0.1 * fractal(size, rng, 2.2, size / 30)
    heights = standardize(terrain.elevation) * terrain.hilliness
    score = noise + 0.55 * heights - 1.5 * ramp(settlements.density, 0.1, 0.4)
    return np.asarray(score, np.float32)


def score_orchard(size: int, seed: int, terrain: Terrain) -> Field:
    """Scores the belt between plain and hills."""
    rng = make_rng(seed, "orchard")
    belt = np.exp(-(((terrain.hilliness - 0.22) / 0.2) ** 2))
    return np.asarray(1.5 * belt + fractal(size, rng, 4.0, size / 7), np.float32)


def score_forest(
    size: int, seed: int, terrain: Terrain, parcels: Parcels, settlements: Settlements
) -> Field:
    """Scores hills and river woods; in the plains whole parcels are wood or not."""
    rng = make_rng(seed, "forest")
    noise = fractal(size, rng, 3.4, size / 6)
    ragged = 0.2 * fractal(size, rng, 1.9, size / 25)
    score = 1.9 * terrain.hilliness + noise - 1.2 * ramp(settlements.density, 0.05, 0.4)
    whole = parcels.mean(score) + 0.5 * (parcels.draw(rng_salt(rng)) - 0.5)
    wild = ramp(terrain.hilliness, 0.25, 0.6)
    return np.asarray(wild * (score + ragged) + (1 - wild) * whole, np.float32)


def score_grassland(size: int, seed: int, terrain: Terrain) -> Field:
    """Scores floodplains, foothills and high meadows."""
    rng = make_rng(seed, "grassland")
    flood = np.exp(-np.maximum(terrain.river_distance, 0) / (size * 0.035))
    noise = fractal(size, rng, 3.8, size / 7)
    return np.asarray(0.9 * flood + 1.1 * terrain.hilliness + noise, np.float32)


def sandbar_width(size: int, seed: int) -> Field:
    """Returns how wide the bare river bank is, in pixels; none in most places."""
    rng = make_rng(seed, "sandbars")
    return np.clip(5 * fractal(size, rng, 3.5, size / 14) - 4, 0, 6).astype(np.float32)


def rng_salt(rng: np.random.Generator) -> int:
    """Draws a salt for hashes."""
    return int(rng.integers(1 << 30))
