"""After training: the model that was divided, whole again, from what was saved of it."""

from __future__ import annotations

import gc
from dataclasses import replace

import torch

from trainer.checkpoint import LAST, load_checkpoint
from trainer.contract.run_spec import RunSpec
from trainer.errors import TrainerError
from trainer.loop import Training, all_logits
from trainer.pack import Pack
from trainer.prepare import Prepared, load_weights, make_batches, prepare
from trainer.sharding.whole import check_same_logits

COMPARED_TILES = 16


def put_together(spec: RunSpec, pack: Pack, training: Training) -> tuple[Training, Prepared]:
    """Loads the last checkpoint into a model of one process and compares its answers.

    So the model that is judged and exported is the one that was saved, and is known to be the one
    that was trained. Called by all processes; each gets the whole model.

    Raises:
        TrainerError: The saved model answers otherwise than the divided one did.
    """
    tiles = training.train_indices[:COMPARED_TILES]
    divided_NK = all_logits(training, tiles)
    release(training)
    prepared = prepare(spec, pack, training.world)
    last = load_checkpoint(training.run_folder, LAST, training.spec_digest)
    if last is None:
        raise TrainerError("internal", "trainer.sharding.savedDiffers", name=LAST)
    load_weights(prepared.classifier, last.weights)
    whole = replace(
        training,
        classifier=prepared.classifier,
        batches=make_batches(spec, pack, prepared, lambda *_, **__: None),
    )
    check_same_logits(divided_NK, all_logits(whole, tiles), prepared.precision)
    return whole, prepared


def release(training: Training) -> None:
    """Gives back the memory of the divided model; the GPU must hold the whole one now."""
    del training.batches, training.classifier
    gc.collect()
    if training.device.type == "cuda":
        torch.cuda.empty_cache()
