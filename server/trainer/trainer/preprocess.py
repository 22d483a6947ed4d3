"""From stored pixel values to model input; the same module in training and inside the ONNX file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from trainer.contract.run_spec import BandScale
from trainer.pack import Pack

# Tiles looked at for a dataset's own statistics: the mean is then known to under a percent.
STATISTICS_TILES = 2000


@dataclass(frozen=True)
class PreprocessSettings:
    """What `preprocessing.json` holds.

    Attributes:
        bands: 1-based bands of the scene, in order.
        band_names: Their names.
        low: Stored value that becomes 0, per band.
        high: Stored value that becomes 1, per band.
        mean: Mean after scaling, per band.
        std: Deviation after scaling, per band.
        input_size_px: Side of the model's input.
        seen: What the training scenes held, per band; None where that is not known.
    """

    bands: list[int]
    band_names: list[str]
    low: list[float]
    high: list[float]
    mean: list[float]
    std: list[float]
    input_size_px: int
    seen: list[BandScale] | None = None

    def to_json(self) -> dict[str, Any]:
        """Returns the settings under the names of the file, and the steps in words."""
        return {
            "v": 1,
            "bands": self.bands,
            "bandNames": self.band_names,
            "low": self.low,
            "high": self.high,
            "mean": self.mean,
            "std": self.std,
            "inputSizePx": self.input_size_px,
            "steps": [
                "value = NaN ? low : value",
                "x = clip((value - low) / (high - low), 0, 1)",
                "x = resize(x, inputSizePx, bilinear, half-pixel centres, no antialiasing)",
                "x = (x - mean) / std",
            ],
            "edges": "reflection without repeating the edge pixel",
            "seen": [band.model_dump(by_alias=True) for band in self.seen] if self.seen else None,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> PreprocessSettings:
        """Reads what `to_json` wrote."""
        return cls(
            bands=value["bands"],
            band_names=value["bandNames"],
            low=value["low"],
            high=value["high"],
            mean=value["mean"],
            std=value["std"],
            input_size_px=value["inputSizePx"],
            seen=[BandScale.model_validate(band) for band in value.get("seen") or ()] or None,
        )


class Preprocess(nn.Module):
    """Scales to 0..1, resizes, normalises."""

    low: Tensor
    span: Tensor
    mean: Tensor
    std: Tensor

    def __init__(self, settings: PreprocessSettings) -> None:
        super().__init__()
        self.settings = settings
        self.size = settings.input_size_px
        low, high = per_band(settings.low), per_band(settings.high)
        span = torch.where(high > low, high - low, torch.ones_like(low))
        for name, value in (
            ("low", low),
            ("span", span),
            ("mean", per_band(settings.mean)),
            ("std", per_band(settings.std).clamp_min(1e-6)),
        ):
            self.register_buffer(name, value, persistent=False)

    def scale(self, image_BCHW: Tensor) -> Tensor:
        """Stored values (float32) to 0..1; NaN counts as the low value."""
        known = torch.where(torch.isnan(image_BCHW), self.low, image_BCHW)
        return ((known - self.low) / self.span).clamp(0.0, 1.0)

    def resize(self, image_BCHW: Tensor) -> Tensor:
        """Any size to the model's input size."""
        if image_BCHW.shape[-2:] == (self.size, self.size) and not torch.compiler.is_exporting():
            return image_BCHW
        size = (self.size, self.size)
        return F.interpolate(
            image_BCHW, size=size, mode="bilinear", align_corners=False, antialias=False
        )

    def normalise(self, image_BCHW: Tensor) -> Tensor:
        """0..1 to the model's mean and deviation."""
        return (image_BCHW - self.mean) / self.std

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """Stored values `[B, bands, any, any]` to model input `[B, bands, size, size]`."""
        return self.normalise(self.resize(self.scale(image_BCHW)))


def per_band(values: list[float]) -> Tensor:
    """Returns values as `[1, bands, 1, 1]`."""
    return torch.tensor(values, dtype=torch.float32).reshape(1, -1, 1, 1)


def measure_statistics(pack: Pack, seed: int) -> tuple[list[float], list[float]]:
    """Mean and deviation per band of the training part after scaling to 0..1.

    Looks at no more than 2,000 tiles, drawn by the run's seed.
    """
    indices = pack.indices("train")
    draw = np.random.default_rng(seed)
    if len(indices) > STATISTICS_TILES:
        indices = np.sort(draw.choice(indices, STATISTICS_TILES, replace=False))
    low, high = np.asarray(pack.recipe.low), np.asarray(pack.recipe.high)
    span = np.where(high > low, high - low, 1.0)
    total = np.zeros(len(low))
    squares = np.zeros(len(low))
    count = 0
    for start in range(0, len(indices), 64):
        tiles = pack.tiles[indices[start : start + 64]].astype(np.float64)
        tiles = np.nan_to_num(tiles - low[:, None, None]) / span[:, None, None]
        tiles = tiles.clip(0.0, 1.0)
        total += tiles.sum(axis=(0, 2, 3))
        squares += (tiles**2).sum(axis=(0, 2, 3))
        count += tiles.shape[0] * tiles.shape[2] * tiles.shape[3]
    mean = total / count
    std = np.sqrt(np.maximum(squares / count - mean**2, 0.0)).clip(1e-3)
    return mean.tolist(), std.tolist()
