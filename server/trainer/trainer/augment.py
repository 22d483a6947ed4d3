"""Random changes to training tiles, for a whole batch at once and on its own device.

One affine grid does flips, quarter turns, crop and resize together, so pixels are interpolated
once. All numbers come from the generator that is passed in: same seed, same batch.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from trainer.contract.run_spec import AugmentationConfig


def augment(
    image_BCHW: Tensor, config: AugmentationConfig, size_px: int, generator: Generator
) -> Tensor:
    """Changes tiles at random and brings them to the model's input size.

    Args:
        image_BCHW: Tiles in 0..1, any size.
        config: What may change and how much.
        size_px: Side of the result.
        generator: CPU generator that every draw comes from.

    Returns:
        `[B, C, size_px, size_px]` in 0..1.
    """
    image_BCHW = move(image_BCHW, config, size_px, generator)
    image_BCHW = change_light(image_BCHW, config, generator)
    return drop_bands(image_BCHW, config, generator)


def is_active(config: AugmentationConfig) -> bool:
    """Tells whether anything is changed at all."""
    return (
        config.dihedral
        or config.crop_scale_min < 1
        or config.brightness > 0
        or config.contrast > 0
        or config.band_dropout > 0
    )


def move(
    image_BCHW: Tensor, config: AugmentationConfig, size_px: int, generator: Generator
) -> Tensor:
    """Flips, turns, crops and resizes in one sampling step."""
    same_size = image_BCHW.shape[-2:] == (size_px, size_px)
    if not config.dihedral and config.crop_scale_min >= 1 and same_size:
        return image_BCHW
    theta = affine(len(image_BCHW), config, generator).to(image_BCHW.device)
    shape = [len(image_BCHW), 1, size_px, size_px]
    grid = F.affine_grid(theta, shape, align_corners=False)
    return F.grid_sample(
        image_BCHW, grid, mode="bilinear", padding_mode="border", align_corners=False
    )


def affine(batch: int, config: AugmentationConfig, generator: Generator) -> Tensor:
    """Draws `[B, 2, 3]` matrices from output to input coordinates, both in -1..1.

    The share of the tile that is kept is uniform in area (Szegedy et al. 2015), square, and lies
    anywhere inside the tile.
    """
    area = torch.empty(batch).uniform_(config.crop_scale_min, 1.0, generator=generator)
    side = area.sqrt()
    shift = torch.empty(batch, 2).uniform_(-1.0, 1.0, generator=generator) * (1 - side)[:, None]
    theta = torch.zeros(batch, 2, 3)
    if config.dihedral:
        quarter = torch.randint(0, 4, (batch,), generator=generator) * (math.pi / 2)
        mirror = torch.randint(0, 2, (batch,), generator=generator) * 2.0 - 1.0
        cosine, sine = torch.cos(quarter).round(), torch.sin(quarter).round()
        theta[:, 0, 0], theta[:, 0, 1] = cosine * mirror * side, -sine * side
        theta[:, 1, 0], theta[:, 1, 1] = sine * mirror * side, cosine * side
    else:
        theta[:, 0, 0] = theta[:, 1, 1] = side
    theta[:, :, 2] = shift
    return theta


def change_light(image_BCHW: Tensor, config: AugmentationConfig, generator: Generator) -> Tensor:
    """Multiplies a tile's values, then spreads them around their mean; one factor for all bands."""
    batch = len(image_BCHW)
    if config.brightness > 0:
        factor = 1 + spread(batch, config.brightness, generator).to(image_BCHW.device)
        image_BCHW = image_BCHW * factor
    if config.contrast > 0:
        factor = 1 + spread(batch, config.contrast, generator).to(image_BCHW.device)
        middle = image_BCHW.mean(dim=(1, 2, 3), keepdim=True)
        image_BCHW = (image_BCHW - middle) * factor + middle
    if config.brightness > 0 or config.contrast > 0:
        image_BCHW = image_BCHW.clamp(0.0, 1.0)
    return image_BCHW


def drop_bands(image_BCHW: Tensor, config: AugmentationConfig, generator: Generator) -> Tensor:
    """Blanks whole bands; at least one band of every tile stays."""
    batch, bands = image_BCHW.shape[:2]
    if config.band_dropout == 0 or bands == 1:
        return image_BCHW
    drawn = torch.rand(batch, bands, generator=generator)
    kept = drawn >= config.band_dropout
    kept[torch.arange(batch), drawn.argmax(dim=1)] = True
    return image_BCHW * kept[:, :, None, None].to(image_BCHW.device, image_BCHW.dtype)


def spread(batch: int, largest: float, generator: Generator) -> Tensor:
    """Draws `[B, 1, 1, 1]` uniformly from -largest..largest."""
    return torch.empty(batch, 1, 1, 1).uniform_(-largest, largest, generator=generator)
