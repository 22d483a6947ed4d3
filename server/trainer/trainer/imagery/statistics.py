"""Statistics of a finished scene, band by band."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.io import DatasetReader
from rasterio.windows import Window

from trainer.imagery.band_units import read_steps, read_unit
from trainer.imagery.cog import Mask, Pixels, RasterLayout, plan_windows
from trainer.imagery.types import Band, Histogram
from trainer.imagery.wavelength import read_wavelength
from trainer.progress import Progress

SAMPLE_PIXELS = 4_000_000
SAMPLE_VALUES = 48_000_000
BINS = 64

PERCENTILES = (1.0, 2.0, 50.0, 98.0, 99.0)
# Colour interpretations that name a part of the spectrum; gray and undefined say nothing.
SPECTRAL_COLOURS = frozenset(
    {"red", "green", "blue", "cyan", "magenta", "yellow", "black", "hue", "saturation", "lightness"}
    | {"coastal", "nir"}
)
NAMES = {"nir": "NIR"}
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
    """Measures every band of the raster at `path`, reading all of it."""
    with rasterio.open(path, driver="GTiff") as dataset:
        return measure_dataset(dataset, progress)


def measure_dataset(dataset: DatasetReader, progress: Progress) -> list[Band]:
    """Measures every band of an open raster, reading all of it."""
    meter = Meter(dataset.width, dataset.height, dataset.count)
    sample_bytes = dataset.count * int(np.dtype(dataset.dtypes[0]).itemsize) + dataset.count
    windows = plan_windows(dataset.width, dataset.height, sample_bytes)
    for done, window in enumerate(windows):
        masks = dataset.read_masks(window=window) > 0
        meter.add(dataset.read(window=window), masks, window)
        progress.step(done + 1, len(windows))
    return meter.to_bands(dataset)


class Meter:
    """Measures all bands of a raster from its windows, in any order.

    Minimum, maximum and the valid fraction are exact. Mean, deviation, percentiles and the
    histogram are exact up to 4 million pixels; above that they come from every n-th row and
    column, the same ones each time.
    """

    def __init__(self, width: int, height: int, count: int) -> None:
        wanted = min(SAMPLE_PIXELS, SAMPLE_VALUES // count)
        self._stride = max(1, math.ceil(math.sqrt(width * height / wanted)))
        self._bands = [BandAccumulator() for _ in range(count)]

    def add(
        self,
        pixels: NDArray[Any],
        masks: Sequence[NDArray[np.bool_] | None] | NDArray[np.bool_],
        window: Window,
    ) -> None:
        """Adds one window.

        Args:
            pixels: [bands, rows, cols]; values that are not finite are not valid.
            masks: For each band which pixels are valid [rows, cols], or None for all of them.
            window: Where it lies.
        """
        offset = (int(window.row_off), int(window.col_off), self._stride)
        for values, mask, band in zip(pixels, masks, self._bands, strict=True):
            band.add(values, narrow(values, mask), offset)

    def to_bands(self, dataset: DatasetReader) -> list[Band]:
        """Returns the finished statistics, with the names that the finished raster has."""
        return [band.to_band(dataset, index) for index, band in enumerate(self._bands, start=1)]


def plan_meter(layout: RasterLayout, masked: bool) -> Meter | None:
    """Returns a meter for the windows of a copy, where they tell what is valid by themselves.

    They do not when a mask and a nodata value contend, or when GDAL rounds a fractional nodata
    value before it compares: such a scene is measured when it is finished.
    """
    if layout.nodata is not None:
        rounded = np.dtype(layout.dtype).kind == "f" and not math.isnan(layout.nodata)
        if masked or rounded:
            return None
    return Meter(layout.width, layout.height, layout.count)


def find_valid(
    pixels: Pixels, mask: Mask | None, nodata: float | None
) -> list[NDArray[np.bool_] | None]:
    """Returns for each band which pixels are valid [rows, cols], None for all of them."""
    if mask is not None:
        return [mask > 0] * len(pixels)
    if nodata is None or math.isnan(nodata):
        return [None] * len(pixels)  # NaN is not finite: a meter leaves it out
    return [band != nodata for band in pixels]


def narrow(values: NDArray[Any], mask: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
    """Returns which values count, or None for all: copying what is valid takes its time."""
    if values.dtype.kind == "f":
        finite = np.isfinite(values)
        mask = finite if mask is None else mask & finite
    return None if mask is None or bool(mask.all()) else mask


class BandAccumulator:
    """Collects one band: exact extremes and counts, and a sample of valid values."""

    def __init__(self) -> None:
        self.low = math.inf
        self.high = -math.inf
        self.valid = 0
        self.total = 0
        self.samples: list[NDArray[Any]] = []

    def add(
        self, values: NDArray[Any], valid: NDArray[np.bool_] | None, offset: tuple[int, int, int]
    ) -> None:
        """Adds one window: `values` and `valid` [rows, cols]; offset is (row, col, stride)."""
        self.total += values.size
        good = values if valid is None else values[valid]
        self.valid += good.size
        if good.size:
            self.low = min(self.low, float(good.min()))
            self.high = max(self.high, float(good.max()))
        row, col, stride = offset
        if stride == 1:
            self.samples.append(good.ravel())
            return
        rows, cols = slice(-row % stride, None, stride), slice(-col % stride, None, stride)
        sample = values[rows, cols]
        self.samples.append(sample.flatten() if valid is None else sample[valid[rows, cols]])

    def to_band(self, dataset: DatasetReader, index: int) -> Band:
        """Returns the finished statistics of band `index` (1-based)."""
        sample = np.concatenate(self.samples) if self.samples else np.zeros(0)
        description = dataset.descriptions[index - 1]
        colour = find_colour(dataset.colorinterp[index - 1], description)
        fallback = NAMES.get(colour, colour.capitalize()) if colour else f"Band {index}"
        if not sample.size:
            low = self.low if self.valid else 0.0
            sample = np.full(1, low)
        found = Distribution(sample)
        low, high = (self.low, self.high) if self.valid else (0.0, 0.0)
        scale, offset = read_steps(dataset, index)
        p1, p2, p50, p98, p99 = (found.percentile(share) for share in PERCENTILES)
        return {
            "index": index,
            "name": description or fallback,
            "description": description,
            "colour": colour,
            "wavelengthNm": read_wavelength(dataset, index),
            "unit": read_unit(dataset, index),
            "scale": scale,
            "offset": offset,
            "min": low,
            "max": high,
            "mean": found.mean,
            "standardDeviation": found.deviation,
            "p1": p1,
            "p2": p2,
            "p50": p50,
            "p98": p98,
            "p99": p99,
            "validFraction": self.valid / self.total if self.total else 0.0,
            "histogram": make_histogram(found if self.valid else None, p1, p99, low, high),
        }


class Distribution:
    """The values of a sample in ascending order, each with how often it occurs.

    Values of 8 and 16 bits are counted, which is many times as fast as sorting them.
    """

    def __init__(self, sample: NDArray[Any]) -> None:
        if sample.dtype.kind in "iu" and sample.dtype.itemsize <= 2:
            first = int(sample.min())
            counts = np.bincount(sample.astype(np.int64) - first)
            present = np.flatnonzero(counts)
            self.values = (present + first).astype(np.float64)
            self.counts: NDArray[np.int64] = counts[present]
        else:
            self.values = np.sort(sample.astype(np.float64))
            self.counts = np.ones(sample.size, np.int64)
        self._ends = np.cumsum(self.counts)
        self._size = int(self._ends[-1])
        self.mean = float(self.values @ self.counts) / self._size
        squares = (self.values - self.mean) ** 2
        self.deviation = math.sqrt(float(squares @ self.counts) / self._size)

    def percentile(self, share: float) -> float:
        """Returns the value below which `share` percent lie, linear between two (as numpy)."""
        place = share / 100 * (self._size - 1)
        lower = int(place)
        below, above = (
            float(self.values[np.searchsorted(self._ends, at, side="right")])
            for at in (lower, min(lower + 1, self._size - 1))
        )
        return below + (above - below) * (place - lower)


def make_histogram(
    found: Distribution | None, p1: float, p99: float, low: float, high: float
) -> Histogram:
    """Counts a sample over the range that matters: p1 to p99 and a quarter of it to each side.

    A few extreme values would else squeeze everything into one bin. Values beyond the range are
    counted in the outermost bins, so the counts add up to the sample.
    """
    margin = (p99 - p1) / 4
    first, last = max(low, p1 - margin), min(high, p99 + margin)
    if last <= first:
        last = first + 1.0
    counts = np.zeros(BINS, np.int64)
    if found is not None:
        inside = np.clip(found.values, first, last)
        counts, _ = np.histogram(inside, BINS, (first, last), weights=found.counts)
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
