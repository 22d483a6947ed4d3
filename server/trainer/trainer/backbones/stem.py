"""Fits a model's first layer to the bands of a dataset."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from trainer.backbones.classifier import ModelFacts, TileClassifier
from trainer.errors import TrainerError

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
    """Replaces the first convolution so that it takes the dataset's bands.

    A band with a pretrained channel keeps its filter. Any other gets the mean filter times
    channels / bands, so that the sum over the input stays about what later layers know.

    Returns:
        True when weights were invented, so the stem must be trained; False when the first layer
        was left alone or only reordered.

    Raises:
        TrainerError: The model has no convolution that takes its channels.
    """
    channels = classifier.facts.channels
    if matched == list(range(channels)):
        return False
    body = classifier.base_body()
    name, old = find_stem(body, channels)
    new = nn.Conv2d(
        len(matched),
        old.out_channels,
        kernel_size=old.kernel_size,  # type: ignore[arg-type]
        stride=old.stride,  # type: ignore[arg-type]
        padding=old.padding,  # type: ignore[arg-type]
        dilation=old.dilation,  # type: ignore[arg-type]
        bias=old.bias is not None,
    )
    with torch.no_grad():
        other = old.weight.mean(dim=1) * (channels / len(matched))
        for band, channel in enumerate(matched):
            new.weight[:, band] = other if channel is None else old.weight[:, channel]
        if old.bias is not None and new.bias is not None:
            new.bias.copy_(old.bias)
    parent, _, leaf = name.rpartition(".")
    setattr(body.get_submodule(parent), leaf, new)
    set_channels(body, channels, len(matched))
    invented = any(channel is None for channel in matched)
    if invented:
        classifier.set_stem(name)
    return invented


def find_stem(body: nn.Module, channels: int) -> tuple[str, nn.Conv2d]:
    """Returns the first convolution that takes the model's input channels, with its name."""
    for name, module in body.named_modules():
        if isinstance(module, nn.Conv2d) and module.in_channels == channels:
            return name, module
    raise TrainerError(
        "unsupported",
        "trainer.models.channelsFixed",
        architecture=type(body).__name__,
        channels=channels,
    )


def set_channels(body: Any, old: int, new: int) -> None:
    """Tells the configuration and the modules that check it how many channels there are now."""
    configs: list[Any] = [body.config, getattr(body.config, "vision_config", None)]
    for config in configs:
        if getattr(config, "num_channels", None) == old:
            config.num_channels = new
    for module in body.modules():
        if getattr(module, "num_channels", None) == old:
            module.num_channels = new
