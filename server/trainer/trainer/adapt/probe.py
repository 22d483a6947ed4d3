"""Linear probe: the last layer alone is trained, on features that are computed once."""

from __future__ import annotations

from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Freezes everything but the classifying layer; there are no adapters."""
    classifier.requires_grad_(False)
    classifier.classifying_layer().requires_grad_(True)
    return []
