"""Decodes single chips of a contact sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.io import DatasetReader, MemoryFile
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.cog import Mask, Pixels
from trainer.imagery.convert import Conversion, plan_conversion
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.open import ReadLimits, check_claims, find_driver, first_cause

CHIP_LIMITS = ReadLimits(max_pixels=16_000_000, max_samples=256_000_000)


class Kind(NamedTuple):
    """What chips must agree on to share a sheet."""

    bands: int
    dtype: str


@dataclass(frozen=True)
class Chip:
    """One decoded chip: pixels [bands, rows, cols], mask [rows, cols] or None, and its origin."""

    pixels: Pixels
    mask: Mask | None
    width: int
    height: int
    crs: str
    descriptions: tuple[str | None, ...]
    colours: tuple[ColorInterp, ...]
    nodata: float | None

    @property
    def kind(self) -> Kind:
        """Number of bands and type."""
        return Kind(int(self.pixels.shape[0]), self.pixels.dtype.name)


def decode(content: bytes, name: str) -> Chip:
    """Decodes one chip from its bytes, checked like any raster.

    Raises:
        TrainerError: Why it cannot be read.
    """
    driver = find_driver(content[:512], "It")
    try:
        with MemoryFile(content) as memory, memory.open(driver=driver) as dataset:
            check_claims(dataset, "It", CHIP_LIMITS)
            conversion = plan_conversion(dataset)
            pixels, mask = conversion.read(dataset, Window(0, 0, dataset.width, dataset.height))
            return describe_chip(dataset, conversion, pixels, mask)
    except GDAL_ERRORS as error:
        raise TrainerError(
            "unreadable_file", "trainer.chips.unreadable", reason=first_cause(error)
        ) from error


def describe_chip(
    dataset: DatasetReader,
    conversion: Conversion,
    pixels: Pixels,
    mask: Mask | None,
) -> Chip:
    """Collects what a sheet needs to know about one chip."""
    chosen = [] if conversion.palette is not None else [i - 1 for i in conversion.indexes]
    return Chip(
        pixels,
        mask,
        dataset.width,
        dataset.height,
        code_of(dataset.crs or None),
        tuple(dataset.descriptions[index] for index in chosen),
        conversion.colours,
        conversion.nodata,
    )


def code_of(crs: CRS | None) -> str:
    """Returns an authority code, WKT where there is none, or nothing."""
    if crs is None:
        return ""
    try:
        epsg = crs.to_epsg()
    except GDAL_ERRORS:
        return "unknown"
    return f"EPSG:{epsg}" if epsg else str(crs.to_wkt())


def resample(pixels: Pixels, cell: int, method: Resampling) -> Pixels:
    """Resamples [bands, rows, cols] to [bands, cell, cell]; shapes are stretched to the square."""
    bands, height, width = pixels.shape
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "width": width,
        "height": height,
        "count": bands,
        "dtype": pixels.dtype.name,
    }
    with MemoryFile() as memory:
        with memory.open(**profile) as dataset:
            dataset.write(pixels)
        with memory.open(driver="GTiff") as dataset:
            result: Pixels = dataset.read(out_shape=(bands, cell, cell), resampling=method)
            return result


def without_pixels(chip: Chip) -> Chip:
    """Returns a chip's facts alone, so that a large sheet does not stay in memory."""
    return replace(chip, pixels=np.zeros((0, 0, 0), chip.pixels.dtype), mask=None)
