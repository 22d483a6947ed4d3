"""What all methods with adapters have in common: freeze, wrap, and train the head whole."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from trainer.adapt.dropout import ChannelDropout
from trainer.adapt.targets import Choice, find_targets
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig

# How PEFT calls the dropout in front of an adapter.
DROPOUTS = ("lora_dropout", "vera_dropout")


def wrap(classifier: TileClassifier, config: RunConfig, options: Any) -> None:
    """Puts PEFT's adapters around the body; head, last norm and a new stem are trained whole.

    The head stays outside PEFT (as a plain trainable module, saved beside the adapter), because
    `modules_to_save` keeps the checkpoint's data type and does not survive sharding.

    Args:
        classifier: Its body is replaced by a PEFT model around it.
        config: Of the run.
        options: PEFT's configuration of the method.
    """
    from peft import get_peft_model

    classifier.requires_grad_(False)
    classifier.body = get_peft_model(classifier.base_body(), options)
    classifier.body.peft_config["default"].base_model_name_or_path = config.base_model
    use_channel_dropout(classifier, config.lora.dropout)
    for module in classifier.modules_trained_whole():
        module.requires_grad_(True)


def chosen_targets(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Returns the Linear layers that the run asks for, by their full names."""
    return find_targets(
        classifier.base_body(),
        asked_for(config),
        classifier.trained_whole(),
        config.lora.layers,
    )


def asked_for(config: RunConfig) -> Choice:
    """Returns the choice of layers: one of the three words, or a list of names."""
    chosen = config.lora.target_modules
    return chosen if isinstance(chosen, str) else chosen.root


def use_channel_dropout(classifier: TileClassifier, p: float) -> None:
    """Puts our dropout in the place of PEFT's; only training knows the difference."""
    for module in classifier.modules():
        for name in DROPOUTS:
            dropout = getattr(module, name, None)
            if isinstance(dropout, nn.ModuleDict) and p > 0:
                dropout["default"] = ChannelDropout(p)


def is_empty(module: nn.Module) -> bool:
    """Tells whether a model has shapes but no weights, as when it is only looked at."""
    return any(value.device == torch.device("meta") for value in module.parameters())
