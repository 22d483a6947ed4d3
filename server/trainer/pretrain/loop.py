"""The training loop; its clock is the wall, so a busy machine cannot cut the anneal short."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn import functional
from transformers import ConvNextForImageClassification

from pretrain.augment import jitter_colour, mix_tiles, move_tiles
from pretrain.data import CLASS_NAMES, TILE_PX, Tiles
from pretrain.evaluate import normalise
from pretrain.network import WeightAverage, speed_up
from pretrain.team import Team


@dataclass(frozen=True)
class Settings:
    """Choices of a run; `budget_s` is its wall-clock length in seconds."""

    budget_s: float
    seed: int = 0
    batch_size: int = 64
    peak_rate: float = 2e-3
    weight_decay: float = 0.05
    warmup_share: float = 0.04
    crop_px: int = 48
    crop_share: float = 0.6
    label_smoothing: float = 0.05
    drop_path: float = 0.05
    average_decay: float = 0.998


def learning_rate(progress: float, settings: Settings) -> float:
    """Linear warm-up, then a cosine down to zero; `progress` runs from 0 to 1."""
    if progress < settings.warmup_share:
        return settings.peak_rate * max(progress / settings.warmup_share, 0.02)
    rest = (progress - settings.warmup_share) / (1 - settings.warmup_share)
    return settings.peak_rate * 0.5 * (1 + math.cos(math.pi * min(rest, 1.0)))


def train(
    tiles: Tiles,
    mean: list[float],
    std: list[float],
    settings: Settings,
    team: Team,
    network: ConvNextForImageClassification,
    after_epoch: Callable[[WeightAverage, int, float], None],
) -> WeightAverage:
    """Trains until the budget is spent and returns the averaged weights.

    The first part of the budget sees crops of `crop_px`, which cost half as much as whole tiles;
    the last part sees tiles as they are used.

    Args:
        tiles: the training part.
        mean: mean per channel of pixels 0..1.
        std: standard deviation per channel of pixels 0..1.
        settings: length and choices of the run.
        team: the processes that share each batch; all call this function with the same arguments.
        network: start of the training; changed in place.
        after_epoch: called with (average, epochs done, mean loss of the epoch).
    """
    torch.manual_seed(settings.seed + team.rank)
    common = torch.Generator().manual_seed(settings.seed)
    draws = torch.Generator().manual_seed(settings.seed * 1000 + team.rank + 1)
    average = WeightAverage(network, settings.average_decay)
    speed_up(network.train())
    optimizer = build_optimizer(network, settings)
    started_s = time.monotonic()
    progress = 0.0
    epoch = 0
    while True:
        losses: list[torch.Tensor] = []
        order = torch.randperm(len(tiles), generator=common)
        whole = len(order) // settings.batch_size * settings.batch_size
        for index_B in torch.split(order[:whole], settings.batch_size):
            if progress >= 1:
                return average
            size_px = settings.crop_px if progress < settings.crop_share else TILE_PX
            own_B = index_B[team.rank :: team.size]
            image_BCHW = move_tiles(tiles.pixels[own_B].float() / 255, size_px, draws)
            image_BCHW = normalise(jitter_colour(image_BCHW, draws), mean, std)
            target_BK = functional.one_hot(tiles.labels[own_B], len(CLASS_NAMES)).float()
            image_BCHW, target_BK = mix_tiles(image_BCHW, target_BK, draws)
            with torch.autocast("cpu", torch.bfloat16):
                logits_BK = network(pixel_values=image_BCHW).logits
            loss = functional.cross_entropy(
                logits_BK.float(), target_BK, label_smoothing=settings.label_smoothing
            )
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(progress, settings)
            progress = team.share(network, (time.monotonic() - started_s) / settings.budget_s)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            average.update()
            losses.append(loss.detach())
        epoch += 1
        after_epoch(average, epoch, float(torch.stack(losses).mean()))


def build_optimizer(network: torch.nn.Module, settings: Settings) -> torch.optim.Optimizer:
    """AdamW with weight decay on matrices and kernels only, not on norms, biases and scales."""
    decayed = [weight for weight in network.parameters() if weight.ndim > 1]
    free = [weight for weight in network.parameters() if weight.ndim <= 1]
    return torch.optim.AdamW(
        [
            {"params": decayed, "weight_decay": settings.weight_decay},
            {"params": free, "weight_decay": 0.0},
        ],
        lr=settings.peak_rate,
        betas=(0.9, 0.99),
        fused=True,
    )
