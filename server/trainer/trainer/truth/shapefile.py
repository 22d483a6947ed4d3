"""Reads polygons from a shapefile in a zip (ESRI's technical description of 1998, dBASE III)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from trainer.errors import TrainerError
from trainer.imagery.chip_source import check_entry
from trainer.truth.size_limit import refuse_large
from trainer.truth.types import MAX_FEATURES, Feature, FeatureTable, Ring

MAX_ENTRIES = 1000
MAX_PART_BYTES = 512 * 1024**2
POLYGONS = (5, 15, 25)
Record = dict[str, Any]


def read_shapefile(path: Path, name: str, layer: str | None) -> FeatureTable:
    """Reads one shapefile of a zip; the first when none is named.

    Raises:
        TrainerError: `unreadable_file`, `invalid_input` or `too_large`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = list_parts(archive, name)
            chosen = layer if layer is not None else min(parts)
            if chosen not in parts:
                raise TrainerError(
                    "invalid_input",
                    "trainer.labelFiles.noLayer",
                    name=name,
                    layer=chosen,
                    known=sorted(parts),
                )
            content = {
                suffix: archive.open(entry).read(entry.file_size + 1)
                for suffix, entry in parts[chosen].items()
            }
        features = read_features(content)
        projection = content.get(".prj", b"").decode("utf-8", "replace").strip() or None
        return FeatureTable(sorted(parts), chosen, projection, features)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise TrainerError(
            "unreadable_file", "trainer.labelFiles.notShapefile", name=name, reason=str(error)[:200]
        ) from error


def list_parts(archive: zipfile.ZipFile, name: str) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Returns the files of each shapefile by suffix, after checking every entry."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ValueError(f"it holds {len(entries)} files")
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for entry in entries:
        check_entry(entry, MAX_PART_BYTES)
        file = PurePosixPath(entry.filename)
        suffix = file.suffix.lower()
        if "__MACOSX" in file.parts or suffix not in (".shp", ".dbf", ".prj", ".cpg"):
            continue
        refuse_large(file.name, entry.file_size, MAX_PART_BYTES)
        found.setdefault(str(file.with_suffix("")), {})[suffix] = entry
    complete = {layer: parts for layer, parts in found.items() if ".shp" in parts}
    if not complete:
        raise TrainerError("invalid_input", "trainer.labelFiles.noShapefile", name=name)
    return complete


def read_features(content: dict[str, bytes]) -> list[Feature]:
    """Joins shapes and their records, which lie in the same order."""
    shapes = list(iter_shapes(content[".shp"]))
    encoding = find_encoding(content.get(".cpg", b""))
    records = list(iter_records(content[".dbf"], encoding)) if ".dbf" in content else []
    records += [{}] * (len(shapes) - len(records))
    return [Feature(record, rings) for record, rings in zip(records, shapes, strict=False)]


def iter_shapes(blob: bytes) -> Iterator[list[Ring]]:
    """Yields the rings of each shape."""
    if len(blob) < 100 or struct.unpack_from(">i", blob)[0] != 9994:
        raise ValueError("its .shp does not begin as one")
    at, count = 100, 0
    while at + 8 <= len(blob):
        size = 2 * struct.unpack_from(">i", blob, at + 4)[0]
        record = blob[at + 8 : at + 8 + size]
        if size < 4 or len(record) < size or count >= MAX_FEATURES:
            raise ValueError("its .shp is cut off or too long")
        yield read_shape(record)
        at, count = at + 8 + size, count + 1


def read_shape(record: bytes) -> list[Ring]:
    """Returns the rings of one record; other kinds than polygons have none."""
    if struct.unpack_from("<i", record)[0] not in POLYGONS:
        return []
    if len(record) < 44:
        raise ValueError("a polygon is cut off")
    part_count, point_count = struct.unpack_from("<ii", record, 36)
    start = 44 + 4 * part_count
    if part_count < 0 or point_count < 0 or len(record) < start + 16 * point_count:
        raise ValueError("a polygon is cut off")
    firsts = np.frombuffer(record, "<i4", part_count, 44)
    if part_count and (np.diff(firsts).min(initial=0) < 0 or firsts[0] < 0):
        raise ValueError("the parts of a polygon are out of order")
    points = np.frombuffer(record, "<f8", 2 * point_count, start).reshape(-1, 2)
    rings = np.split(points.astype(np.float64), firsts[1:])
    return [ring for ring in rings if len(ring) >= 3]


def find_encoding(code_page: bytes) -> str:
    """Returns the encoding of the attributes; UTF-8 where nothing is said."""
    text = code_page.decode("ascii", "ignore").strip().lower()
    if text.isdecimal():
        return "utf-8" if text == "65001" else f"cp{text}"
    return text or "utf-8"


def iter_records(blob: bytes, encoding: str) -> Iterator[Record]:
    """Yields the attributes of each shape from a dBASE table."""
    if len(blob) < 33:
        raise ValueError("its .dbf is cut off")
    count, header_size, record_size = struct.unpack_from("<IHH", blob, 4)
    fields: list[tuple[str, str, int]] = []
    at = 32
    while at + 32 <= min(header_size, len(blob)) and blob[at] != 0x0D:
        name = decode(blob[at : at + 11].split(b"\x00")[0], encoding)
        fields.append((name, chr(blob[at + 11]), blob[at + 16]))
        at += 32
    if record_size < 1 or 1 + sum(size for *_, size in fields) > record_size:
        raise ValueError("the fields of its .dbf do not fit")
    for number in range(min(count, (len(blob) - header_size) // record_size)):
        at = header_size + number * record_size + 1
        record: Record = {}
        for name, kind, size in fields:
            record[name] = to_value(decode(blob[at : at + size], encoding).strip(), kind)
            at += size
        yield record


def decode(blob: bytes, encoding: str) -> str:
    """Returns text; bytes that the encoding does not have are read as Latin-1."""
    try:
        return blob.strip(b"\x00").decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return blob.strip(b"\x00").decode("latin-1")


def to_value(text: str, kind: str) -> Any:
    """Returns a number for the numeric kinds of fields, else text; None where it is empty."""
    if not text or set(text) == {"*"}:
        return None
    if kind in "NF":
        try:
            return float(text) if "." in text or "e" in text.lower() else int(text)
        except ValueError:
            return None
    return text
