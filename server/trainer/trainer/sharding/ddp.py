"""DDP: every process holds the whole model and sees its part of each batch."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from trainer.backbones.classifier import TileClassifier


def in_parallel(classifier: TileClassifier, device: torch.device) -> Any:
    """Wraps the classifier so that gradients are added up while they are computed.

    Weights that the model never uses get no gradient: DDP must not wait for theirs.
    """
    from torch.nn.parallel import DistributedDataParallel

    gpus = [device] if device.type == "cuda" else None
    return DistributedDataParallel(
        classifier, device_ids=gpus, find_unused_parameters=has_unused(classifier, device)
    )


def has_unused(classifier: TileClassifier, device: torch.device) -> bool:
    """Tells whether a backward pass leaves trained weights without a gradient."""
    facts = classifier.facts
    channels = stem_channels(classifier) or facts.channels
    side = facts.input_size_px
    classifier.eval()
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        classifier(torch.zeros(1, channels, side, side, device=device)).sum().backward()
    trained = [value for value in classifier.parameters() if value.requires_grad]
    unused = any(value.grad is None for value in trained)
    for value in trained:
        value.grad = None
    return unused


def stem_channels(classifier: TileClassifier) -> int | None:
    """Returns the input channels of the first convolution, which was fitted to the dataset."""
    for module in classifier.modules():
        if isinstance(module, nn.Conv2d):
            return module.in_channels
    return None
