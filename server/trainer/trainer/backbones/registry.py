"""One lazy line per kind of base model."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from trainer.backbones.classifier import TileClassifier

BACKBONES = {
    "starter": "trainer.backbones.starter",
    "vision": "trainer.backbones.vision",
}


class Backbone(Protocol):
    """What a kind's module must offer."""

    def load(
        self, path: str, class_names: list[str], seed: int, pooling: str = "auto"
    ) -> TileClassifier:
        """Loads the base model with a new head for the given classes."""
        ...


def load_backbone(
    path: str, class_names: list[str], seed: int, pooling: str = "auto"
) -> TileClassifier:
    """Loads a base model.

    Args:
        path: `starter`, a folder in transformers format, or a hub id.
        class_names: Names of the classes, in order.
        seed: Of the new head's first weights.
        pooling: How one feature is made of a tile; `auto` is the family's own way.
    """
    kind = "starter" if path == "starter" else "vision"
    module = cast(Backbone, importlib.import_module(BACKBONES[kind]))
    return module.load(path, class_names, seed, pooling)
