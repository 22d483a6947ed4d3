"""Prompt and prefix tuning: trained tokens before a text, so nothing for a model of images."""

from __future__ import annotations

from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig
from trainer.errors import TrainerError


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Refuses: every model that is loaded here reads images, without a text before them.

    Raises:
        TrainerError: Always; it names the model and what to use instead.
    """
    raise TrainerError(
        "unsupported",
        "trainer.training.needsLanguageModel",
        method=config.method,
        architecture=type(classifier.base_body()).__name__,
    )
