"""What belongs to each step of a run: its tiles, its rate and its seed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trainer.contract.run_spec import RunConfig


def count_steps(tiles: int, config: RunConfig) -> int:
    """Returns the optimizer steps of an epoch.

    A single left-over tile joins the step before it: batch norms cannot work with one.
    """
    per_step = config.batch_size * config.accumulation_steps
    left_over = 1 if tiles > 1 and tiles % per_step == 1 else 0
    return math.ceil((tiles - left_over) / per_step)


def epoch_order(indices: NDArray[np.int64], seed: int, epoch: int) -> NDArray[np.int64]:
    """Returns the tiles in the order of an epoch."""
    return np.random.default_rng([seed, epoch]).permutation(indices)


def micro_batches(
    order: NDArray[np.int64], position: int, config: RunConfig
) -> list[NDArray[np.int64]]:
    """Returns the batches of one optimizer step; the last step of an epoch takes what is left."""
    per_step = config.batch_size * config.accumulation_steps
    is_last = position == count_steps(len(order), config) - 1
    tiles = order[position * per_step : None if is_last else (position + 1) * per_step]
    starts = list(range(0, len(tiles), config.batch_size))
    if len(starts) > 1 and len(tiles) - starts[-1] == 1:
        starts.pop()
    return np.split(tiles, starts[1:])


def learning_rate(step: int, total_steps: int, config: RunConfig) -> float:
    """Rate of a step: a linear climb, then cosine or linear down to 0, or constant."""
    warmup = round(config.warmup_ratio * total_steps)
    if step < warmup:
        return config.learning_rate * (step + 1) / warmup
    share = (step - warmup) / max(1, total_steps - warmup)
    if config.schedule == "cosine":
        return config.learning_rate * 0.5 * (1 + math.cos(math.pi * share))
    if config.schedule == "linear":
        return config.learning_rate * (1 - share)
    return config.learning_rate


def mix(seed: int, step: int) -> int:
    """Returns a seed for one step; neighbours are far apart."""
    return int(np.random.SeedSequence([seed, step]).generate_state(1)[0])
