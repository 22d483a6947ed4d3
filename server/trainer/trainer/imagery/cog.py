"""Writes cloud optimized GeoTIFFs, the one form in which the studio keeps imagery.

Writing is done in two steps: pixels go into a plain tiled GeoTIFF in any order that suits the
source (`flat_writer`), then GDAL's COG driver lays them out with overviews (`write_cog`).
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.io import DatasetWriter
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.band_units import write_unit
from trainer.imagery.block_check import BlockError, check_blocks
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.watch_copy import watch_copy
from trainer.imagery.wavelength import write_wavelength
from trainer.progress import Progress

BLOCK_PX = 512
MIB = 1024**2
WINDOW_BYTES = 64 * MIB
# Rows that are too wide for all overviews at once.
WIDE_ROW_BYTES = 100_000
# Of the time that laying out takes, what the overviews take.
OVERVIEW_SHARE = 0.2
# How many times its decoded size a raster may take while it is imported without compression.
ROOM_FOR_PLAIN = 4
WRITE_ERRORS: tuple[type[Exception], ...] = (*GDAL_ERRORS, BlockError)

Pixels = NDArray[Any]
Mask = NDArray[np.uint8]


@dataclass(frozen=True)
class RasterLayout:
    """Everything about a raster but its pixels.

    Attributes:
        transform: Pixel corner (col, row) to map coordinates (x, y).
        crs: None in pixel space.
        colours: One colour interpretation per band.
        scales, offsets: Kept as tags; pixel values stay raw.
        wavelengths: Centre of each band in nm, None where it is not known.
        units: What the values of each band count, None where it is not known.
    """

    width: int
    height: int
    count: int
    dtype: str
    transform: Affine
    crs: CRS | None = None
    nodata: float | None = None
    descriptions: tuple[str | None, ...] = ()
    colours: tuple[ColorInterp, ...] = ()
    scales: tuple[float, ...] = ()
    offsets: tuple[float, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    wavelengths: tuple[float | None, ...] = ()
    units: tuple[str | None, ...] = ()

    @property
    def byte_size(self) -> int:
        """Size of the decoded pixels in bytes."""
        return self.width * self.height * self.count * int(np.dtype(self.dtype).itemsize)

    def moved(self, transform: Affine, width: int, height: int) -> RasterLayout:
        """Returns the same bands on another grid."""
        return replace(self, transform=transform, width=width, height=height)


def pixel_space(height: int) -> Affine:
    """Returns the transform of pixel space: x right, y up, extent [0, 0, width, height]."""
    return Affine(1.0, 0.0, 0.0, 0.0, -1.0, float(height))


class FlatWriter:
    """Writes windows of pixels, and a mask from the first invalid pixel on.

    A mask is only made when something is invalid: an all-valid mask would cost every reader a
    second request per tile. Mask blocks that were never written count as invalid, so the windows
    before the first invalid pixel are filled in when it is met.
    """

    def __init__(self, dataset: DatasetWriter) -> None:
        self._dataset = dataset
        self._valid_windows: list[Window] = []
        self.has_mask = False

    def write(self, pixels: Pixels, window: Window, mask: Mask | None = None) -> None:
        """Writes `pixels` [bands, rows, cols] and `mask` [rows, cols] (0 is invalid)."""
        self._dataset.write(pixels, window=window)
        if self._dataset.nodata is None and pixels.dtype.kind == "f" and np.isnan(pixels).any():
            self._dataset.nodata = float("nan")  # nobody declared it, but NaN means missing
        if mask is None or bool(mask.all()):
            if self.has_mask:
                self._dataset.write_mask(True, window=window)
            else:
                self._valid_windows.append(window)
            return
        if not self.has_mask:
            self.has_mask = True
            for earlier in self._valid_windows:
                self._dataset.write_mask(True, window=earlier)
        self._dataset.write_mask(np.where(mask > 0, 255, 0).astype(np.uint8), window=window)

    def write_band(self, pixels: Pixels, index: int) -> None:
        """Writes one whole band [rows, cols]; `index` counts from 1."""
        self._dataset.write(pixels, index)

    def write_mask(self, mask: Mask) -> None:
        """Writes the whole mask [rows, cols] if it hides anything."""
        if not mask.all():
            self.has_mask = True
            self._dataset.write_mask(mask)


@contextmanager
def flat_writer(path: Path, layout: RasterLayout) -> Iterator[FlatWriter]:
    """Opens a plain tiled GeoTIFF for `layout` and yields its writer.

    Raises:
        TrainerError: `storage_full` when the disk cannot hold the result.
    """
    check_disk(path.parent, layout)
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "width": layout.width,
        "height": layout.height,
        "count": layout.count,
        "dtype": layout.dtype,
        "transform": layout.transform,
        "crs": layout.crs,
        "nodata": layout.nodata,
        "tiled": True,
        "blockxsize": BLOCK_PX,
        "blockysize": BLOCK_PX,
        "interleave": "pixel",
        **choose_compression(path.parent, layout),
        "bigtiff": "if_safer",
        "sparse_ok": True,
    }
    with rasterio.open(path, "w", **profile) as dataset:
        describe_bands(dataset, layout)
        yield FlatWriter(dataset)


def describe_bands(dataset: DatasetWriter, layout: RasterLayout) -> None:
    """Writes band names, colour interpretation, scales, offsets and tags."""
    if layout.colours:
        dataset.colorinterp = layout.colours
    for index, description in enumerate(layout.descriptions, start=1):
        if description:
            dataset.set_band_description(index, description)
    for index, centre in enumerate(layout.wavelengths, start=1):
        if centre is not None:
            write_wavelength(dataset, index, centre)
    for index, unit in enumerate(layout.units, start=1):
        if unit is not None:
            write_unit(dataset, index, unit)
    if any(scale != 1.0 for scale in layout.scales):
        dataset.scales = layout.scales
    if any(offset != 0.0 for offset in layout.offsets):
        dataset.offsets = layout.offsets
    if layout.tags:
        dataset.update_tags(**layout.tags)


def choose_compression(folder: Path, layout: RasterLayout) -> dict[str, Any]:
    """Returns how a plain GeoTIFF is compressed: not at all where the disk has room for it."""
    if shutil.disk_usage(folder).free > ROOM_FOR_PLAIN * layout.byte_size:
        return {}
    return {"compress": "zstd", "zstd_level": 1}


def check_disk(folder: Path, layout: RasterLayout) -> None:
    """Refuses to start what the disk could not hold even at twice the usual compression."""
    free = shutil.disk_usage(folder).free
    needed = layout.byte_size // 4
    if free < needed:
        raise TrainerError(
            "storage_full", "trainer.scenes.needsSpace", neededBytes=needed, freeBytes=free
        )


def write_cog(
    source: Path, target: Path, progress: Progress, nearest_overviews: bool = False
) -> None:
    """Writes `source` as a COG: 512 px blocks, DEFLATE with predictor, overviews.

    Args:
        source: A raster written by `flat_writer`; it gets the overviews.
        target: The COG.
        progress: Told how much is on disk already.
        nearest_overviews: For colours and classes, which have no averages.

    Raises:
        TrainerError: `storage_full` when the disk gave out.
    """
    try:
        full_bytes = source.stat().st_size
        method = Resampling.nearest if nearest_overviews else Resampling.average
        build_overviews(source, method, progress)
        with watch_copy(source, target, full_bytes, progress, OVERVIEW_SHARE, 1.0):
            rasterio.shutil.copy(
                str(source),
                str(target),
                driver="COG",
                strict=False,
                BLOCKSIZE=BLOCK_PX,
                COMPRESS="DEFLATE",
                LEVEL=6,
                PREDICTOR="YES",
                OVERVIEWS="AUTO",
                BIGTIFF="IF_SAFER",
                NUM_THREADS=2,
            )
        check_blocks(target)
    except WRITE_ERRORS as error:
        # The source is our own and sound, so a failure is the disk's unless it has plenty left.
        with rasterio.open(source, driver="GTiff") as dataset:
            itemsize = int(np.dtype(dataset.dtypes[0]).itemsize)
            needed = dataset.width * dataset.height * dataset.count * itemsize
        if shutil.disk_usage(target.parent).free < needed:
            raise TrainerError(
                "storage_full", "trainer.scenes.diskFilledUp", neededBytes=needed
            ) from error
        raise


def build_overviews(path: Path, method: Resampling, progress: Progress) -> None:
    """Adds overviews of half the size each to a plain GeoTIFF, until one fits into a block.

    The COG driver would make them itself, through a compressed temporary file, in twice the time.
    All of them at once is fastest, but GDAL then holds as many rows as the coarsest needs: 30,000
    px of 6 bands took 1.2 GB. One level at a time, by one thread, takes 0.4 GB and no longer.
    """
    with rasterio.open(path, driver="GTiff") as dataset:
        row_bytes = dataset.width * dataset.count * int(np.dtype(dataset.dtypes[0]).itemsize)
        levels: list[int] = []
        side = max(dataset.width, dataset.height)
        while side > BLOCK_PX:
            levels.append(2 ** (len(levels) + 1))
            side = math.ceil(side / 2)
    steps = [levels] if row_bytes <= WIDE_ROW_BYTES else [[level] for level in levels]
    threads = {} if len(steps) == 1 else {"GDAL_NUM_THREADS": "1"}
    for done, step in enumerate(steps, start=1):
        if step:
            with rasterio.Env(**threads), rasterio.open(path, "r+", driver="GTiff") as dataset:
                dataset.build_overviews(step, method)
        progress.share(OVERVIEW_SHARE * done / len(steps))


def plan_windows(width: int, height: int, sample_bytes: int) -> Sequence[Window]:
    """Cuts a raster into windows aligned to blocks, each at most about 64 MiB decoded.

    Whole rows where they fit, because most foreign files are stored in strips.

    Args:
        width: Raster width in pixels.
        height: Raster height in pixels.
        sample_bytes: Bytes per pixel over all bands.
    """
    blocks = max(1, WINDOW_BYTES // (BLOCK_PX * BLOCK_PX * sample_bytes))
    columns = min(width, blocks * BLOCK_PX)
    rows = min(height, max(1, blocks * BLOCK_PX // max(width, BLOCK_PX)) * BLOCK_PX)
    return [
        Window(col, row, min(columns, width - col), min(rows, height - row))
        for row in range(0, height, rows)
        for col in range(0, width, columns)
    ]
