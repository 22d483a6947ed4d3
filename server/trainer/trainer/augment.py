"""Random changes to training tiles, for a whole batch at once and on its own device.

One affine grid does flips, quarter turns, crop and resize together, so pixels are interpolated
once. All numbers come from the generator that is passed in: same seed, same batch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from trainer.contract.run_spec import AugmentationConfig


@dataclass(frozen=True)
class Draws:
    """Random numbers for some rows of a batch, the same whoever has the other rows.

    Attributes:
        generator: CPU generator that every draw comes from.
        batch: Tiles of the whole batch, that numbers are drawn for.
        rows: Which of them are at hand.
    """

    generator: Generator
    batch: int
    rows: slice

    def uniform(self, low: float, high: float, *sides: int) -> Tensor:
        """Draws `[rows, *sides]` uniformly."""
        drawn = torch.empty(self.batch, *sides)
        return drawn.uniform_(low, high, generator=self.generator)[self.rows]

    def integers(self, end: int) -> Tensor:
        """Draws `[rows]` whole numbers from 0 to below `end`."""
        return torch.randint(0, end, (self.batch,), generator=self.generator)[self.rows]


def augment(
    image_BCHW: Tensor,
    config: AugmentationConfig,
    size_px: int,
    generator: Generator,
    batch: int | None = None,
    rows: slice | None = None,
) -> Tensor:
    """Changes tiles at random and brings them to the model's input size.

    Args:
        image_BCHW: Tiles in 0..1, any size.
        config: What may change and how much.
        size_px: Side of the result.
        generator: CPU generator that every draw comes from.
        batch: Tiles of the whole batch, where these are only some rows of it.
        rows: Which rows they are.

    Returns:
        `[B, C, size_px, size_px]` in 0..1.
    """
    draws = Draws(generator, batch or len(image_BCHW), rows or slice(None))
    image_BCHW = move(image_BCHW, config, size_px, draws)
    image_BCHW = change_light(image_BCHW, config, draws)
    return drop_bands(image_BCHW, config, draws)


def is_active(config: AugmentationConfig) -> bool:
    """Tells whether anything is changed at all."""
    return (
        config.dihedral
        or config.crop_scale_min < 1
        or config.brightness > 0
        or config.contrast > 0
        or config.band_dropout > 0
    )


def move(image_BCHW: Tensor, config: AugmentationConfig, size_px: int, draws: Draws) -> Tensor:
    """Flips, turns, crops and resizes in one sampling step."""
    same_size = image_BCHW.shape[-2:] == (size_px, size_px)
    if not config.dihedral and config.crop_scale_min >= 1 and same_size:
        return image_BCHW
    theta = affine(config, draws).to(image_BCHW.device)
    shape = [len(image_BCHW), 1, size_px, size_px]
    grid = F.affine_grid(theta, shape, align_corners=False)
    return F.grid_sample(
        image_BCHW, grid, mode="bilinear", padding_mode="border", align_corners=False
    )


def affine(config: AugmentationConfig, draws: Draws) -> Tensor:
    """Draws `[B, 2, 3]` matrices from output to input coordinates, both in -1..1.

    The share of the tile that is kept is uniform in area (Szegedy et al. 2015), square, and lies
    anywhere inside the tile.
    """
    side = draws.uniform(config.crop_scale_min, 1.0).sqrt()
    shift = draws.uniform(-1.0, 1.0, 2) * (1 - side)[:, None]
    theta = torch.zeros(len(side), 2, 3)
    if config.dihedral:
        quarter = draws.integers(4) * (math.pi / 2)
        mirror = draws.integers(2) * 2.0 - 1.0
        cosine, sine = torch.cos(quarter).round(), torch.sin(quarter).round()
        theta[:, 0, 0], theta[:, 0, 1] = cosine * mirror * side, -sine * side
        theta[:, 1, 0], theta[:, 1, 1] = sine * mirror * side, cosine * side
    else:
        theta[:, 0, 0] = theta[:, 1, 1] = side
    theta[:, :, 2] = shift
    return theta


def change_light(image_BCHW: Tensor, config: AugmentationConfig, draws: Draws) -> Tensor:
    """Multiplies a tile's values, then spreads them around their mean; one factor for all bands."""
    if config.brightness > 0:
        factor = 1 + spread(config.brightness, draws).to(image_BCHW.device)
        image_BCHW = image_BCHW * factor
    if config.contrast > 0:
        factor = 1 + spread(config.contrast, draws).to(image_BCHW.device)
        middle = image_BCHW.mean(dim=(1, 2, 3), keepdim=True)
        image_BCHW = (image_BCHW - middle) * factor + middle
    if config.brightness > 0 or config.contrast > 0:
        image_BCHW = image_BCHW.clamp(0.0, 1.0)
    return image_BCHW


def drop_bands(image_BCHW: Tensor, config: AugmentationConfig, draws: Draws) -> Tensor:
    """Blanks whole bands; at least one band of every tile stays."""
    batch, bands = image_BCHW.shape[:2]
    if config.band_dropout == 0 or bands == 1:
        return image_BCHW
    drawn = draws.uniform(0.0, 1.0, bands)
    kept = drawn >= config.band_dropout
    kept[torch.arange(batch), drawn.argmax(dim=1)] = True
    return image_BCHW * kept[:, :, None, None].to(image_BCHW.device, image_BCHW.dtype)


def spread(largest: float, draws: Draws) -> Tensor:
    """Draws `[B, 1, 1, 1]` uniformly from -largest..largest."""
    return draws.uniform(-largest, largest, 1, 1, 1)
