"""Walks the directories of a TIFF or BigTIFF, which GDAL does not show all of."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

REDUCED, MASK = 1, 4
SUBFILE, WIDTH, HEIGHT, TILE_WIDTH, TILE_HEIGHT = 254, 256, 257, 322, 323
SIZES = (WIDTH, HEIGHT, TILE_WIDTH, TILE_HEIGHT)
# Where tiles or strips begin, and how long they are.
OFFSETS, COUNTS = (324, 273), (325, 279)
MAX_DIRECTORIES = 64
MAX_TAGS = 4096
MAX_BLOCKS = 8_000_000
NUMBERS = {3: "u2", 4: "u4", 16: "u8"}


@dataclass(frozen=True)
class Directory:
    """One image of a TIFF.

    Attributes:
        subfile: Bits of NewSubfileType: 1 is an overview, 4 a mask.
        tile: Width and height of its tiles, px; zeros where it has strips.
        end: Byte behind the last tile or strip; 0 where all are empty.
    """

    subfile: int
    width: int
    height: int
    tile: tuple[int, int]
    end: int

    @property
    def is_mask(self) -> bool:
        """Whether it hides pixels instead of holding some."""
        return bool(self.subfile & MASK)

    @property
    def is_overview(self) -> bool:
        """Whether it is smaller than the image it belongs to."""
        return bool(self.subfile & REDUCED)


def read_directories(file: BinaryIO) -> list[Directory]:
    """Returns the images of a TIFF in the order of the file.

    Raises:
        ValueError: It is no TIFF, or its directories make no sense.
    """
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        raise ValueError("no TIFF")
    try:
        (version,) = struct.unpack_from(f"{order}H", head, 2)
        big = version == 43
        (place,) = struct.unpack_from(f"{order}{'Q' if big else 'I'}", head, 8 if big else 4)
        found: list[Directory] = []
        seen: set[int] = set()
        while place:
            if place in seen or len(seen) >= MAX_DIRECTORIES:
                raise ValueError("directories without end")
            seen.add(place)
            directory, place = read_directory(file, place, order, big)
            found.append(directory)
    except struct.error as error:
        raise ValueError("a directory is cut off") from error
    return found


def read_directory(file: BinaryIO, place: int, order: str, big: bool) -> tuple[Directory, int]:
    """Returns the directory at a byte, and where the next one is (0: nowhere)."""
    counter = struct.Struct(f"{order}{'Q' if big else 'H'}")
    entry = struct.Struct(f"{order}HH{'Q8s' if big else 'I4s'}")
    pointer = struct.Struct(f"{order}{'Q' if big else 'I'}")
    file.seek(place)
    (count,) = counter.unpack(file.read(counter.size))
    if count > MAX_TAGS:
        raise ValueError(f"{count} tags")
    body = file.read(count * entry.size)
    (following,) = pointer.unpack(file.read(pointer.size))
    values: dict[int, NDArray[np.uint64]] = {}
    for tag, kind, length, raw in entry.iter_unpack(body):
        if tag in (SUBFILE, *SIZES, *OFFSETS, *COUNTS) and kind in NUMBERS:
            values[tag] = read_numbers(file, f"{order}{NUMBERS[kind]}", length, raw, pointer)
    offsets = next((values[tag] for tag in OFFSETS if tag in values), np.zeros(0, np.uint64))
    counts = next((values[tag] for tag in COUNTS if tag in values), np.zeros(0, np.uint64))
    shared = min(len(offsets), len(counts))
    ends = np.where(counts[:shared] > 0, offsets[:shared] + counts[:shared], 0)
    return (
        Directory(
            first(values, SUBFILE),
            first(values, WIDTH),
            first(values, HEIGHT),
            (first(values, TILE_WIDTH), first(values, TILE_HEIGHT)),
            int(ends.max(initial=0)),
        ),
        following,
    )


def read_numbers(
    file: BinaryIO, dtype: str, length: int, raw: bytes, pointer: struct.Struct
) -> NDArray[np.uint64]:
    """Returns the numbers of a tag, which lie in it or where it points to."""
    size = length * np.dtype(dtype).itemsize
    if size <= len(raw):
        return np.frombuffer(raw[:size], dtype).astype(np.uint64)
    if length > MAX_BLOCKS:
        raise ValueError(f"{length} tiles")
    (place,) = pointer.unpack(raw)
    file.seek(place)
    content = file.read(size)
    if len(content) < size:
        raise ValueError("a list of tiles is cut off")
    return np.frombuffer(content, dtype).astype(np.uint64)


def first(values: dict[int, NDArray[np.uint64]], tag: int) -> int:
    """Returns the first number of a tag, 0 where there is none."""
    numbers = values.get(tag)
    return int(numbers[0]) if numbers is not None and len(numbers) else 0
