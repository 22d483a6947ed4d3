"""Fits a model's first layer to the bands of a dataset."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from trainer.backbones.classifier import ModelFacts, TileClassifier
from trainer.backbones.facts import CHANNEL_NAMES
from trainer.backbones.families import vision_config
from trainer.errors import TrainerError

Stem = nn.Conv2d | nn.Conv3d | nn.Linear

# Sentinel-2 and Landsat 8/9 give the visible bands the same numbers.
BAND_ALIASES = {
    "red": {"red", "r", "b4", "b04", "红", "红波段"},
    "green": {"green", "g", "b3", "b03", "绿", "绿波段"},
    "blue": {"blue", "b", "b2", "b02", "蓝", "蓝波段"},
}


def match_bands(band_names: list[str], facts: ModelFacts) -> list[int | None]:
    """Finds the pretrained channel of every band.

    Returns:
        Per band a channel from 0, or None where the model has none of that name. Bands without
        any known name keep their order when there are as many as channels.
    """
    channel_of = {canonical(name): index for index, name in enumerate(facts.channel_names)}
    matched: list[int | None] = []
    for name in band_names:
        channel = channel_of.get(canonical(name))
        matched.append(None if channel in matched else channel)
    if len(band_names) == facts.channels and all(channel is None for channel in matched):
        return list(range(facts.channels))
    return matched


def canonical(name: str) -> str:
    """Returns red, green or blue for their many names, any other name in lower case."""
    lower = name.strip().lower()
    return next((word for word, aliases in BAND_ALIASES.items() if lower in aliases), lower)


def band_statistics(
    matched: list[int | None], facts: ModelFacts
) -> tuple[list[float], list[float]]:
    """Mean and deviation per band: the channel's own, or the average of all channels."""
    middle = sum(facts.mean) / len(facts.mean), sum(facts.std) / len(facts.std)
    pairs = [
        middle if channel is None else (facts.mean[channel], facts.std[channel])
        for channel in matched
    ]
    return [mean for mean, _ in pairs], [std for _, std in pairs]


def fit_stem(classifier: TileClassifier, matched: list[int | None]) -> bool:
    """Changes the first layer so that it takes the dataset's bands.

    A band with a pretrained channel keeps its filter. Any other gets the mean filter times
    channels / bands, so that the sum over the input stays about what later layers know.

    Returns:
        True when weights were invented, so the stem must be trained; False when the first layer
        was left alone or only reordered.

    Raises:
        TrainerError: The model has no first layer that takes its channels.
    """
    channels = classifier.facts.channels
    if matched == list(range(channels)):
        return False
    body = classifier.base_body()
    name, stem = find_stem(body, channels)
    with torch.no_grad():
        filter_DCP = split_channels(stem, channels)
        other_DP = filter_DCP.mean(dim=1) * (channels / len(matched))
        columns = [other_DP if channel is None else filter_DCP[:, channel] for channel in matched]
        put_channels(stem, torch.stack(columns, dim=1))
    set_channels(body, channels, len(matched))
    invented = any(channel is None for channel in matched)
    if invented:
        classifier.set_stem(name)
    return invented


def find_stem(body: nn.Module, channels: int) -> tuple[str, Stem]:
    """Returns the first layer that takes the model's input channels, with its name.

    It is a convolution of images, one of films (Qwen-VL), or a Linear layer on flat patches
    (NaFlex), which is known by its name and by the size of the patches.
    """
    for name, module in body.named_modules():
        if isinstance(module, nn.Conv2d | nn.Conv3d) and module.in_channels == channels:
            return name, module
        if isinstance(module, nn.Linear) and name.rpartition(".")[2] == "patch_embedding":
            return name, module
    raise TrainerError(
        "unsupported",
        "trainer.models.channelsFixed",
        architecture=type(body).__name__,
        channels=channels,
    )


def split_channels(stem: Stem, channels: int) -> Tensor:
    """Returns the weights as `[D, channels, positions]`; flat patches have their bands last."""
    weight = stem.weight.detach()
    if isinstance(stem, nn.Linear):
        return weight.reshape(len(weight), -1, channels).transpose(1, 2)
    return weight.flatten(2)


def put_channels(stem: Stem, filter_DCP: Tensor) -> None:
    """Gives a first layer filters `[D, bands, positions]`."""
    bands = filter_DCP.shape[1]
    if isinstance(stem, nn.Linear):
        weight = filter_DCP.transpose(1, 2).flatten(1)
        stem.in_features = weight.shape[1]
    else:
        weight = filter_DCP.unflatten(2, stem.weight.shape[2:])
        stem.in_channels = bands
    stem.weight = nn.Parameter(weight.contiguous())


def set_channels(body: Any, old: int, new: int) -> None:
    """Tells the configuration and the modules that check it how many channels there are now."""
    configs = [body.config, vision_config(body.config)]
    checking = [
        module for module in body.modules() if not isinstance(module, nn.Conv2d | nn.Conv3d)
    ]
    for holder in (*configs, *checking):
        for name in CHANNEL_NAMES:
            if getattr(holder, name, None) == old:
                setattr(holder, name, new)
    if body.config.model_type == "timm_wrapper":
        body.config.model_args = {**(body.config.model_args or {}), "in_chans": new}
