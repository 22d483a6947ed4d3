"""Reads which way up a picture wants to be shown, which GDAL does not tell."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

UPRIGHT = 1
ORIENTATION_TAG = 274
SHORT = 3
MAX_TAGS = 4096


def read_orientation(path: Path) -> int:
    """Returns TIFF's orientation, 1 to 8 (1 is upright), of a TIFF; 1 for any other file."""
    try:
        with path.open("rb") as file:
            found = find_orientation(file)
    except (OSError, struct.error, OverflowError, ValueError):
        return UPRIGHT  # a damaged directory is told by GDAL
    return found if 1 <= found <= 8 else UPRIGHT


def find_orientation(file: BinaryIO) -> int:
    """Looks through the first directory of a TIFF or BigTIFF."""
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        return UPRIGHT
    (version,) = struct.unpack_from(f"{order}H", head, 2)
    if version not in (42, 43):
        return UPRIGHT
    big = version == 43
    start = struct.unpack_from(f"{order}Q" if big else f"{order}I", head, 8 if big else 4)[0]
    counter = struct.Struct(f"{order}{'Q' if big else 'H'}")
    # Tag, type, count, and the value itself where it is as short as this one.
    entry = struct.Struct(f"{order}HH{'QH6x' if big else 'IH2x'}")
    file.seek(start)
    (count,) = counter.unpack(file.read(counter.size))
    for _ in range(min(count, MAX_TAGS)):
        tag, kind, _, value = entry.unpack(file.read(entry.size))
        if tag == ORIENTATION_TAG and kind == SHORT:
            return int(value)
    return UPRIGHT
