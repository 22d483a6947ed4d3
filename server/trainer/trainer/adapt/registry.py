"""One lazy line per method."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig
from trainer.errors import TrainerError

METHODS = {
    "full": "trainer.adapt.full",
    "lora": "trainer.adapt.lora",
    "dora": "trainer.adapt.dora",
    "rslora": "trainer.adapt.rslora",
    "adalora": "trainer.adapt.adalora",
    "ia3": "trainer.adapt.ia3",
    "vera": "trainer.adapt.vera",
    "oft": "trainer.adapt.oft",
    "layernorm": "trainer.adapt.layernorm",
    "prompt": "trainer.adapt.tokens",
    "prefix": "trainer.adapt.tokens",
    "probe": "trainer.adapt.probe",
}


class Method(Protocol):
    """What a method's module must offer."""

    def apply(self, classifier: TileClassifier, config: RunConfig) -> list[str]:
        """Chooses what is trained; returns the layers that got an adapter."""
        ...


def apply_method(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Prepares a classifier for the method of a run; returns the layers that got an adapter."""
    if config.method not in METHODS:
        raise TrainerError(
            "unsupported",
            "trainer.training.noSuchMethod",
            method=config.method,
            known=list(METHODS),
        )
    module = cast(Method, importlib.import_module(METHODS[config.method]))
    return module.apply(classifier, config)
