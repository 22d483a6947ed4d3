"""Loads any image model of transformers as a classifier of tiles."""

from __future__ import annotations

import inspect
import math
from pathlib import Path
from typing import Any

import torch
from torch import nn

from trainer.backbones.classifier import ModelFacts, OwnHead, TileClassifier
from trainer.backbones.facts import read_config, read_facts
from trainer.backbones.families import Family, choose_pooling, find_family, seeing_config
from trainer.backbones.features import Features
from trainer.backbones.shapes import only_shapes
from trainer.backbones.tower import load_tower
from trainer.backbones.weights import check_loaded, from_pretrained
from trainer.errors import TrainerError

# How families call the norm between their last block and the classifier.
LAST_NORMS = ("layernorm", "norm", "post_layernorm", "ln_post", "pooler.layernorm")


def load(path: str, class_names: list[str], seed: int, pooling: str = "auto") -> TileClassifier:
    """Loads a model with a new head; of a vision-language model its vision tower.

    Where the family has a classifier in transformers that pools as it was asked to, that is used,
    so the trained model loads with plain transformers. Elsewhere the head is ours.

    Args:
        path: Folder in transformers format, or a hub id.
        class_names: Become the labels of the new head.
        seed: Of the head's first weights.
        pooling: `auto`, or one of `Pooling`.

    Raises:
        TrainerError: It is no image model, weights are missing, or it cannot pool like that.
    """
    quiet()
    config = read_config(path)
    facts = read_facts(path, config)
    family, seen = find_family(config), seeing_config(config)
    chosen = choose_pooling(family, pooling, facts.architecture)
    generator = torch.Generator().manual_seed(seed)
    native = pooling == "auto" or chosen == family.native
    body = load_native(path, config, len(class_names)) if native else None
    if body is not None:
        head_name = head_child(body)
        assert head_name is not None
        set_labels(body.config, class_names)
        reset_linear(body.get_submodule(head_name), generator)
        features = Features(family.feed, chosen, family.own, 0, call_options(body))
        norm_name = last_norm(body) if family.norm else None
        return TileClassifier(body, None, facts, features, head_name, norm_name)
    body = load_body(path, config, family)
    prefix = family.prefix(seen)
    features = Features(family.feed, chosen, family.own, prefix, call_options(body))
    try:
        width = feature_width(body, facts, features)
    except (TypeError, ValueError, RuntimeError, AttributeError) as error:
        reason = str(error).strip().split("\n")[0]
        raise TrainerError(
            "unsupported", "trainer.models.notLoaded", name=Path(path).name, reason=reason
        ) from error
    head = OwnHead(width, len(class_names))
    reset_linear(head, generator)
    return TileClassifier(body, head, facts, features, None, None)


def load_native(path: str, config: Any, classes: int) -> Any | None:
    """Returns the model with its own classifier; None where it has none that we can use."""
    from transformers import AutoModelForImageClassification
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING

    plain = plain_config(config)
    if type(plain) not in MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING:
        return None
    plain.num_labels = classes
    body, info = from_pretrained(AutoModelForImageClassification, path, config=plain)
    head = head_child(body)
    if head is None:
        return None
    # A norm in front of the head, which pretraining without labels lacks, starts as nothing.
    check_loaded(info, (f"{head}.", f"{body.base_model_prefix}.pooler.layernorm."), path)
    return body


def load_body(path: str, config: Any, family: Family) -> Any:
    """Returns the model without a classifier; of one that also reads text the part that sees."""
    from transformers import AutoModel

    if has_tower(config):
        return load_tower(path, config)
    options = {"add_pooling_layer": False} if family.pooling_layer else {}
    body, info = from_pretrained(AutoModel, path, config=plain_config(config), **options)
    check_loaded(info, ("pooler.",), path)
    return body


