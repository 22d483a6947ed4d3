"""Families of image models: one line each, saying how a feature of a whole tile is made.

What can be seen in a model itself is not written here: which Linear layers there are
(trainer.adapt.targets), whether activations can be recomputed (`supports_gradient_checkpointing`),
and where its first layer is (trainer.backbones.stem).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from trainer.errors import TrainerError

# own: the pooled output of the model, whatever that is; otherwise the mean over its tokens.
Pooling = Literal["cls", "mean", "both", "map", "own"]
# How images are handed over: as they are, or cut into the patches of Qwen-VL or of NaFlex.
Feed = Literal["pixels", "qwen", "naflex"]


@dataclass(frozen=True)
class Family:
    """How a family makes one feature of an image.

    Attributes:
        poolings: What can be chosen; the first is taken where nobody chooses.
        native: How its own classifier in transformers pools; None where there is no such class.
        own: Which pooling its `pooler_output` is, last norm included; None where that is none of
            them, or a layer that is missing from checkpoints.
        prefix: Tokens before those of the patches (class, distillation, registers).
        feed: How images are handed over.
        norm: Its own classifier comes after the last norm of the body.
        pooling_layer: Its pooler can be left out of the model (`add_pooling_layer`).
    """

    poolings: tuple[Pooling, ...]
    native: Pooling | None = None
    own: Pooling | None = None
    prefix: Callable[[Any], int] = lambda config: 0
    feed: Feed = "pixels"
    norm: bool = True
    pooling_layer: bool = False


def one(config: Any) -> int:
    """A class token."""
    return 1


def two(config: Any) -> int:
    """A class token and a distillation token."""
    return 2


def with_registers(config: Any) -> int:
    """A class token and registers."""
    return 1 + int(config.num_register_tokens)


MEAN_ALONE = Family(("mean",), native="mean", own="mean")
PLAIN_VIT = Family(("cls", "mean", "both"), native="cls", prefix=one, pooling_layer=True)

# By the model_type of the part that sees images.
FAMILIES: dict[str, Family] = {
    "vit": PLAIN_VIT,
    "deit": Family(("cls", "mean", "both"), "cls", prefix=two, pooling_layer=True),
    "beit": Family(("mean", "cls", "both"), native="mean", own="mean", prefix=one),
    "dinov2": Family(("both", "cls", "mean"), native="both", own="cls", prefix=one),
    "dinov2_with_registers": Family(
        ("both", "cls", "mean"), native="both", own="cls", prefix=with_registers
    ),
    "dinov3_vit": Family(("cls", "mean", "both"), own="cls", prefix=with_registers),
    "dinov3_convnext": Family(("mean",), own="mean"),
    "siglip": Family(("mean", "map"), native="mean", own="map"),
    "siglip_vision_model": Family(("mean", "map"), own="map"),
    "siglip2": Family(("mean", "map"), native="mean", own="map", feed="naflex"),
    "siglip2_vision_model": Family(("mean", "map"), own="map", feed="naflex"),
    "clip": Family(("mean", "cls", "both"), native="mean", own="cls", prefix=one, norm=False),
    "clip_vision_model": Family(("cls", "mean", "both"), own="cls", prefix=one),
    "swin": MEAN_ALONE,
    "swinv2": MEAN_ALONE,
    "convnext": MEAN_ALONE,
    "convnextv2": MEAN_ALONE,
    "resnet": MEAN_ALONE,
    "hiera": MEAN_ALONE,
    "ijepa": Family(("mean",), native="mean", pooling_layer=True),
    # Without its decoder a masked autoencoder is a plain ViT, and is loaded as one.
    "vit_mae": PLAIN_VIT,
    "timm_wrapper": Family(("own",)),
    # Vision towers of vision-language models.
    "qwen2_5_vl_vision": Family(("mean",), feed="qwen"),
    "qwen3_vl_vision": Family(("mean",), feed="qwen"),
    "qwen3_5_vision": Family(("mean",), feed="qwen"),
    "smolvlm_vision": Family(("mean",)),
    "idefics3_vision": Family(("mean",)),
    "internvl_vision": Family(("mean", "cls", "both"), prefix=one),
}
UNKNOWN = Family(("own",))


def find_family(config: Any) -> Family:
    """Returns the family of a configuration; any other image model is pooled as it likes."""
    seen = seeing_config(config)
    family = FAMILIES.get(seen.model_type, UNKNOWN)
    if family.own == "map" and not getattr(vision_config(seen), "vision_use_head", True):
        return replace(family, poolings=("mean",), own=None)
    if seen.model_type == "beit" and not seen.use_mean_pooling:
        return replace(family, poolings=("cls", "mean", "both"), native="cls", own="cls")
    return family


def seeing_config(config: Any) -> Any:
    """Returns the configuration that names the family: the vision tower's, or the whole."""
    return config if config.model_type in FAMILIES else vision_config(config)


def choose_pooling(family: Family, wanted: str, architecture: str) -> Pooling:
    """Returns the pooling that was asked for, or for `auto` the family's default.

    `own` is what models were saved with before there was a choice.

    Raises:
        TrainerError: The family does not have it; the message names what it has.
    """
    if wanted == "auto":
        return family.poolings[0]
    if wanted == "own":
        return "own"
    for pooling in family.poolings:
        if pooling == wanted:
            return pooling
    raise TrainerError(
        "invalid_input",
        "trainer.models.noSuchPooling",
        architecture=architecture,
        pooling=wanted,
        known=["auto", *(pooling for pooling in family.poolings if pooling != "own")],
    )


def vision_config(config: Any) -> Any:
    """Returns the part of a configuration that is about images."""
    return getattr(config, "vision_config", None) or config
