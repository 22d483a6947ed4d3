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
from trainer.sharding.engine import Engine, make_engine
from trainer.sharding.whole import check_saved
from trainer.sharding.world import World
from trainer.stop import StopMode, Stopped, StopRequest

# About this many points per curve; the browser thins further.
POINTS_PER_RUN = 500
# A long epoch is saved in between, so that a crash costs minutes at most.
SAVE_EVERY_S = 300.0
# Steps in a row that may be skipped because the loss or gradient is not a number.
MAX_LOST_STEPS = 5
# fp16 finds its scale by overflowing a few times; that many skips in a row are no search any more.
MAX_LOST_STEPS_FP16 = 25
# What a stop request becomes on its way from the first process to the others, by position.
STOP_MODES: tuple[StopMode | None, ...] = (None, "save", "now")
# Here no process has the whole model, so that a saved one must be looked at.
DIVIDED = ("zero1", "zero2", "zero3", "fsdp2")


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
    world: World = field(default_factory=World)


def train(run: Training, resumed: Checkpoint | None) -> LoopState:
    """Trains to the end, or until asked to stop.

    Raises:
        Stopped: A stop was asked for; with mode `save`, `checkpoints/last` is up to date.
        TrainerError: The loss is not a number for several steps in a row.
    """
    config, state, world = run.config, run.state, run.world
    engine = make_engine(run.classifier, config, run.device, run.precision, world)
    if config.sharding.kind != "none":
        run.batches.go_through(engine.forward)
    if resumed is not None and resumed.optimizer:
        engine.load_optimizer(resumed.optimizer)

    steps_per_epoch = count_steps(len(run.train_indices), config)
    total_steps = steps_per_epoch * config.epochs
    engine.follow(total_steps)
    log_every = max(1, total_steps // POINTS_PER_RUN)
    clock = Clock(state)

    def save() -> None:
        keep(run, LAST, engine.trained_state(), engine.optimizer_state())
        clock.saved()

    order = np.empty(0, np.int64)
    order_epoch = -1
    run.classifier.train_mode()
    while state.step < total_steps and not state.ended:
        epoch, position = divmod(state.step, steps_per_epoch)
        if epoch != order_epoch:
            order, order_epoch = epoch_order(run.train_indices, config.seed, epoch), epoch
        rate = learning_rate(state.step, total_steps, config)
        engine.set_rate(rate)

        parts = micro_batches(order, position, config)
        loss_value, norm_value = take_step(run, engine, parts, epoch)
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
                finish_epoch(run, engine, steps_per_epoch)
                state.ended = state.ended or state.step == total_steps
                save()
            run.classifier.train_mode()
        due, wanted = world.decide(
            [clock.since_saved_s() > SAVE_EVERY_S, STOP_MODES.index(run.stop.mode())]
        )
        if due:
            with clock.pause():
                save()
        mode = STOP_MODES[wanted]
        if mode == "save" and not clock.just_saved():
            save()
        if mode is not None and not state.ended:
            raise Stopped(mode)
    return state


def take_step(
    run: Training, engine: Engine, parts: list[NDArray[np.int64]], epoch: int
) -> tuple[float, float]:
    """Adds up the gradients of some batches and changes the weights once.

    Every batch counts by its share of what the loss divides by, so that the step is that of one
    large batch, also where the last batch is a short one or the classes have weights. So does the
    part of each batch that one of several processes sees: they take the step of one process.
    A step whose loss or gradient is not finite leaves the weights alone.

    Returns:
        Mean loss, and the norm of the gradient before clipping.
    """
    world, seed = run.world, mix(run.config.seed, run.state.step)
    torch.manual_seed(mix(seed, world.rank) if world.rank else seed)  # dropout differs by process
    generator = torch.Generator().manual_seed(seed + 1)
    loss_value = 0.0
    labels = [
        torch.from_numpy(run.label_N[part]).to(run.device, non_blocking=True) for part in parts
    ]
    total = sum(run.loss.mass(label_B) for label_B in labels)
    for number, (part, label_B) in enumerate(zip(parts, labels, strict=True), 1):
        own = Share(run, part, label_B)
        with engine.accumulate(number == len(parts)):
            logits_BK = run.batches.train_logits(part, epoch, generator, own.rows)
            loss = run.loss(logits_BK, own.label_B) * (own.mass / total)
            engine.backward(loss)
        loss_value += float(loss.detach())
    loss_value = world.add(loss_value)
    return loss_value, engine.step(loss_value)


class Share:
    """This process's part of a batch, all of it where there is one process.

    Attributes:
        rows: Its rows, or None for all.
        label_B: Their labels.
        mass: What they count; nothing for a process that has no row of its own and still must
            take part, with the first one.
    """

    def __init__(self, run: Training, part: NDArray[np.int64], label_B: Tensor) -> None:
        self.rows: slice | None = None
        self.label_B = label_B
        if run.world.size > 1:
            own = run.world.rows(len(part))
            self.rows = own if own.start < own.stop else slice(0, 1)
            self.label_B = label_B[self.rows]
            label_B = label_B[own]
        self.mass = run.loss.mass(label_B)


def keep(run: Training, name: str, weights: dict[str, Tensor], optimizer: dict[str, Any]) -> None:
    """Saves a checkpoint, unless this is not the process that does, and says so."""
    if not run.world.is_first:
        return
    state = run.state
    path = save_checkpoint(run.run_folder, name, run.spec_digest, state, weights, optimizer)
    if run.config.sharding.kind in DIVIDED:
        check_saved(run.run_folder / path, weights)
    run.events.checkpoint(state.step, path, name == BEST or state.best_step == state.step)


def report_step(
    run: Training, values: dict[str, float], steps_per_epoch: int, remaining_ms: int | None
) -> None:
    """Writes the mean loss since the last report, with other values of this step."""
    state = run.state
    values["loss"] = state.loss_sum / state.loss_count
    values["memory_bytes"] = used_memory(run.device)
    state.loss_sum, state.loss_count = 0.0, 0
    run.report.metrics("train", state.step, state.step / steps_per_epoch, values, remaining_ms)


def finish_epoch(run: Training, engine: Engine, steps_per_epoch: int) -> None:
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
        keep(run, BEST, engine.trained_state(), {})
    state.epochs_without_better = 0 if better else state.epochs_without_better + 1
    patience = config.early_stopping_patience
    state.ended = bool(patience) and state.epochs_without_better >= patience


def judge(run: Training, indices: NDArray[np.int64]) -> tuple[NDArray[np.int64], float]:
    """Returns the confusion matrix and the loss over some tiles.

    A tile whose logits are not finite has no answer: it is left out of the matrix, because its
    largest logit would be that of class 0, and makes the loss NaN.
    """
    logits_NK = all_logits(run, indices)
    label_N = run.label_N[indices]
    answered_N = torch.isfinite(logits_NK).all(dim=1).numpy()
    loss_value = math.nan
    if answered_N.all():
        loss_value = float(run.loss.cpu()(logits_NK, torch.from_numpy(label_N)))
        run.loss.to(run.device)
    predicted_N = logits_NK.argmax(dim=1).numpy()
    classes = logits_NK.shape[1]
    return confusion_matrix(label_N[answered_N], predicted_N[answered_N], classes), loss_value


def all_logits(run: Training, indices: NDArray[np.int64]) -> Tensor:
    """Returns logits `[N, K]` of unchanged tiles on the CPU; processes share the work."""
    run.classifier.eval()
    batch = max(run.config.batch_size, 64)
    parts = []
    for start in range(0, len(indices), batch):
        chosen = indices[start : start + batch]
        logits_BK = run.batches.eval_logits(run.world.padded(chosen)).float().cpu()
        parts.append(run.world.gather(logits_BK)[: len(chosen)])
    return torch.cat(parts)


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
