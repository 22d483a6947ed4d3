"""Looks into ERDAS Imagine files before GDAL does: their pixels may lie in another file.

The layout is a header, then a tree of entries (HFA: hierarchical file architecture): each has a
next sibling, a first child, a name and the name of its type.
"""

from __future__ import annotations

import struct
from pathlib import Path

from trainer.errors import TrainerError

MAGIC = b"EHFA_HEADER_TAG\x00"
# Header: version, free list, root entry, entry length, dictionary.
HEADER = struct.Struct("<iIIhI")
# Entry: next, previous, parent, child, data, data size, name, type.
ENTRY = struct.Struct("<IIIIII64s32s")
MAX_ENTRIES = 100_000
# How the node that names the other file is called, and its type.
EXTERNAL = {b"ExternalRasterDMS", b"ImgExternalRaster"}


def check_self_contained(path: Path, name: str) -> None:
    """Refuses a file whose pixels lie in another file, which it names as it likes.

    Raises:
        TrainerError: `unsupported` for pixels elsewhere, `unreadable_file` for a broken tree.
    """
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + 4)
        if len(head) < len(MAGIC) + 4:
            raise broken(name)
        file.seek(struct.unpack_from("<I", head, len(MAGIC))[0])
        header = file.read(HEADER.size)
        if len(header) < HEADER.size:
            raise broken(name)
        waiting, seen = [HEADER.unpack(header)[2]], set[int]()
        while waiting:
            at = waiting.pop()
            if at == 0 or at in seen:
                continue
            seen.add(at)
            file.seek(at)
            entry = file.read(ENTRY.size)
            if len(entry) < ENTRY.size or len(seen) > MAX_ENTRIES:
                raise broken(name)
            following, _, _, child, _, _, label, kind = ENTRY.unpack(entry)
            if EXTERNAL & {label.split(b"\x00")[0], kind.split(b"\x00")[0]}:
                raise TrainerError("unsupported", "trainer.files.pixelsElsewhere", name=name)
            waiting += [following, child]


def broken(name: str) -> TrainerError:
    """Returns the refusal of a damaged tree."""
    return TrainerError(
        "unreadable_file", "trainer.files.unreadable", name=name, reason="its index is damaged"
    )
