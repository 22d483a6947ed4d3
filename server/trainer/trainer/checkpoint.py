"""Checkpoints that survive a kill at any moment.

`checkpoints/last` has all that is needed to go on exactly; `checkpoints/best` the trained weights
of the best epoch. Random numbers are no part of it: every draw is a function of (seed, step), see
loop.py. A checkpoint is written beside its place and renamed into it; between the two renames the
one before is still there as `<name>.old`, and is found by `find_checkpoint`.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from trainer.errors import TrainerError
from trainer.progress import write_json

CHECKPOINTS_FOLDER = "checkpoints"
LAST, BEST = "last", "best"
WEIGHTS_FILE = "trained.safetensors"
OPTIMIZER_FILE = "optimizer.pt"
STATE_FILE = "state.json"


@dataclass
class LoopState:
    """Where a run stands; saved as `state.json`.

    Attributes:
        step: Optimizer steps done. Epoch and position in the epoch's order follow from it.
        best_score: Best macro-F1 on the validation part.
        best_loss: Loss on the validation part at that step; settles equal scores.
        best_step: Step of the best score.
        epochs_without_better: Epochs since then.
        lost_steps: Steps in a row without a finite loss.
        ended: Whether training is over, by its length or early.
        loss_sum: Sum of losses since the last metrics event.
        loss_count: Number of losses in it.
        trained_tiles: Tiles seen in training, all attempts.
        trained_ms: Time spent on them.
    """

    step: int = 0
    best_score: float | None = None
    best_loss: float | None = None
    best_step: int = 0
    epochs_without_better: int = 0
    lost_steps: int = 0
    ended: bool = False
    loss_sum: float = 0.0
    loss_count: int = 0
    trained_tiles: int = 0
    trained_ms: float = 0.0


@dataclass(frozen=True)
class Checkpoint:
    """A loaded checkpoint; `optimizer` is empty for `best`."""

    state: LoopState
    weights: dict[str, Tensor]
    optimizer: dict[str, Any]


def save_checkpoint(
    run_folder: Path,
    name: str,
    spec_digest: str,
    state: LoopState,
    weights: dict[str, Tensor],
    optimizer: dict[str, Any],
) -> str:
    """Writes a checkpoint; returns its path relative to the run folder.

    Args:
        run_folder: The run's folder.
        name: `last` or `best`.
        spec_digest: Of the spec that the run was started with; resuming checks it.
        state: Where the run stands.
        weights: All trained weights, by name.
        optimizer: State of optimizer and scaler; empty for `best`.
    """
    from safetensors.torch import save_file

    parent = run_folder / CHECKPOINTS_FOLDER
    parent.mkdir(parents=True, exist_ok=True)
    staging, place, old = parent / f".{name}.new", parent / name, parent / f"{name}.old"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    plain = {key: value.detach().cpu().contiguous().clone() for key, value in weights.items()}
    save_file(plain, staging / WEIGHTS_FILE)
    if optimizer:
        torch.save(optimizer, staging / OPTIMIZER_FILE)
    write_json(staging / STATE_FILE, {"specDigest": spec_digest, **asdict(state)})
    for file in staging.iterdir():
        sync(file)
    sync(staging)
    if place.exists():
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
    staging.rename(place)
    sync(parent)
    shutil.rmtree(old, ignore_errors=True)
    return f"{CHECKPOINTS_FOLDER}/{name}"


def find_checkpoint(run_folder: Path, name: str) -> Path | None:
    """Returns the folder of a checkpoint, or None where none was finished."""
    for candidate in (name, f"{name}.old"):
        folder = run_folder / CHECKPOINTS_FOLDER / candidate
        if (folder / STATE_FILE).exists():
            return folder
    return None


def load_checkpoint(run_folder: Path, name: str, spec_digest: str) -> Checkpoint | None:
    """Loads a checkpoint, or returns None where there is none.

    Raises:
        TrainerError: It is damaged, or belongs to another spec.
    """
    folder = find_checkpoint(run_folder, name)
    if folder is None:
        return None
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        record = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        digest = record.pop("specDigest")
        weights = load_file(folder / WEIGHTS_FILE)
        path = folder / OPTIMIZER_FILE
        optimizer = torch.load(path, weights_only=True) if path.exists() else {}
        state = LoopState(**record)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise TrainerError(
            "unreadable_file",
            "trainer.training.checkpointUnreadable",
            name=folder.name,
            reason=str(error),
        ) from error
    if digest != spec_digest:
        raise TrainerError("invalid_input", "trainer.training.checkpointOfOther", name=folder.name)
    return Checkpoint(state, weights, optimizer)


def sync(path: Path) -> None:
    """Makes the operating system write a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
