"""What the files of a base model say about it: channels, input size, statistics."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from trainer.backbones.classifier import ModelFacts
from trainer.backbones.families import find_family, vision_config
from trainer.errors import TrainerError

DEFAULT_SIZE_PX = 224
IMAGENET_MEAN = [0.485, 0.456, 0.406]
IMAGENET_STD = [0.229, 0.224, 0.225]
# How families call the number of input channels.
CHANNEL_NAMES = ("num_channels", "in_channels", "in_chans")


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
    vision = vision_config(config)
    channels = next(
        (int(value) for name in CHANNEL_NAMES if (value := getattr(vision, name, None))), 3
    )
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
    """Returns the side of the model's images, px.

    Models that take images of any size state none; Qwen-VL's processor then counts pixels, not
    sides, and NaFlex's states how many patches there may be.
    """
    stated = getattr(config, "image_size", None)
    candidates = [stated]
    feed = find_family(config).feed
    if feed == "naflex":
        candidates = [math.isqrt(config.num_patches) * config.patch_size]
    elif feed == "pixels":
        candidates += [processor.get("crop_size"), processor.get("size")]
    sides = (one_side(value) for value in candidates)
    return next((side for side in sides if side is not None), DEFAULT_SIZE_PX)


def one_side(value: Any) -> int | None:
    """Returns the side in a size given as a number, a pair or a dictionary."""
    if isinstance(value, dict):
        value = value.get("height") or value.get("shortest_edge")
    if isinstance(value, list | tuple) and value:
        value = value[0]
    return value if isinstance(value, int) and value > 0 else None


def read_processor(path: str) -> dict[str, Any]:
    """Reads the image processor's file, by hand: its classes need torchvision.

    Newer models that also read text keep it inside `processor_config.json`.
    """
    plain = read_json(path, "preprocessor_config.json")
    if plain:
        return plain
    nested = read_json(path, "processor_config.json").get("image_processor")
    return nested if isinstance(nested, dict) else {}


def read_json(path: str, name: str) -> dict[str, Any]:
    """Returns an object out of a model's folder; empty where it is not there."""
    from transformers.utils import cached_file

    try:
        found = cached_file(path, name, _raise_exceptions_for_missing_entries=False)
        value = json.loads(Path(found).read_text(encoding="utf-8")) if found else {}
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
