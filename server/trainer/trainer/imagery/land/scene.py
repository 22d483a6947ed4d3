"""Puts the simulated land together, step by step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainer.imagery.land.cover import make_cover
from trainer.imagery.land.paint import Land, add_textures, paint
from trainer.imagery.land.parcels import make_parcels
from trainer.imagery.land.sensor import observe
from trainer.imagery.land.settlements import lay_streets, make_settlements
from trainer.imagery.land.terrain import make_terrain
from trainer.progress import Progress

STEPS = 6


def make_land(size: int, seed: int, progress: Progress) -> Land:
    """Makes terrain, parcels, towns and cover for a square of `size` pixels."""
    terrain = make_terrain(size, seed)
    progress.step(1, STEPS)
    parcels = make_parcels(size, seed, "fields", 150, (9, 24))
    progress.step(2, STEPS)
    stands = make_parcels(size, seed, "stands", 260, (26, 60))
    progress.step(3, STEPS)
    settlements = make_settlements(size, seed, terrain)
    streets = lay_streets(size, settlements, seed)
    progress.step(4, STEPS)
    cover = make_cover(size, seed, terrain, parcels, settlements)
    progress.step(5, STEPS)
    textures = add_textures(size, seed)
    progress.step(6, STEPS)
    return Land(seed, terrain, parcels, stands, settlements, streets, cover, *textures)


def photograph(land: Land, cloud_share: float) -> NDArray[np.uint16]:
    """Returns the scene [6, rows, cols]: reflectance times 10,000."""
    pixels, _ = observe(paint(land), land.seed, cloud_share)
    return pixels
