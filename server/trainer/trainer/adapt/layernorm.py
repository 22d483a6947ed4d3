"""LayerNorm tuning (Zhao et al. 2023, arXiv 2312.11420): scale and offset of the norms alone."""

from __future__ import annotations

import warnings

from trainer.adapt.targets import find_norms
from trainer.adapt.wrap import wrap
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Makes the norms of the body trainable; returns their names."""
    from peft import LNTuningConfig

    targets = find_norms(classifier.base_body(), classifier.trained_whole(), config.lora.layers)
    with warnings.catch_warnings():
        # PEFT asks for the widths of a norm, which has none.
        warnings.simplefilter("ignore")
        wrap(classifier, config, LNTuningConfig(target_modules=targets))
    return targets
