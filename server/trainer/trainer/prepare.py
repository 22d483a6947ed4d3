"""Puts together what a run works with: device, model, preprocessing, batches; and its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainer.adapt.registry import apply_method
from trainer.backbones.classifier import TileClassifier
from trainer.backbones.registry import load_backbone
from trainer.backbones.stem import band_statistics, fit_stem, match_bands
from trainer.batches import Batches, FeatureBatches, ImageBatches, TileSource
from trainer.checkpoint import LoopState
from trainer.contract.run_spec import RunSpec
from trainer.contract.sentences import SentenceKey
from trainer.contract.trainer_events import (
    Evaluation,
    ModelManifest,
    RunResult,
    TrainerEnvironment,
)
from trainer.device import choose_device, choose_precision, describe_environment
from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.loop import Training, judge
from trainer.losses import TileLoss
from trainer.memory import MemoryKind
from trainer.metrics import evaluation
from trainer.pack import Pack
from trainer.preprocess import Preprocess, PreprocessSettings, measure_statistics
from trainer.report import Report
from trainer.sentences import Value
from trainer.sharding.advice import sharding_advice
from trainer.sharding.world import World
from trainer.stop import StopRequest


class Advice(NamedTuple):
    """A sentence that a person should read before the training begins, and its values."""

    key: SentenceKey
    values: dict[str, Value]


@dataclass
class Prepared:
    """A model ready to be trained, and where."""

    classifier: TileClassifier
    preprocess: Preprocess
    targets: list[str]
    device: torch.device
    precision: torch.dtype
    environment: TrainerEnvironment
    warnings: list[Advice] = field(default_factory=list)


def prepare(spec: RunSpec, pack: Pack, world: World | None = None, whole: bool = True) -> Prepared:
    """Loads the base model, fits it to the bands, applies the method, moves it to the device.

    Args:
        spec: The run's spec.
        pack: Its tiles.
        world: The processes that train it.
        whole: Moves the whole model to the device; one that is divided may not fit there.
    """
    config = spec.config
    world = world or World()
    device = world.place(choose_device(config.device))
    precision = choose_precision(config, device)
    names = [item.name for item in spec.dataset.classes]
    path = "starter" if config.base_model == "starter" else spec.base_model_path
    classifier = load_backbone(path, names, config.seed, config.pooling)
    recipe = pack.recipe
    matched = match_bands(recipe.band_names, classifier.facts)
    torch.manual_seed(config.seed)
    invented = fit_stem(classifier, matched)
    targets = apply_method(classifier, config)
    warnings = list(stem_warnings(invented, config.method))
    if config.gradient_checkpointing:
        warnings += enable_checkpointing(classifier)
    if config.normalisation == "dataset":
        mean, std = measure_statistics(pack, config.seed)
    else:
        mean, std = band_statistics(matched, classifier.facts)
    settings = PreprocessSettings(
        bands=list(recipe.bands),
        band_names=list(recipe.band_names),
        low=list(recipe.low),
        high=list(recipe.high),
        mean=mean,
        std=std,
        input_size_px=config.input_size_px or classifier.facts.input_size_px,
        seen=recipe.seen,
    )
    advice = sharding_advice(classifier, config, device, world)
    warnings += [Advice(key, values) for key, values in advice]
    home = device if whole else torch.device("cpu")
    classifier = classifier.to(home)
    check_input_size(classifier, settings, home)
    return Prepared(
        classifier,
        Preprocess(settings).to(device),
        targets,
        device,
        precision,
        describe_environment(device),
        warnings,
    )


def stem_warnings(invented: bool, method: str) -> list[Advice]:
    """Says when a model is given bands that it does not know and cannot learn."""
    if not invented or method != "probe":
        return []
    return [Advice("trainer.warnings.bands_unknown_to_model", {})]


def enable_checkpointing(classifier: TileClassifier) -> list[Advice]:
    """Turns on gradient checkpointing where the family has it; otherwise returns a warning."""
    body = classifier.base_body()
    if not getattr(body, "supports_gradient_checkpointing", False):
        values: dict[str, Value] = {"architecture": type(body).__name__}
        return [Advice("trainer.warnings.checkpointing_unsupported", values)]
    body.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    return []


def check_input_size(
    classifier: TileClassifier, settings: PreprocessSettings, device: torch.device
) -> None:
    """Runs one blank image through the model, so that a size it cannot take fails at once."""
    side = settings.input_size_px
    classifier.eval()
    try:
        with torch.inference_mode():
            classifier(torch.zeros(1, len(settings.bands), side, side, device=device))
    except (RuntimeError, ValueError) as error:
        if isinstance(error, torch.OutOfMemoryError):
            raise
        reason = str(error).strip().split("\n")[0]
        native = classifier.facts.input_size_px
        raise TrainerError(
            "invalid_input",
            "trainer.training.inputSize",
            sidePx=side,
            reason=reason,
            nativePx=native,
        ) from error


def make_batches(
    spec: RunSpec, pack: Pack, prepared: Prepared, on_progress: Callable[..., None]
) -> Batches:
    """Returns batches of images, or for a probe of features that are computed here, once."""
    config = spec.config
    images = ImageBatches(
        TileSource(pack, prepared.device),
        prepared.preprocess,
        prepared.classifier,
        config.augmentation,
        prepared.precision,
        prepared.device,
    )
    if config.method != "probe":
        return images
    features = FeatureBatches(images, prepared.classifier, len(pack.table), pack.indices("train"))
    features.fill(
        config, lambda fraction: on_progress(fraction, "trainer.phases.computingFeatures")
    )
    return features


def make_training(
    folder: Path,
    digest: str,
    spec: RunSpec,
    pack: Pack,
    prepared: Prepared,
    batches: Batches,
    events: EventWriter,
    report: Report,
    stop: StopRequest,
    world: World | None = None,
) -> Training:
    """Collects what the loop works with."""
    label_N = pack.table.label.astype(np.int64)
    train_indices = pack.indices("train")
    counts_K = np.bincount(label_N[train_indices], minlength=len(spec.dataset.classes))
    return Training(
        run_folder=folder,
        spec_digest=digest,
        config=spec.config,
        classifier=prepared.classifier,
        batches=batches,
        loss=TileLoss(spec.config.loss, counts_K).to(prepared.device),
        label_N=label_N,
        train_indices=train_indices,
        val_indices=pack.indices("val"),
        device=prepared.device,
        precision=prepared.precision,
        events=events,
        report=report,
        stop=stop,
        world=world or World(),
    )


def load_weights(classifier: TileClassifier, weights: dict[str, Tensor]) -> None:
    """Puts saved weights back; every one must have its place."""
    result = classifier.load_state_dict(weights, strict=False)
    if result.unexpected_keys:
        raise TrainerError(
            "invalid_input", "trainer.training.checkpointMisfit", names=result.unexpected_keys[:3]
        )


def evaluate(training: Training, pack: Pack) -> list[Evaluation]:
    """Judges the present weights on validation and test, where there are such tiles."""
    results = []
    splits: tuple[Literal["val", "test"], ...] = ("val", "test")
    for split in splits:
        indices = pack.indices(split)
        if len(indices):
            confusion_KK, loss_value = judge(training, indices)
            class_indices = [item.index for item in pack.classes]
            results.append(evaluation(split, confusion_KK, loss_value, class_indices))
    return results


def make_result(
    state: LoopState,
    evaluations: list[Evaluation],
    manifest: ModelManifest,
    parameters: tuple[int, int],
    memory: tuple[int, MemoryKind],
    duration_ms: int,
) -> RunResult:
    """Returns what the last event says."""
    speed: Any = state.trained_tiles / state.trained_ms * 1000 if state.trained_ms else None
    return RunResult(
        evaluations=evaluations,
        best_step=state.best_step,
        duration_ms=duration_ms,
        peak_memory_bytes=memory[0],
        peak_memory_kind=memory[1],
        trainable_parameters=parameters[0],
        total_parameters=parameters[1],
        samples_per_second=speed,
        model=manifest,
    )
