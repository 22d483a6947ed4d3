"""Full fine-tuning: every weight is trained."""

from __future__ import annotations

from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Trains everything; there are no adapters."""
    classifier.requires_grad_(True)
    return []
