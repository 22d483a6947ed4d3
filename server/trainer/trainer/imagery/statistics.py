"""Statistics of a finished scene, band by band."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.io import DatasetReader
from rasterio.windows import Window

from trainer.imagery.cog import plan_windows
from trainer.imagery.types import Band, Histogram
from trainer.progress import Progress

SAMPLE_PIXELS = 4_000_000
SAMPLE_VALUES = 48_000_000
BINS = 64

PERCENTILES = (1.0, 2.0, 50.0, 98.0, 99.0)
# Colour interpretations that name a part of the spectrum; gray and undefined say nothing.
SPECTRAL_COLOURS = frozenset(
    {"red", "green", "blue", "cyan", "magenta", "yellow", "black", "hue", "saturation", "lightness"}
)
SPECTRAL_WORDS = frozenset({"blue", "green", "red", "nir", "swir1", "swir2"})
SENTINEL2_COLOURS = {
    "b02": "blue",
    "b03": "green",
    "b04": "red",
    "b08": "nir",
    "b11": "swir1",
    "b12": "swir2",
}


def measure_bands(path: Path, progress: Progress) -> list[Band]:
    """Measures every band of the raster at `path`.

    Minimum, maximum and the valid fraction are exact. Mean, deviation, percentiles and the
    histogram are exact up to 4 million pixels; above that they come from every n-th row and
    column, the same ones each time.
    """
    with rasterio.open(path, driver="GTiff") as dataset:
        stride = choose_stride(dataset.width, dataset.height, dataset.count)
        sample_bytes = dataset.count * int(np.dtype(dataset.dtypes[0]).itemsize) + dataset.count
        windows = plan_windows(dataset.width, dataset.height, sample_bytes)
        accumulators = [BandAccumulator() for _ in range(dataset.count)]
        for done, window in enumerate(windows):
            read_window(dataset, window, stride, accumulators)
            progress.step(done + 1, len(windows))
        return [
            accumulator.to_band(dataset, index)
            for index, accumulator in enumerate(accumulators, start=1)
        ]


def choose_stride(width: int, height: int, count: int) -> int:
    """Returns the sampling stride in pixels that keeps the sample within bounds."""
    wanted = min(SAMPLE_PIXELS, SAMPLE_VALUES // count)
    return max(1, math.ceil(math.sqrt(width * height / wanted)))


class BandAccumulator:
    """Collects one band: exact extremes and counts, and a sample of valid values."""

    def __init__(self) -> None:
        self.low = math.inf
        self.high = -math.inf
        self.valid = 0
        self.total = 0
        self.samples: list[NDArray[Any]] = []

    def add(
        self, values: NDArray[Any], valid: NDArray[np.bool_], offset: tuple[int, int, int]
    ) -> None:
        """Adds one window: `values` and `valid` [rows, cols]; offset is (row, col, stride)."""
        self.total += values.size
        good = values[valid]
        self.valid += good.size
        if good.size:
            self.low = min(self.low, float(good.min()))
            self.high = max(self.high, float(good.max()))
        row, col, stride = offset
        if stride == 1:
            self.samples.append(good)
            return
        rows, cols = slice(-row % stride, None, stride), slice(-col % stride, None, stride)
        self.samples.append(values[rows, cols][valid[rows, cols]])

    def to_band(self, dataset: DatasetReader, index: int) -> Band:
        """Returns the finished statistics of band `index` (1-based)."""
        sample = np.concatenate(self.samples) if self.samples else np.zeros(0)
        description = dataset.descriptions[index - 1]
        colour = find_colour(dataset.colorinterp[index - 1], description)
        fallback = colour.capitalize() if colour else f"Band {index}"
        if not sample.size:
            low = self.low if self.valid else 0.0
            sample = np.full(1, low)
        sample = sample.astype(np.float64)
        low, high = (self.low, self.high) if self.valid else (0.0, 0.0)
        p1, p2, p50, p98, p99 = (float(value) for value in np.percentile(sample, PERCENTILES))
        return {
            "index": index,
            "name": description or fallback,
            "description": description,
            "colour": colour,
            "min": low,
            "max": high,
            "mean": float(sample.mean()),
            "standardDeviation": float(sample.std()),
            "p1": p1,
            "p2": p2,
            "p50": p50,
            "p98": p98,
            "p99": p99,
            "validFraction": self.valid / self.total if self.total else 0.0,
            "histogram": make_histogram(sample if self.valid else sample[:0], p1, p99, low, high),
        }


def read_window(
    dataset: DatasetReader, window: Window, stride: int, accumulators: list[BandAccumulator]
) -> None:
    """Reads one window of all bands and adds it to the accumulators."""
    pixels = dataset.read(window=window)
    masks = dataset.read_masks(window=window)
    offset = (int(window.row_off), int(window.col_off), stride)
    for values, mask, accumulator in zip(pixels, masks, accumulators, strict=True):
        valid = mask > 0
        if values.dtype.kind == "f":
            valid &= np.isfinite(values)
        accumulator.add(values, valid, offset)


def make_histogram(
    sample: NDArray[np.float64], p1: float, p99: float, low: float, high: float
) -> Histogram:
    """Counts a sample over the range that matters: p1 to p99 and a quarter of it to each side.

    A few extreme values would else squeeze everything into one bin. Values beyond the range are
    counted in the outermost bins, so the counts add up to the sample.
    """
    margin = (p99 - p1) / 4
    first, last = max(low, p1 - margin), min(high, p99 + margin)
    if last <= first:
        last = first + 1.0
    counts, _ = np.histogram(np.clip(sample, first, last), bins=BINS, range=(first, last))
    return {"low": first, "high": last, "counts": [int(count) for count in counts]}


def find_colour(declared: ColorInterp, description: str | None) -> str | None:
    """Returns the part of the spectrum that a band holds, if the file says so.

    Colour interpretation comes first, then a description that is or ends in a colour's name, or
    is one of Sentinel-2's band names, whose leading zero sets them apart from Landsat's.
    """
    if declared.name in SPECTRAL_COLOURS:
        return str(declared.name)
    text = (description or "").strip().lower()
    word = text.rpartition(" ")[2]
    return word if word in SPECTRAL_WORDS else SENTINEL2_COLOURS.get(text)
