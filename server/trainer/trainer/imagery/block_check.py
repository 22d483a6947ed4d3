"""Checks that every block of a COG reached the disk, without decoding one.

GDAL may not report a write that the disk refused. The COG driver puts the size of a block before
it and repeats its last four bytes behind it; those of a DEFLATE stream are its Adler-32 checksum
(RFC 1950), which is 0 for no content that a scene has. So a block that is missing, cut off or full
of zeros shows, for a few bytes read per block instead of a second decoding of the whole scene.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

TILE_OFFSETS, TILE_BYTE_COUNTS = 324, 325
NUMBERS = {3: "<u2", 4: "<u4", 16: "<u8"}
MARK_BYTES = 4


class BlockError(Exception):
    """A block is not as it was written."""


@dataclass(frozen=True)
class Directory:
    """The blocks of one image in a TIFF: the scene, an overview, or a mask of either."""

    offsets: NDArray[np.uint64]
    sizes: NDArray[np.uint64]


def check_blocks(path: Path) -> None:
    """Looks at both ends of every block of a COG that GDAL wrote with DEFLATE.

    Raises:
        BlockError: At the first one that is not whole.
    """
    try:
        with path.open("rb") as file:
            for number, directory in enumerate(read_directories(file)):
                for offset, size in zip(
                    directory.offsets.tolist(), directory.sizes.tolist(), strict=True
                ):
                    check_block(file, offset, size, number)
    except (struct.error, KeyError, ValueError) as error:
        raise BlockError(f"the directory cannot be read: {error}") from error


def check_block(file: BinaryIO, offset: int, size: int, number: int) -> None:
    """Compares the marks around one block with the block itself."""
    file.seek(offset - MARK_BYTES if offset >= MARK_BYTES else 0)
    (told,) = struct.unpack("<I", file.read(MARK_BYTES))
    file.seek(offset + size - MARK_BYTES)
    checksum, repeated = struct.unpack("<4s4s", file.read(2 * MARK_BYTES))
    if told != size or checksum != repeated or checksum == bytes(MARK_BYTES):
        raise BlockError(f"image {number}, block of {size} bytes at {offset}")


def read_directories(file: BinaryIO) -> Iterator[Directory]:
    """Yields the directories of a little-endian TIFF or BigTIFF.

    Raises:
        ValueError, KeyError, struct.error: It is none, or cut off.
    """
    head = file.read(16)
    if head[:4] not in (b"II*\x00", b"II+\x00"):
        raise ValueError("not a little-endian TIFF")
    big = head[2:3] == b"+"
    (position,) = struct.unpack_from("<Q" if big else "<I", head, 8 if big else 4)
    while position:
        file.seek(position)
        (count,) = struct.unpack("<Q" if big else "<H", file.read(8 if big else 2))
        size = 20 if big else 12
        entries = file.read(count * size)
        (position,) = struct.unpack("<Q" if big else "<I", file.read(8 if big else 4))
        found: dict[int, NDArray[np.uint64]] = {}
        for at in range(0, len(entries), size):
            (tag,) = struct.unpack_from("<H", entries, at)
            if tag in (TILE_OFFSETS, TILE_BYTE_COUNTS):
                found[tag] = read_numbers(file, entries[at : at + size], big)
        yield Directory(found[TILE_OFFSETS], found[TILE_BYTE_COUNTS])


def read_numbers(file: BinaryIO, entry: bytes, big: bool) -> NDArray[np.uint64]:
    """Returns the numbers of a directory's entry, which are in it or where it points to."""
    _, kind, count = struct.unpack_from("<HHQ" if big else "<HHI", entry)
    numbers = np.dtype(NUMBERS[kind])
    value = entry[12:] if big else entry[8:]
    needed = count * numbers.itemsize
    if needed > len(value):
        file.seek(struct.unpack("<Q" if big else "<I", value)[0])
        value = file.read(needed)
    return np.frombuffer(value[:needed], numbers, count).astype(np.uint64)
