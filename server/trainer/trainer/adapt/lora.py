"""LoRA: low-rank adapters in the blocks; head, last norm and a new stem are trained whole."""

from __future__ import annotations

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
    for module in classifier.modules_trained_whole():
        module.requires_grad_(True)
    return targets
