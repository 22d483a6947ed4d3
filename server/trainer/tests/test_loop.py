"""The parts of the training loop, on a single Linear layer."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from trainer.batches import FeatureBatches
from trainer.contract.run_spec import LossConfig, RunConfig
from trainer.loop import Training, finish_epoch, judge, take_step
from trainer.losses import TileLoss
from trainer.schedule import count_steps, epoch_order, learning_rate, micro_batches
from trainer.sharding.engine import PlainEngine

CLASSES = 3


class LinearBatches:
    """Logits of made-up features through one layer."""

    data_wait_s = 0.0

    def __init__(self, layer: nn.Linear, feature_ND: Tensor) -> None:
        self.layer = layer
        self.feature_ND = feature_ND

    def go_through(self, forward: Any) -> None:
        raise NotImplementedError

    def train_logits(
        self,
        indices: NDArray[np.int64],
        epoch: int,
        generator: Generator,
        rows: slice | None = None,
    ) -> Tensor:
        return cast(Tensor, self.layer(self.feature_ND[torch.from_numpy(indices)]))

    def eval_logits(self, indices: NDArray[np.int64]) -> Tensor:
        with torch.inference_mode():
            return self.train_logits(indices, 0, torch.Generator())


class Silent:
    """Events and reports that nobody hears."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


class Layer(nn.Linear):
    """A classifier, as far as the loop looks at it."""

    def trained_state(self) -> dict[str, Tensor]:
        return dict(self.state_dict())


def make_run(folder: Path, tiles: int = 10, **settings: Any) -> Training:
    draw = np.random.default_rng(3)
    torch.manual_seed(0)
    layer = Layer(5, CLASSES)
    feature_ND = torch.from_numpy(draw.normal(size=(tiles, 5)).astype(np.float32))
    label_N = draw.integers(0, CLASSES, tiles)
    config = RunConfig.model_validate({"gradientClip": 0, **settings})
    return Training(
        run_folder=folder,
        spec_digest="",
        config=config,
        classifier=cast(Any, layer),
        batches=LinearBatches(layer, feature_ND),
        loss=TileLoss(config.loss, np.bincount(label_N, minlength=CLASSES)),
        label_N=label_N,
        train_indices=np.arange(tiles),
        val_indices=np.arange(tiles),
        device=torch.device("cpu"),
        precision=torch.float32,
        events=cast(Any, Silent()),
        report=cast(Any, Silent()),
        stop=cast(Any, Silent()),
    )


def engine_of(run: Training) -> PlainEngine:
    """The whole of the layer in this process, with plain gradient descent."""
    optimizer = torch.optim.SGD(run.classifier.parameters(), lr=0.5)
    scaler = torch.amp.GradScaler("cpu", enabled=False)
    return PlainEngine(run.classifier, optimizer, scaler, 0.0)


def step_weights(run: Training, parts: list[NDArray[np.int64]]) -> tuple[float, Tensor]:
    """Takes a step of plain gradient descent; returns the loss and the new weights."""
    loss_value, _ = take_step(run, engine_of(run), parts, 0)
    return loss_value, cast(Any, run.classifier).weight.detach().clone()


@pytest.mark.parametrize("weights", ["none", "balanced"])
@pytest.mark.parametrize("kind", ["cross-entropy", "focal"])
def test_accumulating_is_one_large_batch(tmp_path: Path, kind: str, weights: str) -> None:
    loss = LossConfig.model_validate(
        {"kind": kind, "classWeights": weights, "labelSmoothing": 0.1}
    ).model_dump(by_alias=True)
    tiles = np.arange(10)
    whole_loss, whole = step_weights(make_run(tmp_path, loss=loss), [tiles])
    parts = [tiles[:4], tiles[4:8], tiles[8:]]  # the last batch of an epoch is a short one
    parts_loss, split = step_weights(make_run(tmp_path, loss=loss), parts)
    assert parts_loss == pytest.approx(whole_loss, rel=1e-5)
    torch.testing.assert_close(split, whole, rtol=1e-5, atol=1e-6)


