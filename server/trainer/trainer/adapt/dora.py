"""DoRA (Liu et al. 2024, arXiv 2402.09353): LoRA turns a weight's rows, their lengths are trained.

W' = m * (W + B A) / |W + B A|, with one length m per output.
"""

from __future__ import annotations

from trainer.adapt.lora import apply_low_rank
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Wraps the body in LoRA adapters with lengths; returns the layers that got one."""
    return apply_low_rank(classifier, config, use_dora=True)
