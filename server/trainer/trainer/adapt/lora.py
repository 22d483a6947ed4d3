"""LoRA: low-rank adapters in the blocks; head, last norm and a new stem are trained whole."""

from __future__ import annotations

from torch import nn

from trainer.adapt.dropout import ChannelDropout
from trainer.adapt.targets import find_targets
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Wraps the body in PEFT adapters; returns the names of the layers that got one.

    The head stays outside PEFT (as a plain trainable module, saved beside the adapter), because
    `modules_to_save` keeps the checkpoint's data type and does not survive sharding.
    """
    from peft import LoraConfig, get_peft_model

    classifier.requires_grad_(False)
    whole = classifier.trained_whole()
    chosen = config.lora.target_modules
    choice = chosen if isinstance(chosen, str) else chosen.root
    targets = find_targets(classifier.base_body(), choice, whole)
    classifier.body = get_peft_model(
        classifier.base_body(),
        LoraConfig(
            r=config.lora.r,
            lora_alpha=config.lora.alpha,
            lora_dropout=config.lora.dropout,
            target_modules=targets,
        ),
    )
    classifier.body.peft_config["default"].base_model_name_or_path = config.base_model
    use_channel_dropout(classifier, config.lora.dropout)
    for module in classifier.modules_trained_whole():
        module.requires_grad_(True)
    return targets


def use_channel_dropout(classifier: TileClassifier, p: float) -> None:
    """Puts our dropout in the place of PEFT's; only training knows the difference."""
    for module in classifier.modules():
        dropout = getattr(module, "lora_dropout", None)
        if isinstance(dropout, nn.ModuleDict) and p > 0:
            dropout["default"] = ChannelDropout(p)
