"""LoRA (Hu et al. 2021, arXiv 2106.09685): low-rank adapters beside Linear layers."""

from __future__ import annotations

from typing import Any

from trainer.adapt.wrap import chosen_targets, is_empty, wrap
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Wraps the body in low-rank adapters; returns the names of the layers that got one."""
    return apply_low_rank(classifier, config)


def apply_low_rank(classifier: TileClassifier, config: RunConfig, **variant: bool) -> list[str]:
    """Does it for LoRA and its variants, which are switches of the same configuration."""
    from peft import LoraConfig

    targets = chosen_targets(classifier, config)
    options = LoraConfig(
        r=config.lora.r,
        lora_alpha=config.lora.alpha,
        lora_dropout=config.lora.dropout,
        bias=config.lora.bias,
        init_lora_weights=first_weights(classifier, config),
        target_modules=targets,
        **variant,
    )
    wrap(classifier, config, options)
    return targets


def first_weights(classifier: TileClassifier, config: RunConfig) -> Any:
    """Returns PEFT's name of the first weights; decompositions need weights to decompose."""
    wanted = config.lora.init
    return True if wanted == "default" or is_empty(classifier) else wanted