def test_a_tile_without_an_answer_is_not_counted_as_the_first_class(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    batches = cast(LinearBatches, run.batches)
    whole, loss_value = judge(run, run.val_indices)
    assert whole.sum() == 10
    assert math.isfinite(loss_value)
    batches.feature_ND[4] = math.nan
    partial, loss_value = judge(run, run.val_indices)
    assert partial.sum() == 9
    assert math.isnan(loss_value)


def test_a_broken_model_is_never_the_best(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    batches = cast(LinearBatches, run.batches)
    good = batches.feature_ND.clone()
    batches.feature_ND[:] = math.nan
    finish_epoch(run, engine_of(run), 1)
    assert (run.state.best_score, run.state.epochs_without_better) == (None, 1)
    batches.feature_ND[:] = good
    run.state.step = 1
    finish_epoch(run, engine_of(run), 1)
    best = run.state.best_score
    assert best is not None
    batches.feature_ND[:] = math.nan
    run.state.step = 2
    finish_epoch(run, engine_of(run), 1)
    assert (run.state.best_score, run.state.best_step) == (best, 1)


def test_an_equal_score_with_a_higher_loss_does_not_replace_a_loss_of_zero(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    finish_epoch(run, engine_of(run), 1)
    run.state.best_loss, run.state.step = 0.0, 5
    finish_epoch(run, engine_of(run), 1)
    assert run.state.best_step == 0


@pytest.mark.parametrize("tiles", [1, 2, 15, 16, 17, 31, 32, 33, 100])
@pytest.mark.parametrize("accumulation", [1, 2, 3])
def test_an_epoch_sees_every_tile_once(tiles: int, accumulation: int) -> None:
    settings = RunConfig(batch_size=8, accumulation_steps=accumulation)
    order = epoch_order(np.arange(tiles) + 5, 1, 0)
    steps = [
        micro_batches(order, position, settings) for position in range(count_steps(tiles, settings))
    ]
    seen = np.concatenate([part for parts in steps for part in parts])
    assert sorted(seen) == list(range(5, tiles + 5))
    assert all(1 <= len(parts) <= accumulation for parts in steps)
    if tiles > 1:
        assert min(len(part) for parts in steps for part in parts) > 1


@pytest.mark.parametrize("schedule", ["cosine", "linear", "constant"])
def test_the_rate_climbs_then_follows_its_schedule(schedule: str) -> None:
    config = RunConfig.model_validate(
        {"learningRate": 1.0, "warmupRatio": 0.1, "schedule": schedule}
    )
    rates = [learning_rate(step, 100, config) for step in range(100)]
    assert rates[:10] == pytest.approx([(step + 1) / 10 for step in range(10)])
    expected = {
        "cosine": [0.5 * (1 + math.cos(math.pi * step / 90)) for step in range(90)],
        "linear": [1 - step / 90 for step in range(90)],
        "constant": [1.0] * 90,
    }
    assert rates[10:] == pytest.approx(expected[schedule])


class NumberedImages:
    """The feature of a tile is its number, one more for each augmented version."""

    def __init__(self) -> None:
        self.augmented_tiles: list[int] = []

    def plain(self, indices: NDArray[np.int64]) -> Tensor:
        return torch.from_numpy(indices.astype(np.float32))[:, None]

    def augmented(self, indices: NDArray[np.int64], generator: Generator) -> Tensor:
        self.augmented_tiles += indices.tolist()
        return self.plain(indices) + generator.initial_seed() / 1000

    def half_precision(self) -> AbstractContextManager[None]:
        return nullcontext()


class OneLayer(nn.Module):
    """Hands its input to the layer that classifies."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(1, 1, bias=False)
        nn.init.ones_(self.layer.weight)

    def classifying_layer(self) -> nn.Module:
        return self.layer

    def forward(self, feature: Tensor) -> Tensor:
        return cast(Tensor, self.layer(feature))


def test_a_probe_augments_training_tiles_only() -> None:
    images = NumberedImages()
    train = np.array([1, 4, 5, 8])
    batches = FeatureBatches(cast(Any, images), cast(Any, OneLayer()), 10, train)
    fractions: list[float] = []
    config = RunConfig(epochs=2, seed=0)
    batches.fill(config, fractions.append, batch_size=3)
    assert images.augmented_tiles == [*train, *train]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    wanted = np.array([8, 1, 5])
    for epoch, version in ((0, 1), (1, 2), (2, 1)):
        logits = batches.train_logits(wanted, epoch, torch.Generator())
        assert logits[:, 0].tolist() == pytest.approx([tile + version / 1000 for tile in wanted])
    plain = batches.eval_logits(np.array([9, 0]))
    assert plain[:, 0].tolist() == [9, 0]
