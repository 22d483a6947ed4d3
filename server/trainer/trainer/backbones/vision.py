"""Loads any image model of transformers as a classifier of tiles."""

from __future__ import annotations

import inspect
import json
import math
from pathlib import Path
from typing import Any

import torch
from torch import nn

from trainer.backbones.classifier import ModelFacts, OwnHead, TileClassifier
from trainer.errors import TrainerError

DEFAULT_SIZE_PX = 224
IMAGENET_MEAN = [0.485, 0.456, 0.406]
IMAGENET_STD = [0.229, 0.224, 0.225]
# How families call the norm between their last block and the classifier.
LAST_NORMS = ("layernorm", "norm", "post_layernorm", "ln_post")


def load(path: str, class_names: list[str], seed: int) -> TileClassifier:
    """Loads a model with a new head.

    Args:
        path: Folder in transformers format, or a hub id.
        class_names: Become the labels of the new head.
        seed: Of the head's first weights.

    Raises:
        TrainerError: It is no image model, or weights are missing.
    """
    quiet()
    config = read_config(path)
    facts = read_facts(path, config)
    body, native = load_body(path, config, len(class_names))
    generator = torch.Generator().manual_seed(seed)
    options = call_options(body)
    if native:
        head_name = head_child(body)
        assert head_name is not None
        set_labels(body.config, class_names)
        reset_linear(body.get_submodule(head_name), generator)
        return TileClassifier(body, None, facts, head_name, last_norm(body), options)
    head = OwnHead(feature_width(body, facts), len(class_names))
    reset_linear(head, generator)
    return TileClassifier(body, head, facts, None, None, options)


def load_body(path: str, config: Any, classes: int) -> tuple[Any, bool]:
    """Returns the model, and whether it has a classifier of its own that we can use."""
    from transformers import AutoModel, AutoModelForImageClassification
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING

    if type(config) in MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING:
        body, info = from_pretrained(AutoModelForImageClassification, path, num_labels=classes)
        head = head_child(body)
        if head is not None:
            check_loaded(info, (f"{head}.",), path)
            return body, True
    body, info = from_pretrained(AutoModel, path)
    vision = getattr(body, "vision_model", None)
    if hasattr(body, "text_model") and vision is not None:
        body = vision
    check_loaded(info, ("pooler.",), path)
    return body, False


def from_pretrained(loader: Any, path: str, **options: Any) -> tuple[Any, dict[str, Any]]:
    """Loads weights in float32; turns the library's failures into errors for people.

    Neither pickled weights nor code that lies beside them are ever loaded: both would run whatever
    their author wrote.
    """
    refuse_pickled(path)
    try:
        body, info = loader.from_pretrained(
            path,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.float32,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **options,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = str(error).strip().split("\n")[0]
        raise TrainerError(
            "unsupported", "trainer.models.notLoaded", name=Path(path).name, reason=reason
        ) from error
    return body, info


def refuse_pickled(path: str) -> None:
    """Says how to convert a folder that has its weights as a pickle only.

    Raises:
        TrainerError: There are `.bin` weights and no `.safetensors`.
    """
    folder = Path(path)
    if any(folder.glob("*.safetensors")):
        return
    pickled = sorted(file.name for file in folder.glob("*.bin"))
    if pickled:
        raise TrainerError(
            "unsupported", "trainer.models.pickled", name=folder.name, file=pickled[0]
        )


def check_loaded(info: dict[str, Any], new: tuple[str, ...], path: str) -> None:
    """Refuses a model part of which would silently stay random."""
    missing = sorted(key for key in info["missing_keys"] if not key.startswith(new))
    changed = sorted(
        str(key[0]) for key in info.get("mismatched_keys", ()) if not str(key[0]).startswith(new)
    )
    if missing or changed:
        lost = [*missing, *changed]
        raise TrainerError(
            "invalid_input",
            "trainer.models.weightsMissing",
            name=Path(path).name,
            lost=lost[:5],
            more=max(0, len(lost) - 5),
        )


def read_config(path: str) -> Any:
    """Reads `config.json`; refuses what is not a model of transformers."""
    from transformers import AutoConfig

    try:
        return AutoConfig.from_pretrained(path, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).strip().split("\n")[0]
        raise TrainerError(
            "invalid_input", "trainer.models.notTransformers", name=Path(path).name, reason=reason
        ) from error


def read_facts(path: str, config: Any) -> ModelFacts:
    """Collects input size, channels and statistics from the two files that may hold them."""
    vision = getattr(config, "vision_config", config)
    channels = int(getattr(vision, "num_channels", 3) or 3)
    processor = read_processor(path)
    mean, std = processor.get("image_mean"), processor.get("image_std")
    if not isinstance(mean, list) or not isinstance(std, list) or len(mean) != channels:
        plain = channels != 3
        mean = [0.5] * channels if plain else IMAGENET_MEAN
        std = [0.25] * channels if plain else IMAGENET_STD
    names = processor.get("band_names") or (["red", "green", "blue"] if channels == 3 else [])
    return ModelFacts(
        architecture=next(iter(getattr(config, "architectures", None) or []), config.model_type),
        channels=channels,
        input_size_px=input_size(processor, vision),
        mean=[float(value) for value in mean],
        std=[float(value) for value in std],
        channel_names=[str(name).lower() for name in names],
    )


def input_size(processor: dict[str, Any], config: Any) -> int:
    """Returns the side of the model's images, px."""
    stated = getattr(config, "image_size", None)
    for value in (stated, processor.get("crop_size"), processor.get("size")):
        side = one_side(value)
        if side is not None:
            return side
    return DEFAULT_SIZE_PX


def one_side(value: Any) -> int | None:
    """Returns the side in a size given as a number, a pair or a dictionary."""
    if isinstance(value, dict):
        value = value.get("height") or value.get("shortest_edge")
    if isinstance(value, list | tuple) and value:
        value = value[0]
    return value if isinstance(value, int) and value > 0 else None


def read_processor(path: str) -> dict[str, Any]:
    """Reads `preprocessor_config.json`, by hand: the processor classes need torchvision."""
    from transformers.utils import cached_file

    try:
        found = cached_file(
            path, "preprocessor_config.json", _raise_exceptions_for_missing_entries=False
        )
        value = json.loads(Path(found).read_text(encoding="utf-8")) if found else {}
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


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
    for prefix, module in body.named_children():
        for name in LAST_NORMS:
            if isinstance(getattr(module, name, None), nn.LayerNorm):
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


def feature_width(body: Any, facts: ModelFacts) -> int:
    """Returns the width of the pooled feature, by asking the model once."""
    from trainer.backbones.classifier import pool

    size = facts.input_size_px
    with torch.inference_mode():
        return pool(body.eval()(pixel_values=torch.zeros(1, facts.channels, size, size))).shape[1]


def quiet() -> None:
    """Keeps the library's notes out of the log; what matters is checked here and said as events."""
    import warnings

    from transformers.utils import logging

    warnings.filterwarnings("ignore", category=FutureWarning, module="transformers")
    logging.set_verbosity_error()
    logging.disable_progress_bar()
