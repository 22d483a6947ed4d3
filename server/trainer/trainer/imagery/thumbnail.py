"""The small picture of a scene that lists show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, Resampling
from rasterio.io import DatasetReader

from trainer.imagery.types import Band

MAX_SIDE_PX = 384


def write_thumbnail(dataset: DatasetReader, target: Path, bands: list[Band]) -> None:
    """Writes a PNG of at most 384 px: p2 to p98 stretch, transparent where nothing is valid."""
    chosen = choose_bands(bands)
    scale = min(1.0, MAX_SIDE_PX / max(dataset.width, dataset.height))
    height = max(1, round(dataset.height * scale))
    width = max(1, round(dataset.width * scale))
    pixels = dataset.read(
        indexes=chosen, out_shape=(len(chosen), height, width), resampling=Resampling.average
    )
    masks = dataset.read_masks(indexes=chosen, out_shape=(len(chosen), height, width))
    picture = np.zeros((4, height, width), np.uint8)
    for position in range(3):
        source = min(position, len(chosen) - 1)
        band = bands[chosen[source] - 1]
        picture[position] = stretch(pixels[source], band["p2"], band["p98"])
    valid = masks.all(axis=0)
    if pixels.dtype.kind == "f":
        valid &= np.isfinite(pixels).all(axis=0)
    picture[3] = np.where(valid, 255, 0)
    picture[:3, ~valid] = 0
    with rasterio.open(
        target, "w", driver="PNG", width=width, height=height, count=4, dtype="uint8"
    ) as png:
        png.colorinterp = (
            ColorInterp.red,
            ColorInterp.green,
            ColorInterp.blue,
            ColorInterp.alpha,
        )
        png.write(picture)


def choose_bands(bands: list[Band]) -> list[int]:
    """Returns the 1-based bands to show as red, green and blue, or the first band alone."""
    by_colour = {band["colour"]: band["index"] for band in reversed(bands)}
    if all(colour in by_colour for colour in ("red", "green", "blue")):
        return [by_colour["red"], by_colour["green"], by_colour["blue"]]
    return [1, 2, 3] if len(bands) >= 3 else [1]


def stretch(values: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Maps low..high to 0..255; one colour all over stays that colour where it is a byte."""
    if high <= low and values.dtype == np.uint8:
        return values.astype(np.uint8)
    span = high - low if high > low else 1.0
    scaled = (values.astype(np.float64) - low) * (255.0 / span)
    return np.clip(np.nan_to_num(scaled), 0, 255).astype(np.uint8)
