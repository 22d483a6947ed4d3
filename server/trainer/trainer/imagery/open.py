"""Opens a raster that may be odd, damaged or hostile, after looking at what it claims to be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import rasterio
from rasterio.io import DatasetReader

from trainer.contract.sentences import SentenceKey
from trainer.errors import TrainerError
from trainer.imagery import erdas
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.raw import find_header

MIB = 1024**2

# What the first bytes must be, and the one driver that may then read the file.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"II*\x00", "GTiff"),
    (b"MM\x00*", "GTiff"),
    (b"II+\x00", "GTiff"),
    (b"MM\x00+", "GTiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JP2OpenJPEG"),
    (b"\xff\x4f\xff\x51", "JP2OpenJPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (erdas.MAGIC, "HFA"),
    # The classic forms only: netCDF-4 is HDF5, which may name any other file as its pixels.
    (b"CDF\x01", "netCDF"),
    (b"CDF\x02", "netCDF"),
    (b"CDF\x05", "netCDF"),
)
READABLE = ("GeoTIFF", "COG", "BigTIFF", "JPEG 2000", "PNG", "JPEG", "ERDAS", "ENVI", "netCDF 3")
HDF5 = b"\x89HDF\r\n\x1a\n"


@dataclass(frozen=True)
class ReadLimits:
    """How large a raster may be, checked before a single pixel is read.

    Attributes:
        max_pixels: Width times height.
        max_samples: Width times height times bands.
        max_bands: Number of bands.
        max_block_bytes: One block (tile or strip) as it is decoded; GDAL holds whole blocks.
    """

    max_pixels: int = 4_000_000_000
    max_samples: int = 16_000_000_000
    max_bands: int = 64
    max_block_bytes: int = 1024 * MIB


def find_driver(head: bytes, name: str) -> str:
    """Returns the driver for a file that starts with `head`.

    Raises:
        TrainerError: `unreadable_file` or `unsupported`, saying what the file seems to be.
    """
    driver = find_signature(head)
    if driver is not None:
        return driver
    if not head:
        raise TrainerError("unreadable_file", "trainer.files.empty", name=name)
    text = head.lstrip().lower()
    if text.startswith(b"version https://git-lfs"):
        raise TrainerError("unreadable_file", "trainer.files.lfsPointer", name=name)
    if head.startswith(HDF5):
        raise TrainerError("unsupported", "trainer.files.hdf5", name=name)
    if text.startswith(b"envi"):
        raise TrainerError("invalid_input", "trainer.files.headerOnly", name=name)
    if b"<vrtdataset" in text:
        raise TrainerError("unsupported", "trainer.files.virtualRaster", name=name)
    raise TrainerError(
        "unreadable_file",
        "trainer.files.notARaster",
        name=name,
        bytes=head[:8].hex(" "),
        formats=READABLE,
    )


@contextmanager
def open_raster(
    path: Path, limits: ReadLimits | None = None, name: str | None = None
) -> Iterator[DatasetReader]:
    """Opens `path` with the one driver its first bytes call for, and checks its claims.

    No sidecar file, virtual raster or address is followed. Pixels are not read: a truncated
    file passes here and fails on the first read of what is missing.

    Args:
        path: The file.
        limits: How large it may be.
        name: How to call it in messages, when that is not its file name.

    Raises:
        TrainerError: `unreadable_file`, `unsupported` or `too_large`.
    """
    name = name or path.name
    absolute = str(path.resolve(strict=True))
    if absolute.startswith("/vsi"):
        raise TrainerError("invalid_input", "trainer.files.notLocal", name=name)
    if not path.is_file():
        raise TrainerError("invalid_input", "trainer.files.notAFile", name=name)
    driver, settings = choose_driver(path, name)
    try:
        with rasterio.Env(**settings):
            dataset = rasterio.open(absolute, driver=driver)
    except GDAL_ERRORS as error:
        raise unreadable(name, error) from error
    with dataset:
        check_claims(dataset, name, limits or ReadLimits())
        if driver == "ENVI":
            check_complete(dataset, path, name)
        yield dataset


def choose_driver(path: Path, name: str) -> tuple[str, dict[str, str]]:
    """Returns the one driver that may read a file, and the settings it needs to open it.

    Raises:
        TrainerError: `unreadable_file` or `unsupported`.
    """
    with path.open("rb") as file:
        head = file.read(512)
    if head and find_signature(head) is None and find_header(path) is not None:
        # A raw raster is nothing without its header, which GDAL looks for beside it.
        return "ENVI", {"GDAL_DISABLE_READDIR_ON_OPEN": "TRUE"}
    driver = find_driver(head, name)
    if driver == "HFA":
        erdas.check_self_contained(path, name)
    return driver, {}


def find_signature(head: bytes) -> str | None:
    """Returns the driver whose files begin like `head`."""
    return next((driver for start, driver in SIGNATURES if head.startswith(start)), None)


def check_claims(dataset: DatasetReader, name: str, limits: ReadLimits) -> None:
    """Refuses a raster that is too large to read, or of a kind that has no meaning here."""
    width, height, bands = dataset.width, dataset.height, dataset.count
    if bands == 0:
        raise TrainerError("unsupported", "trainer.files.noBands", name=name)
    if bands > limits.max_bands:
        raise too_large("trainer.files.tooManyBands", dataset, name, limits.max_bands)
    if width * height > limits.max_pixels:
        raise too_large("trainer.files.tooManyPixels", dataset, name, limits.max_pixels)
    if width * height * bands > limits.max_samples:
        raise too_large("trainer.files.tooManyValues", dataset, name, limits.max_samples)
    if len(set(dataset.dtypes)) > 1:
        raise TrainerError(
            "unsupported", "trainer.files.mixedTypes", name=name, types=sorted(set(dataset.dtypes))
        )
    if dataset.dtypes[0].startswith("complex"):
        raise TrainerError(
            "unsupported", "trainer.files.complexNumbers", name=name, type=dataset.dtypes[0]
        )
    for rows, columns in dataset.block_shapes:
        block = rows * columns * itemsize(dataset.dtypes[0])
        if block > limits.max_block_bytes:
            raise TrainerError(
                "too_large",
                "trainer.files.blockTooLarge",
                name=name,
                cols=columns,
                rows=rows,
                blockBytes=block,
            )


def check_complete(dataset: DatasetReader, path: Path, name: str) -> None:
    """Refuses a raw raster of fewer bytes than its header claims: GDAL reads zeros for the rest."""
    values = dataset.width * dataset.height * dataset.count
    wanted, found = values * itemsize(dataset.dtypes[0]), path.stat().st_size
    if found < wanted:
        raise TrainerError(
            "unreadable_file",
            "trainer.files.shorterThanHeader",
            name=name,
            foundBytes=found,
            wantedBytes=wanted,
        )


def itemsize(dtype: str) -> int:
    """Returns the bytes per sample of a rasterio type name such as `uint16`."""
    digits = dtype.lstrip("abcdefghijklmnopqrstuvwxyz_")
    return max(1, int(digits or 8) // 8)


def is_finite_transform(values: tuple[float, ...]) -> bool:
    """Says whether an affine transform [a, b, c, d, e, f] can place pixels at all."""
    a, b, _, d, e, _ = values[:6]
    return all(math.isfinite(value) for value in values[:6]) and abs(a * e - b * d) > 0.0


def too_large(reason: SentenceKey, dataset: DatasetReader, name: str, limit: int) -> TrainerError:
    """Returns the refusal of a raster that is larger than a limit."""
    return TrainerError(
        "too_large",
        reason,
        name=name,
        widthPx=dataset.width,
        heightPx=dataset.height,
        bandCount=dataset.count,
        limit=limit,
    )


def unreadable(name: str, error: Exception) -> TrainerError:
    """Returns the refusal of a file that the image library could not read."""
    return TrainerError(
        "unreadable_file", "trainer.files.unreadable", name=name, reason=first_cause(error)
    )


def first_cause(error: BaseException) -> str:
    """Returns the deepest message of an exception chain, without paths of this machine."""
    while error.__cause__ is not None:
        error = error.__cause__
    text = " ".join(str(error).split()).rstrip(".")
    return re.sub(r"(/[^\s:]*)/", "", text)[:300] or type(error).__name__
