"""The training loop, top to bottom.

Everything random is a function of (seed, step): the order of an epoch, the augmentation of a
batch, dropout. So a run resumed from any step goes on exactly as it would have, without random
number states in the checkpoint.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.backbones.classifier import TileClassifier
from trainer.batches import Batches
from trainer.checkpoint import BEST, LAST, Checkpoint, LoopState, save_checkpoint
from trainer.clock import Clock
from trainer.contract.run_spec import RunConfig
from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.losses import TileLoss
from trainer.memory import used_memory
from trainer.metrics import accuracy, confusion_matrix, macro_f1
from trainer.report import Report
from trainer.schedule import count_steps, epoch_order, learning_rate, micro_batches, mix
from trainer.stop import Stopped, StopRequest

# About this many points per curve; the browser thins further.
POINTS_PER_RUN = 500
# A long epoch is saved in between, so that a crash costs minutes at most.
SAVE_EVERY_S = 300.0
# Steps in a row that may be skipped because the loss or gradient is not a number.
MAX_LOST_STEPS = 5
# fp16 finds its scale by overflowing a few times; that many skips in a row are no search any more.
MAX_LOST_STEPS_FP16 = 25


@dataclass
class Training:
    """All that the loop works with."""

    run_folder: Path
    spec_digest: str
    config: RunConfig
    classifier: TileClassifier
    batches: Batches
    loss: TileLoss
    label_N: NDArray[np.int64]
    train_indices: NDArray[np.int64]
    val_indices: NDArray[np.int64]
    device: torch.device
    precision: torch.dtype
    events: EventWriter
    report: Report
    stop: StopRequest
    state: LoopState = field(default_factory=LoopState)


def train(run: Training, resumed: Checkpoint | None) -> LoopState:
    """Trains to the end, or until asked to stop.

    Raises:
        Stopped: A stop was asked for; with mode `save`, `checkpoints/last` is up to date.
        TrainerError: The loss is not a number for several steps in a row.
    """
    config, state = run.config, run.state
    optimizer = make_optimizer(run.classifier, config)
    scaler = torch.amp.GradScaler(run.device.type, enabled=run.precision == torch.float16)
    if resumed is not None and resumed.optimizer:
        optimizer.load_state_dict(resumed.optimizer["optimizer"])
        scaler.load_state_dict(resumed.optimizer["scaler"])

    steps_per_epoch = count_steps(len(run.train_indices), config)
    total_steps = steps_per_epoch * config.epochs
    run.classifier.follow(optimizer, total_steps)
    log_every = max(1, total_steps // POINTS_PER_RUN)
    clock = Clock(state)

    def save() -> None:
        states = {"optimizer": optimizer.state_dict(), "scaler": scaler.state_dict()}
        weights = run.classifier.trained_state()
        path = save_checkpoint(run.run_folder, LAST, run.spec_digest, state, weights, states)
        clock.saved()
        run.events.checkpoint(state.step, path, state.best_step == state.step)

    order = np.empty(0, np.int64)
    order_epoch = -1
    run.classifier.train_mode()
    while state.step < total_steps and not state.ended:
        epoch, position = divmod(state.step, steps_per_epoch)
        if epoch != order_epoch:
            order, order_epoch = epoch_order(run.train_indices, config.seed, epoch), epoch
        rate = learning_rate(state.step, total_steps, config)
        for group in optimizer.param_groups:
            group["lr"] = rate

        parts = micro_batches(order, position, config)
        loss_value, norm_value = take_step(run, optimizer, scaler, parts, epoch)
        healthy = math.isfinite(loss_value) and math.isfinite(norm_value)
        state.step += 1
        state.loss_sum += loss_value
        state.loss_count += 1
        clock.step_done(sum(len(part) for part in parts), run.batches)
        watch_health(run, healthy)

        if state.step % log_every == 0 or state.step % steps_per_epoch == 0 or not healthy:
            values = {"learning_rate": rate, "gradient_norm": norm_value, **clock.rates()}
            report_step(run, values, steps_per_epoch, clock.remaining_ms(total_steps - state.step))
        if state.step % steps_per_epoch == 0:
            with clock.pause():
                finish_epoch(run, steps_per_epoch)
                state.ended = state.ended or state.step == total_steps
                save()
            run.classifier.train_mode()
        elif clock.since_saved_s() > SAVE_EVERY_S:
            with clock.pause():
                save()
        mode = run.stop.mode()
        if mode == "save" and not clock.just_saved():
            save()
        if mode is not None and not state.ended:
            raise Stopped(mode)
    return state


def take_step(
    run: Training,
    optimizer: torch.optim.Optimizer,
    scaler: torch.amp.GradScaler,
    parts: list[NDArray[np.int64]],
    epoch: int,
) -> tuple[float, float]:
    """Adds up the gradients of some batches and changes the weights once.

    Every batch counts by its share of what the loss divides by, so that the step is that of one
    large batch, also where the last batch is a short one or the classes have weights. A step whose
    loss or gradient is not finite leaves the weights alone.

    Returns:
        Mean loss, and the norm of the gradient before clipping.
    """
    torch.manual_seed(mix(run.config.seed, run.state.step))
    generator = torch.Generator().manual_seed(mix(run.config.seed, run.state.step) + 1)
    loss_value = 0.0
    labels = [
        torch.from_numpy(run.label_N[part]).to(run.device, non_blocking=True) for part in parts
    ]
    masses = [run.loss.mass(label_B) for label_B in labels]
    for part, label_B, mass in zip(parts, labels, masses, strict=True):
        logits_BK = run.batches.train_logits(part, epoch, generator)
        loss = run.loss(logits_BK, label_B) * (mass / sum(masses))
        scaler.scale(loss).backward()
        loss_value += float(loss.detach())
    scaler.unscale_(optimizer)
    trained = [value for value in run.classifier.parameters() if value.requires_grad]
    limit = run.config.gradient_clip or math.inf
    norm_value = float(torch.nn.utils.clip_grad_norm_(trained, limit))
    finite = math.isfinite(loss_value) and math.isfinite(norm_value)
    if finite or scaler.is_enabled():
        scaler.step(optimizer)  # in fp16 the scaler itself leaves out what is not finite
        scaler.update()
    optimizer.zero_grad(set_to_none=True)
    return loss_value, norm_value


def report_step(
    run: Training, values: dict[str, float], steps_per_epoch: int, remaining_ms: int | None
) -> None:
    """Writes the mean loss since the last report, with other values of this step."""
    state = run.state
    values["loss"] = state.loss_sum / state.loss_count
    values["memory_bytes"] = used_memory(run.device)
    state.loss_sum, state.loss_count = 0.0, 0
    run.report.metrics("train", state.step, state.step / steps_per_epoch, values, remaining_ms)


def finish_epoch(run: Training, steps_per_epoch: int) -> None:
    """Judges the model, keeps the best, and ends a run that has stopped getting better."""
    state, config = run.state, run.config
    score, loss_value = None, math.inf
    if len(run.val_indices):
        confusion_KK, loss_value = judge(run, run.val_indices)
        score = macro_f1(confusion_KK)
        values = {"loss": loss_value, "accuracy": accuracy(confusion_KK), "macro_f1": score}
        run.report.metrics("val", state.step, state.step / steps_per_epoch, values)
    if len(run.val_indices) == 0:
        better = True
    else:
        # A model without a single answer has no score, and is never the best.
        better = score is not None and (state.best_score is None or score > state.best_score)
    best_loss = math.inf if state.best_loss is None else state.best_loss
    # Of two epochs with the same score the one with the lower loss is kept; it is not "better".
    if better or (score is not None and score == state.best_score and loss_value < best_loss):
        state.best_score, state.best_step = score, state.step
        state.best_loss = loss_value if math.isfinite(loss_value) else None
        weights = run.classifier.trained_state()
        path = save_checkpoint(run.run_folder, BEST, run.spec_digest, state, weights, {})
        run.events.checkpoint(state.step, path, True)
    state.epochs_without_better = 0 if better else state.epochs_without_better + 1
    patience = config.early_stopping_patience
    state.ended = bool(patience) and state.epochs_without_better >= patience


def judge(run: Training, indices: NDArray[np.int64]) -> tuple[NDArray[np.int64], float]:
    """Returns the confusion matrix and the loss over some tiles.

    A tile whose logits are not finite has no answer: it is left out of the matrix, because its
    largest logit would be that of class 0, and makes the loss NaN.
    """
    run.classifier.eval()
    batch = max(run.config.batch_size, 64)
    parts = [
        run.batches.eval_logits(indices[start : start + batch]).float().cpu()
        for start in range(0, len(indices), batch)
    ]
    logits_NK = torch.cat(parts)
    label_N = run.label_N[indices]
    answered_N = torch.isfinite(logits_NK).all(dim=1).numpy()
    loss_value = math.nan
    if answered_N.all():
        loss_value = float(run.loss.cpu()(logits_NK, torch.from_numpy(label_N)))
        run.loss.to(run.device)
    predicted_N = logits_NK.argmax(dim=1).numpy()
    classes = logits_NK.shape[1]
    return confusion_matrix(label_N[answered_N], predicted_N[answered_N], classes), loss_value


def watch_health(run: Training, healthy: bool) -> None:
    """Counts steps whose loss or gradient is not finite; warns first, then ends the run."""
    state = run.state
    half = run.precision == torch.float16
    state.lost_steps = 0 if healthy else state.lost_steps + 1
    if state.lost_steps == 1 and not half:
        run.events.warning("trainer.warnings.loss_not_finite", step=state.step)
    if state.lost_steps >= (MAX_LOST_STEPS_FP16 if half else MAX_LOST_STEPS):
        raise TrainerError(
            "diverged", "trainer.training.diverged", count=state.lost_steps, step=state.step
        )


def make_optimizer(classifier: TileClassifier, config: RunConfig) -> torch.optim.AdamW:
    """AdamW; offsets, norms and other vectors get no weight decay."""
    matrices: list[Tensor] = []
    vectors: list[Tensor] = []
    for value in classifier.parameters():
        if value.requires_grad:
            is_matrix = sum(side > 1 for side in value.shape) > 1
            (matrices if is_matrix else vectors).append(value)
    groups: list[dict[str, Any]] = [
        {"params": matrices, "weight_decay": config.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(
        [group for group in groups if group["params"]], lr=config.learning_rate, fused=True
    )
