"""The vision tower of a vision-language model, without ever holding its language model."""

from __future__ import annotations

import copy
from typing import Any

from trainer.backbones.weights import check_loaded, from_pretrained
from trainer.errors import TrainerError

# How models that see and read call the part that sees.
TOWER_NAMES = ("visual", "vision_tower", "vision_model")
# Far fewer than any vocabulary has; embeddings of another size are not read.
WORDS = 8


def load_tower(path: str, config: Any) -> Any:
    """Loads the part that sees.

    The model is built whole, so that transformers puts every name of a checkpoint in its place,
    but with a language model of no layers: the rest of the file is not read.

    Raises:
        TrainerError: There is no tower, or some of its weights are missing.
    """
    from transformers import AutoModel

    whole, info = from_pretrained(AutoModel, path, config=without_language(config))
    name = tower_name(whole)
    if name is None:
        raise TrainerError(
            "unsupported", "trainer.models.noVisionTower", architecture=type(whole).__name__
        )
    kinds = ("missing_keys", "mismatched_keys")
    inside = {kind: lost_inside(info.get(kind), name) for kind in kinds}
    check_loaded(inside, (f"{name}.pooler.",), path)
    return whole.get_submodule(name)


def tower_name(whole: Any) -> str | None:
    """Returns the name of the part that sees; None where there is none."""
    return next((name for name in TOWER_NAMES if hasattr(whole, name)), None)


def without_language(config: Any) -> Any:
    """Returns a configuration whose language model has no layers and next to no words."""
    small = copy.deepcopy(config)
    text = small.text_config
    if getattr(text, "layer_types", None):
        text.layer_types = []
    text.num_hidden_layers = 0
    text.vocab_size = WORDS
    for name in ("pad_token_id", "bos_token_id", "eos_token_id"):
        setattr(text, name, None)
    return small


def lost_inside(names: Any, tower: str) -> list[Any]:
    """Returns the names of weights, or tuples that begin with one, which lie in the tower."""
    return [
        item
        for item in names or ()
        if str(item if isinstance(item, str) else item[0]).startswith(f"{tower}.")
    ]
