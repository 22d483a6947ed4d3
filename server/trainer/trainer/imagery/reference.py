"""Opens a raster that is used where it lies, and checks that it can be."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Interleaving
from rasterio.io import DatasetReader

from trainer.errors import TrainerError
from trainer.imagery.directories import read_directories
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.open import ReadLimits, check_claims, find_driver, unreadable
from trainer.imagery.range_file import (
    BUFFER_BYTES,
    RangeChannel,
    RangeFile,
    find_problem,
    open_channel,
)

HEAD_BYTES = 512
# COG rules: a raster that fits into this needs no overviews.
MAX_WITHOUT_OVERVIEWS_PX = 512
MAX_BLOCK_PX = 4096
# What browsers decode as GDAL does. JPEG and WebP come out in other colours or not at all; the
# decoder of Zstandard loads its program from a data address, which the security policy forbids.
COMPRESSIONS = frozenset({"NONE", "LZW", "DEFLATE", "ADOBE_DEFLATE", "PACKBITS"})
DTYPES = frozenset({"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"})


@contextmanager
def open_reference(
    source: str, name: str, limits: ReadLimits | None = None, overview_level: int | None = None
) -> Iterator[DatasetReader]:
    """Opens a GeoTIFF behind the channel of this process, as `open_raster` opens one on disk.

    Args:
        source: What the channel knows it as.
        name: How to call it in messages.
        limits: How large it may be.
        overview_level: 0 is the first overview; None the full resolution.

    Raises:
        TrainerError: `unreadable_file`, `unsupported`, `too_large`, or what its host said.
    """
    channel = open_channel()
    head, _ = channel.ask(source, 0, HEAD_BYTES)
    driver = find_driver(head, name)
    if driver != "GTiff":
        raise TrainerError(
            "unsupported", "trainer.references.otherFormat", name=name, driver=driver
        )
    # A name that nobody can guess or open otherwise; GDAL looks for no file of this name.
    path = f"{uuid.uuid4().hex}.tif"
    options = {} if overview_level is None else {"overview_level": overview_level}
    try:
        with rasterio.open(
            path,
            driver=driver,
            sharing=False,
            opener=lambda asked, mode="rb": open_file(channel, source, str(asked), path),
            **options,
        ) as dataset:
            check_claims(dataset, name, limits or ReadLimits())
            yield dataset
    except GDAL_ERRORS as error:
        raise find_problem() or unreadable(name, error) from error


def open_file(channel: RangeChannel, source: str, asked: str, path: str) -> io.BufferedReader:
    """Opens the file for GDAL; any other name, such as a sidecar's, is not there.

    rasterio tries its opener with the name "test" first.
    """
    if asked not in (path, "test"):
        raise FileNotFoundError(asked)
    return io.BufferedReader(RangeFile(channel, source), BUFFER_BYTES)


def check_usable(dataset: DatasetReader, source: str, name: str) -> None:
    """Refuses what is no cloud optimized GeoTIFF that the browser can read as it is.

    Args:
        dataset: As `open_reference` yields it.
        source: The same file, whose directories are looked at besides.
        name: How to call it in messages.

    Raises:
        TrainerError: `unsupported` with the reason, or `unreadable_file` where it is cut off.
    """
    if not dataset.profile["tiled"]:
        raise TrainerError("unsupported", "trainer.references.notTiled", name=name)
    width, height = dataset.width, dataset.height
    if max(width, height) > MAX_WITHOUT_OVERVIEWS_PX and not dataset.overviews(1):
        raise TrainerError(
            "unsupported",
            "trainer.references.noOverviews",
            name=name,
            widthPx=width,
            heightPx=height,
        )
    check_numbers(dataset, name)
    change = needed_change(dataset)
    if change is not None:
        raise needs_change(name, change)
    check_directories(source, name, 1 + len(dataset.overviews(1)))


def check_numbers(dataset: DatasetReader, name: str) -> None:
    """Refuses types, compressions and tiles that the browser cannot read."""
    dtype = dataset.dtypes[0]
    whole = 8 * np.dtype(dtype).itemsize
    bits = int(dataset.tags(1, ns="IMAGE_STRUCTURE").get("NBITS", whole))
    if dtype not in DTYPES or bits != whole:
        raise TrainerError(
            "unsupported", "trainer.references.numbers", name=name, type=dtype, bits=bits
        )
    compression = dataset.tags(ns="IMAGE_STRUCTURE").get("COMPRESSION", "NONE").upper()
    if compression not in COMPRESSIONS:
        raise TrainerError(
            "unsupported", "trainer.references.compression", name=name, compression=compression
        )
    rows, cols = dataset.block_shapes[0]
    if max(rows, cols) > MAX_BLOCK_PX:
        raise TrainerError(
            "unsupported", "trainer.references.blockTooLarge", name=name, rows=rows, cols=cols
        )


def needed_change(dataset: DatasetReader) -> str | None:
    """Returns what an import would change about the pixels; None where it would keep them."""
    if dataset.colorinterp[0] == ColorInterp.palette:
        return "palette"
    if ColorInterp.alpha in dataset.colorinterp:
        return "alpha"
    transform = dataset.transform
    if dataset.gcps[0] and transform.is_identity:
        return "points"
    upright = transform.b == 0 and transform.d == 0 and transform.e < 0 < transform.a
    if dataset.crs and not transform.is_identity and not upright:
        return "turned"
    if dataset.count > 1 and dataset.interleaving != Interleaving.pixel:
        return "apart"
    return None


def check_directories(source: str, name: str, level_count: int) -> None:
    """Looks at what GDAL does not tell: further pages, masks of overviews, tiles beyond the end.

    No tile is read for it.
    """
    file = RangeFile(open_channel(), source)
    try:
        directories = read_directories(io.BufferedReader(file, BUFFER_BYTES))
    except (OSError, ValueError) as error:
        raise find_problem() or unreadable(name, error) from error
    masks = [one for one in directories if one.is_mask]
    images = [one for one in directories if not one.is_mask]
    if len(images) != level_count or any(not one.is_overview for one in images[1:]):
        raise needs_change(name, "pages")
    if masks and len(masks) != len(images):
        raise needs_change(name, "mask")
    if any(one.tile != images[0].tile for one in directories):
        raise needs_change(name, "tiles")
    end = max(directory.end for directory in directories)
    if end > file.byte_size:
        raise TrainerError(
            "unreadable_file",
            "trainer.references.incomplete",
            name=name,
            wanted=end,
            found=file.byte_size,
        )


def needs_change(name: str, what: str) -> TrainerError:
    """Returns the refusal of a raster whose pixels an import would change."""
    return TrainerError("unsupported", "trainer.references.needsChange", name=name, what=what)
