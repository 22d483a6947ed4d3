"""GeoPackage 1.3 (OGC 12-128): an SQLite file with one layer of tiles."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from trainer.progress import Progress
from trainer.writers.types import ExportSpec, Records, Tiles, confidences, times
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
create table tiles (
  fid integer primary key autoincrement, geom polygon, "row" integer, col integer, class text,
  author text, labelled_at datetime, confidence real);
"""
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)


def write_geopackage(tiles: Tiles, path: Path, progress: Progress) -> None:
    """Writes the layer `tiles` in the scene's own system."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma journal_mode = off")
        database.execute("pragma synchronous = off")
        database.execute(f"pragma application_id = {APPLICATION_ID}")
        database.execute(f"pragma user_version = {VERSION}")
        database.executescript(TABLES)
        system = add_systems(database, tiles.spec)
        low, high = np.full(2, np.inf), np.full(2, -np.inf)
        done = 0
        for records in tiles.chunks():
            outlines = tiles.outlines(records)
            low = np.minimum(low, outlines.min(axis=(0, 1)))
            high = np.maximum(high, outlines.max(axis=(0, 1)))
            database.executemany(
                "insert into tiles values (null, ?, ?, ?, ?, ?, ?, ?)",
                to_rows(tiles, records, system),
            )
            database.commit()
            done += len(records)
            progress.step(done, tiles.count)
        database.execute(
            "insert into gpkg_contents values ('tiles', 'features', 'tiles', ?, ?, ?, ?, ?, ?, ?)",
            (tiles.spec.name, tiles.spec.made_at, *low.tolist(), *high.tolist(), system),
        )
        database.execute(
            "insert into gpkg_geometry_columns values ('tiles', 'geom', 'POLYGON', ?, 0, 0)",
            (system,),
        )
        database.commit()


def add_systems(database: sqlite3.Connection, spec: ExportSpec) -> int:
    """Adds the coordinate systems that every GeoPackage has, and the scene's; returns its id."""
    rows: list[tuple[Any, ...]] = [
        ("Undefined cartesian", -1, "NONE", -1, "undefined", None),
        ("Undefined geographic", 0, "NONE", 0, "undefined", None),
        ("WGS 84", 4326, "EPSG", 4326, WGS84, None),
    ]
    system = UNDEFINED_CARTESIAN
    if spec.crs is not None:
        from rasterio.crs import CRS

        crs = CRS.from_user_input(spec.crs)
        code = crs.to_epsg()
        system = code or OWN_SYSTEM
        if code != 4326:
            authority = "EPSG" if code else "NONE"
            rows.append((f"{authority} {system}", system, authority, system, crs.to_wkt(), None))
    database.executemany("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)", rows)
    return system


def to_rows(tiles: Tiles, records: Records, system: int) -> Iterator[tuple[Any, ...]]:
    """Yields the rows of records."""
    polygons = to_wkb(tiles.outlines(records))
    size = polygons.dtype.itemsize
    content = polygons.tobytes()
    head = struct.pack("<2sBBi", b"GP", 0, 1, system)
    rows, cols = divmod(records["tile"], tiles.spec.cols)
    return zip(
        (head + content[at : at + size] for at in range(0, len(content), size)),
        rows.tolist(),
        cols.tolist(),
        tiles.names(records),
        tiles.authors(records),
        times(records),
        confidences(records),
        strict=True,
    )
