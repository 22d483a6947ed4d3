"""Raw rasters (ENVI): the pixels are in one file, what they mean in a text file beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

RAW_SUFFIXES = frozenset({"", ".dat", ".raw", ".bin", ".bsq", ".bil", ".bip", ".envi", ".raster"})
HEADER_START = b"ENVI"


def header_names(name: str) -> tuple[str, ...]:
    """Returns the names that the header of a raw raster may have, beside it."""
    stem, dot, _ = name.rpartition(".")
    bare = stem if dot and "/" not in name[len(stem) :] else name
    return (f"{bare}.hdr", f"{name}.hdr", f"{bare}.HDR")


def find_header_name(name: str, names: Iterable[str]) -> str | None:
    """Returns the header of the raw raster `name` among the files that are there."""
    present = set(names)
    return next((header for header in header_names(name) if header in present), None)


def find_header(path: Path) -> Path | None:
    """Returns the ENVI header that lies beside `path`; links are not followed."""
    for name in header_names(path.name):
        header = path.with_name(name)
        if header != path and header.is_file() and not header.is_symlink():
            with header.open("rb") as file:
                if file.read(len(HEADER_START)) == HEADER_START:
                    return header
    return None
