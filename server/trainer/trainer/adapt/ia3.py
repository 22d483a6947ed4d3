"""(IA)^3 (Liu et al. 2022, arXiv 2205.05638): one trained factor per channel.

Factors stand behind keys and values of attention, and before the second layer of a block's MLP.
"""

from __future__ import annotations

from trainer.adapt.targets import (
    find_targets,
    is_second_of_mlp,
    keys_values_and_mlp,
    linear_layers,
)
from trainer.adapt.wrap import asked_for, chosen_targets, wrap
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Puts factors into the body; returns the names of the layers that got them."""
    from peft import IA3Config

    targets = find_ia3_targets(classifier, config)
    before = [name for name in targets if is_second_of_mlp(name)]
    wrap(classifier, config, IA3Config(target_modules=targets, feedforward_modules=before))
    return targets


def find_ia3_targets(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Returns the layers asked for; `auto` takes those of the paper, where the model has them."""
    if asked_for(config) != "auto":
        return chosen_targets(classifier, config)
    body, whole = classifier.base_body(), classifier.trained_whole()
    wanted = keys_values_and_mlp(linear_layers(body, whole)) or "auto"
    return find_targets(body, wanted, whole, config.lora.layers)
