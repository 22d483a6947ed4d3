"""Finds out what a file of ground truth is, and counts its values in every tile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from trainer.errors import TrainerError
from trainer.imagery.open import SIGNATURES
from trainer.imagery.types import Note, make_note
from trainer.progress import Progress
from trainer.truth.class_raster import read_class_raster
from trainer.truth.crs import Route, parse_crs
from trainer.truth.geojson import read_geojson
from trainer.truth.geopackage import SIGNATURE, read_geopackage
from trainer.truth.polygons import burn
from trainer.truth.shapefile import read_shapefile
from trainer.truth.table import count_lines, read_table
from trainer.truth.types import (
    MAX_VALUES,
    Choice,
    Feature,
    FeatureTable,
    Grid,
    TileCounts,
    to_text,
)

USUAL_NAMES = ("class", "classname", "class_name", "label", "landcover", "land_cover", "category")
# Part of the names of attributes that hold classes.
USUAL_PARTS = ("class", "label", "cover", "lulc", "category", "type", "kind")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
MAX_ATTRIBUTES = 200
EXAMPLES = 5
Reading = dict[str, Any]


def collect(source: Path, grid: Grid, choice: Choice, staging: Path, progress: Progress) -> Reading:
    """Reads a file, writes counts.bin and overlaps.bin, and says what was found.

    Returns:
        kind, layers, layer, crs, attributes, attribute, values (with how many features, lines or
        pixels have them), countsAre, notes.
    """
    name = source.name
    if not source.is_file():
        raise TrainerError("invalid_input", "trainer.files.notAFile", name=name)
    with source.open("rb") as file:
        head = file.read(512)
    if not head:
        raise TrainerError("unreadable_file", "trainer.files.empty", name=name)
    progress.phase("trainer.progress.readingTruth", 0.0, 0.3)
    if any(head.startswith(signature) for signature, _ in SIGNATURES):
        return collect_raster(source, grid, choice, staging, progress)
    if head.startswith(SIGNATURE):
        return collect_polygons(
            read_geopackage(source, name, choice.layer), name, grid, choice, staging, progress
        )
    if head.startswith(b"PK"):
        return collect_polygons(
            read_shapefile(source, name, choice.layer), name, grid, choice, staging, progress
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return collect_polygons(read_geojson(source, name), name, grid, choice, staging, progress)
    if source.suffix.lower() in (".csv", ".tsv", ".txt") and b"\x00" not in head:
        return collect_table(source, grid, choice, staging)
    raise TrainerError("unsupported", "trainer.labelFiles.unknownKind", name=name)


def collect_polygons(
    table: FeatureTable, name: str, grid: Grid, choice: Choice, staging: Path, progress: Progress
) -> Reading:
    """Burns polygons by the chosen attribute."""
    solid = [feature for feature in table.features if feature.rings]
    if not solid:
        raise TrainerError("invalid_input", "trainer.labelFiles.noPolygons", name=name)
    attributes = list_attributes(solid)
    attribute = choose_attribute(attributes, choice.attribute, name)
    notes: list[Note] = []
    add_note(
        notes,
        len(table.features) - len(solid),
        lambda count: make_note("trainer.notes.not_polygons", count=count),
    )
    valued = [(to_value(feature, attribute), feature) for feature in solid]
    named = [(value, feature) for value, feature in valued if value is not None]
    add_note(
        notes,
        len(valued) - len(named),
        lambda count: make_note("trainer.notes.no_value", count=count, attribute=attribute or ""),
    )
    names = Counter(value for value, _ in named)
    if len(names) > MAX_VALUES:
        raise TrainerError(
            "invalid_input",
            "trainer.labelFiles.tooManyValues",
            attribute=attribute or "",
            limit=MAX_VALUES,
        )
    crs = choice.crs or table.crs
    if crs is None and grid.crs is not None:
        notes.append(make_note("trainer.notes.assumed_crs"))
    index = {value: place for place, value in enumerate(names)}
    route = Route(crs, grid)
    progress.phase("trainer.progress.burningTruth", 0.3, 1.0)
    burnt = burn([(index[value], feature) for value, feature in named], route, grid, progress)
    add_note(notes, burnt.outside, lambda count: make_note("trainer.notes.outside", count=count))
    write(staging, burnt.counts, burnt.overlaps)
    return {
        "kind": "polygons",
        "layers": table.layers,
        "layer": table.layer,
        "crs": crs_name(crs),
        "attributes": attributes,
        "attribute": attribute,
        "values": [{"value": value, "count": count} for value, count in names.items()],
        "notes": notes,
    }


def collect_raster(
    source: Path, grid: Grid, choice: Choice, staging: Path, progress: Progress
) -> Reading:
    """Lays a class raster over the tiles."""
    found = read_class_raster(source, source.name, grid, choice.crs, progress)
    notes: list[Note] = []
    if found.crs is None and grid.crs is not None:
        notes.append(make_note("trainer.notes.assumed_crs"))
    write(staging, found.counts)
    return {
        "kind": "raster",
        "layers": [],
        "layer": None,
        "crs": crs_name(found.crs),
        "attributes": [],
        "attribute": None,
        "values": [
            {"value": value, "count": count}
            for value, count in zip(found.names, found.pixels, strict=True)
        ],
        "notes": notes,
    }


def collect_table(source: Path, grid: Grid, choice: Choice, staging: Path) -> Reading:
    """Counts the lines of a table in every tile."""
    table = read_table(source, source.name, grid, choice)
    names = Counter(table.classes)
    if len(names) > MAX_VALUES:
        raise TrainerError(
            "invalid_input",
            "trainer.labelFiles.tooManyValues",
            attribute=table.column,
            limit=MAX_VALUES,
        )
    notes: list[Note] = []
    add_note(
        notes,
        table.unvalued,
        lambda count: make_note("trainer.notes.no_value", count=count, attribute=table.column),
    )
    add_note(
        notes,
        sum(tile < 0 for tile in table.tiles),
        lambda count: make_note("trainer.notes.outside", count=count),
    )
    if table.crs is None and not table.by_tile and grid.crs is not None:
        notes.append(make_note("trainer.notes.assumed_crs"))
    write(staging, count_lines(table, list(names)))
    return {
        "kind": "table",
        "layers": [],
        "layer": None,
        "crs": crs_name(table.crs),
        "attributes": [{"name": column, "examples": []} for column in table.columns],
        "attribute": table.column,
        "values": [{"value": value, "count": count} for value, count in names.items()],
        "notes": notes,
    }


def write(staging: Path, counts: TileCounts, overlaps: Any = None) -> None:
    """Writes the files that the result is settled from."""
    counts.write(staging / "counts.bin")
    pairs = np.zeros((0, 2), np.int32) if overlaps is None else overlaps
    (staging / "overlaps.bin").write_bytes(pairs.astype("<i4").tobytes())


def add_note(notes: list[Note], count: int, make: Callable[[int], Note]) -> None:
    """Adds a note about some things, unless there are none."""
    if count > 0:
        notes.append(make(count))


def list_attributes(features: list[Feature]) -> list[Reading]:
    """Returns the attributes with a few of their values, those that could be classes first."""
    found: dict[str, set[str]] = {}
    for feature in features:
        for key, value in feature.properties.items():
            if key not in found and len(found) >= MAX_ATTRIBUTES:
                continue
            values = found.setdefault(key, set())
            text = to_text(value)
            if text is not None and len(values) <= MAX_VALUES:
                values.add(text)
    usable = {key: values for key, values in found.items() if 0 < len(values) <= MAX_VALUES}
    return [
        {"name": key, "examples": sorted(values)[:EXAMPLES], "valueCount": len(values)}
        for key, values in sorted(usable.items(), key=lambda item: worth(item[0], item[1]))
    ]


def worth(name: str, values: set[str]) -> tuple[int, int, int, int]:
    """Orders attributes by how likely they hold classes: usual names, words, few values."""
    lower = name.lower()
    usual = USUAL_NAMES.index(lower) if lower in USUAL_NAMES else len(USUAL_NAMES)
    wordless = all(
        value.replace(".", "", 1).lstrip("-").isdecimal() or DATE.match(value) for value in values
    )
    part = any(part in lower for part in USUAL_PARTS)
    return usual, int(wordless) + int(len(values) == 1), int(not part), len(values)


def choose_attribute(attributes: list[Reading], wanted: str | None, name: str) -> str | None:
    """Returns the attribute to burn by; None where there is none, and all polygons are alike."""
    known = [str(item["name"]) for item in attributes]
    if wanted is None:
        return known[0] if known else None
    if wanted not in known:
        raise TrainerError(
            "invalid_input",
            "trainer.labelFiles.noAttribute",
            name=name,
            attribute=wanted,
            known=known,
        )
    return wanted


def to_value(feature: Feature, attribute: str | None) -> str | None:
    """Returns the class of a feature; without attributes all have the same."""
    return "1" if attribute is None else to_text(feature.properties.get(attribute))


def crs_name(crs: str | None) -> str | None:
    """Returns how people call a coordinate system."""
    if crs is None:
        return None
    parsed = parse_crs(crs)
    code = parsed.to_epsg()
    if code is not None:
        return f"EPSG:{code}"
    return "OGC:CRS84" if crs.upper().endswith("CRS84") else str(parsed.to_wkt())[:80]
