"""Augmentation as batched tensor operations: one resampling for geometry, one pass for colour."""

import torch
from torch.nn import functional

ZOOM_LOG_RANGE = 0.2
SHIFT_PX = 6
MIX_SHARE = 0.2


def move_tiles(image_BCHW: torch.Tensor, size_px: int, generator: torch.Generator) -> torch.Tensor:
    """Draws a dihedral turn, a shift and, for half of the tiles, a zoom; crops to `size_px`.

    Tiles without zoom are shifted by whole pixels, so that they are copied, not blurred.

    Args:
        image_BCHW: float tiles, square, with an even side.
        size_px: even side of the result, at most the side of the input.
        generator: source of all draws.

    Returns:
        Float tiles [B, C, size_px, size_px].
    """
    batch, channels, side, _ = image_BCHW.shape
    zoom_B = torch.exp((_uniform(batch, generator) * 2 - 1) * ZOOM_LOG_RANGE)
    zoom_B = torch.where(_uniform(batch, generator) < 0.5, zoom_B, torch.ones(batch))
    scale_B = zoom_B * size_px / side
    mirror_B = torch.where(_uniform(batch, generator) < 0.5, -1.0, 1.0)
    quarter_B = torch.randint(0, 4, (batch,), generator=generator)
    cosine_B = torch.tensor([1.0, 0.0, -1.0, 0.0])[quarter_B]
    sine_B = torch.tensor([0.0, 1.0, 0.0, -1.0])[quarter_B]
    reach = SHIFT_PX + (side - size_px) // 2
    shift_B2 = torch.randint(-reach, reach + 1, (batch, 2), generator=generator) * (2.0 / side)

    theta_B23 = torch.zeros(batch, 2, 3)
    theta_B23[:, 0, 0] = scale_B * mirror_B * cosine_B
    theta_B23[:, 0, 1] = -scale_B * sine_B
    theta_B23[:, 1, 0] = scale_B * mirror_B * sine_B
    theta_B23[:, 1, 1] = scale_B * cosine_B
    theta_B23[:, :, 2] = shift_B2
    grid = functional.affine_grid(
        theta_B23, [batch, channels, size_px, size_px], align_corners=False
    )
    return functional.grid_sample(
        image_BCHW, grid, mode="bilinear", padding_mode="reflection", align_corners=False
    )


def jitter_colour(image_BCHW: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Changes brightness, contrast and colour balance per tile; pixels 0..1 in and out."""
    batch, channels = image_BCHW.shape[:2]
    gain_BC = 1 + 0.2 * (_uniform(batch, generator)[:, None] - 0.5)
    gain_BC = gain_BC + 0.1 * (torch.rand(batch, channels, generator=generator) - 0.5)
    offset_BC = 0.08 * (_uniform(batch, generator)[:, None] - 0.5)
    return (image_BCHW * gain_BC[:, :, None, None] + offset_BC[:, :, None, None]).clamp_(0, 1)


def mix_tiles(
    image_BCHW: torch.Tensor, target_BK: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Blends `MIX_SHARE` of the tiles with their mirror tile of the batch (mixup, Zhang 2018)."""
    batch = image_BCHW.shape[0]
    mixed_B = _uniform(batch, generator) < MIX_SHARE
    # A share above one half keeps the first tile the leading one.
    weight_B = torch.where(mixed_B, 0.6 + 0.4 * _uniform(batch, generator), torch.ones(batch))
    weight_B111 = weight_B[:, None, None, None]
    image_BCHW = image_BCHW * weight_B111 + image_BCHW.flip(0) * (1 - weight_B111)
    target_BK = target_BK * weight_B[:, None] + target_BK.flip(0) * (1 - weight_B[:, None])
    return image_BCHW, target_BK


def _uniform(count: int, generator: torch.Generator) -> torch.Tensor:
    return torch.rand(count, generator=generator)