def weightless(config: Any) -> tuple[Any, str | None]:
    """Returns what would be trained, without weights, and the name of its own classifier."""
    from transformers import AutoModel, AutoModelForImageClassification
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING

    plain = plain_config(config)
    with torch.device("meta"):
        if type(plain) in MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING:
            body = AutoModelForImageClassification.from_config(plain)
            return body, head_child(body)
        try:
            body = AutoModel.from_config(plain.vision_config if has_tower(plain) else plain)
        except ValueError as error:  # a part that transformers does not load by itself
            raise TrainerError(
                "unsupported", "trainer.models.noVisionTower", architecture=plain.model_type
            ) from error
        return body, None


def has_tower(config: Any) -> bool:
    """Tells whether a model also reads text."""
    return hasattr(config, "text_config") and hasattr(config, "vision_config")


def plain_config(config: Any) -> Any:
    """Returns the configuration of what a checkpoint is without that which only made it.

    The encoder of a masked autoencoder is a plain ViT, and a distilled DeiT has a second head.
    """
    if config.model_type == "deit":
        config.architectures = ["DeiTForImageClassification"]
    if config.model_type != "vit_mae":
        return config
    from transformers import ViTConfig

    known = ViTConfig().to_dict().keys() - {"model_type", "architectures", "transformers_version"}
    return ViTConfig(**{name: value for name, value in config.to_dict().items() if name in known})


def head_child(body: Any) -> str | None:
    """Returns the one top-level module that makes logits, or None where it is not just one."""
    labels = body.config.num_labels
    heads = [
        name
        for name, child in body.named_children()
        if name != body.base_model_prefix
        and any(
            isinstance(module, nn.Linear) and module.out_features == labels
            for module in child.modules()
        )
        and sum(1 for module in child.modules() if isinstance(module, nn.Linear)) == 1
    ]
    return heads[0] if len(heads) == 1 else None


def last_norm(body: Any) -> str | None:
    """Returns the name of the norm after the last block, where the family has one."""
    modules = dict(body.named_modules())
    for prefix, _ in body.named_children():
        for name in LAST_NORMS:
            if isinstance(modules.get(f"{prefix}.{name}"), nn.LayerNorm):
                return f"{prefix}.{name}"
    return None


def reset_linear(module: nn.Module, generator: torch.Generator) -> None:
    """Gives Linear layers small random weights and no offset."""
    for layer in module.modules():
        if isinstance(layer, nn.Linear):
            bound = 1 / math.sqrt(layer.in_features)
            with torch.no_grad():
                layer.weight.uniform_(-bound, bound, generator=generator)
                layer.bias.zero_()


def set_labels(config: Any, class_names: list[str]) -> None:
    """Writes class names into the configuration, so that plain transformers shows them."""
    config.id2label = dict(enumerate(class_names))
    config.label2id = {name: index for index, name in enumerate(class_names)}


def call_options(body: Any) -> dict[str, Any]:
    """Lets models with fixed position embeddings take any input size."""
    known = inspect.signature(body.forward).parameters
    return {"interpolate_pos_encoding": True} if "interpolate_pos_encoding" in known else {}


def feature_width(body: Any, facts: ModelFacts, features: Features) -> int:
    """Returns the width of the pooled feature, by asking the model once."""
    size = facts.input_size_px
    image_BCHW = torch.zeros(1, facts.channels, size, size)
    try:
        with torch.inference_mode():
            output = body.eval()(**features.arguments(body, image_BCHW))
            return features.pool(output, 1).shape[1]
    except RuntimeError:
        if not only_shapes():
            raise
        # Some towers compute lengths from their input, which shapes alone do not tell.
        stated = getattr(body.config, "out_hidden_size", None) or body.config.hidden_size
        return int(stated) * (2 if features.pooling == "both" else 1)


def quiet() -> None:
    """Keeps the library's notes out of the log; what matters is checked here and said as events."""
    import warnings

    from transformers.utils import logging

    warnings.filterwarnings("ignore", category=FutureWarning, module="transformers")
    logging.set_verbosity_error()
    logging.disable_progress_bar()
