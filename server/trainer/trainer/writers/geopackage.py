"""GeoPackage 1.3 (OGC 12-128): an SQLite file with a layer of tiles per scene."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from trainer.writers.names import name_scenes
from trainer.writers.types import Export, Records, Tiles, confidences, splits, times
from trainer.writers.wkb import to_wkb

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300
UNDEFINED_CARTESIAN = -1
OWN_SYSTEM = 100_000

TABLES = """
create table gpkg_spatial_ref_sys (
  srs_name text not null, srs_id integer primary key, organization text not null,
  organization_coordsys_id integer not null, definition text not null, description text);
create table gpkg_contents (
  table_name text not null primary key, data_type text not null, identifier text unique,
  description text default '', last_change datetime not null, min_x double, min_y double,
  max_x double, max_y double, srs_id integer references gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (
  table_name text not null, column_name text not null, geometry_type_name text not null,
  srs_id integer not null references gpkg_spatial_ref_sys(srs_id), z tinyint not null,
  m tinyint not null, primary key (table_name, column_name));
"""
LAYER = """
create table "{name}" (
  fid integer primary key autoincrement, geom polygon, "row" integer, col integer, class text,
  {said}, parent text);
"""
SAID = "author text, labelled_at datetime, confidence real"
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)


def write_geopackage(export: Export, path: Path) -> None:
    """Writes a layer per scene in the scene's own system; a single one is called `tiles`."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma journal_mode = off")
        database.execute("pragma synchronous = off")
        database.execute(f"pragma application_id = {APPLICATION_ID}")
        database.execute(f"pragma user_version = {VERSION}")
        database.executescript(TABLES)
        systems = add_systems(database, export)
        for tiles, layer in zip(export.parts, name_layers(export), strict=True):
            write_layer(database, export, tiles, layer, systems[tiles.scene.crs])


def name_layers(export: Export) -> list[str]:
    """Returns a layer's name for each scene; none is a table of SQLite's or GeoPackage's own."""
    if len(export.parts) == 1:
        return ["tiles"]
    return [f"tiles_{name}" for name in name_scenes(export)]


def write_layer(
    database: sqlite3.Connection, export: Export, tiles: Tiles, layer: str, system: int
) -> None:
    """Writes the tiles of one scene."""
    has_splits = export.spec.has_splits
    database.executescript(LAYER.format(name=layer, said="split text" if has_splits else SAID))
    values = ", ".join("?" * (6 if has_splits else 8))
    low, high = np.full(2, np.inf), np.full(2, -np.inf)
    for records in tiles.chunks():
        outlines = tiles.outlines(records)
        low = np.minimum(low, outlines.min(axis=(0, 1)))
        high = np.maximum(high, outlines.max(axis=(0, 1)))
        database.executemany(
            f'insert into "{layer}" values (null, {values})', to_rows(tiles, records, system)
        )
        database.commit()
        export.step(len(records))
    database.execute(
        "insert into gpkg_contents values (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            layer,
            layer,
            tiles.scene.name,
            export.spec.made_at,
            *low.tolist(),
            *high.tolist(),
            system,
        ),
    )
    database.execute(
        "insert into gpkg_geometry_columns values (?, 'geom', 'POLYGON', ?, 0, 0)", (layer, system)
    )
    database.commit()


def add_systems(database: sqlite3.Connection, export: Export) -> dict[str | None, int]:
    """Adds the coordinate systems that every GeoPackage has, and the scenes'; returns their ids."""
    rows: dict[int, tuple[Any, ...]] = {
        -1: ("Undefined cartesian", -1, "NONE", -1, "undefined", None),
        0: ("Undefined geographic", 0, "NONE", 0, "undefined", None),
        4326: ("WGS 84", 4326, "EPSG", 4326, WGS84, None),
    }
    systems: dict[str | None, int] = {}
    for text in {tiles.scene.crs for tiles in export.parts}:
        if text is None:
            systems[text] = UNDEFINED_CARTESIAN
            continue
        from rasterio.crs import CRS

        crs = CRS.from_user_input(text)
        code = crs.to_epsg()
        system = code or OWN_SYSTEM + len(systems)
        systems[text] = system
        authority = "EPSG" if code else "NONE"
        row = (f"{authority} {system}", system, authority, system, crs.to_wkt(), None)
        rows.setdefault(system, row)
    database.executemany(
        "insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)", rows.values()
    )
    return systems


def to_rows(tiles: Tiles, records: Records, system: int) -> Iterator[tuple[Any, ...]]:
    """Yields the rows of records."""
    polygons = to_wkb(tiles.outlines(records))
    size = polygons.dtype.itemsize
    content = polygons.tobytes()
    head = struct.pack("<2sBBi", b"GP", 0, 1, system)
    said: list[list[Any]] = (
        [splits(records)]
        if tiles.spec.has_splits
        else [tiles.authors(records), times(records), confidences(records)]
    )
    return zip(
        (head + content[at : at + size] for at in range(0, len(content), size)),
        *tiles.places(records),
        tiles.names(records),
        *said,
        [tiles.spec.parents[place] for place in records["class"]],
        strict=True,
    )
