"""rsLoRA (Kalajdzievski 2023, arXiv 2312.03732): LoRA times alpha / sqrt(r) instead of alpha / r.

Then a large rank learns as fast as a small one.
"""

from __future__ import annotations

from trainer.adapt.lora import apply_low_rank
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Wraps the body in LoRA adapters of that scale; returns the layers that got one."""
    return apply_low_rank(classifier, config, use_rslora=True)
