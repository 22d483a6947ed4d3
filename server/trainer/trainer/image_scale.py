"""Measures which values images hold, from a small copy of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trainer.contract.run_spec import BandScale
from trainer.imagery.band_units import read_steps, read_unit
from trainer.imagery.open import ReadLimits, open_raster

# So many images say what a folder holds; so many pixels a side say what an image holds.
MOST_IMAGES = 32
MOST_SIDE_PX = 512
PERCENTILES = (2, 98)


def measure_scale(paths: Sequence[Path], bands: Sequence[int]) -> list[BandScale]:
    """Returns what images hold in some bands (1-based), all images together.

    At most 32 images are looked at, evenly chosen. A band without any valid pixel has low = high.

    Raises:
        TrainerError, GDAL errors: An image cannot be read, or lacks a band.
    """
    step = max(1, len(paths) // MOST_IMAGES)
    samples: list[list[NDArray[Any]]] = [[] for _ in bands]
    said: list[tuple[str | None, float | None, float | None]] = []
    for path in paths[::step][:MOST_IMAGES]:
        with open_raster(path, ReadLimits()) as image:
            shape = (min(image.height, MOST_SIDE_PX), min(image.width, MOST_SIDE_PX))
            for place, band in enumerate(bands):
                pixels = image.read(band, out_shape=shape)
                valid = image.read_masks(band, out_shape=shape) > 0
                kept = pixels[valid & np.isfinite(pixels)]
                samples[place].append(kept)
            said = said or [(read_unit(image, band), *read_steps(image, band)) for band in bands]
    return [
        make_scale(np.concatenate(parts), *words)
        for parts, words in zip(samples, said, strict=True)
    ]


def make_scale(
    values: NDArray[Any], unit: str | None, scale: float | None, offset: float | None
) -> BandScale:
    """Returns the range of a band's values, and what they count."""
    low, high = np.percentile(values, PERCENTILES) if values.size else (0.0, 0.0)
    return BandScale(low=float(low), high=float(high), unit=unit, scale=scale, offset=offset)
