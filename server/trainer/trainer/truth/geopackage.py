"""Reads polygons from a GeoPackage (OGC 12-128): an SQLite file with geometries as blobs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trainer.errors import TrainerError
from trainer.truth.types import MAX_FEATURES, Feature, FeatureTable, Ring
from trainer.truth.wkb import read_rings

SIGNATURE = b"SQLite format 3\x00"
# Bytes of the envelope by its code in the header's flags.
ENVELOPES = (0, 32, 48, 48, 64)
MAX_COLUMNS = 200
MAX_LAYERS = 100
# Of SQLite's virtual machine: seconds, not hours.
MAX_STEPS = 2_000_000_000
STEPS_BETWEEN = 1_000_000


def read_geopackage(path: Path, name: str, layer: str | None) -> FeatureTable:
    """Reads one layer; the first when none is named.

    Raises:
        TrainerError: `unreadable_file` when it is no GeoPackage, `invalid_input` without the layer.
    """
    try:
        # Nothing is written, not even a journal, and no function of the file's own is trusted.
        address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("pragma trusted_schema = off")
            database.execute("pragma query_only = on")
            # A view may count for ever; a real layer needs a few steps per value.
            steps = iter(range(MAX_STEPS // STEPS_BETWEEN))
            database.set_progress_handler(lambda: next(steps, -1) < 0, STEPS_BETWEEN)
            return read_layer(database, name, layer)
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise TrainerError(
            "unreadable_file",
            "trainer.labelFiles.notGeoPackage",
            name=name,
            reason=str(error)[:200],
        ) from error


def read_layer(database: sqlite3.Connection, name: str, layer: str | None) -> FeatureTable:
    """Reads the features of one layer."""
    rows = database.execute(
        "select c.table_name, g.column_name, g.srs_id from gpkg_contents c"
        " join gpkg_geometry_columns g on g.table_name = c.table_name"
        " where c.data_type = 'features' order by c.rowid limit ?",
        (MAX_LAYERS,),
    ).fetchall()
    found = {str(table): (str(column), srs) for table, column, srs in rows}
    if not found:
        raise TrainerError("invalid_input", "trainer.labelFiles.noPolygons", name=name)
    chosen = layer if layer is not None else next(iter(found))
    if chosen not in found:
        raise TrainerError(
            "invalid_input",
            "trainer.labelFiles.noLayer",
            name=name,
            layer=chosen,
            known=list(found),
        )
    geometry, srs = found[chosen]
    return FeatureTable(
        list(found), chosen, find_crs(database, srs), read_features(database, chosen, geometry)
    )


def read_features(database: sqlite3.Connection, table: str, geometry: str) -> list[Feature]:
    """Reads all rows of a table; `geometry` is the column of the geometries."""
    cursor = database.execute(f"select * from {quoted(table)} limit ?", (MAX_FEATURES,))
    columns = [str(item[0]) for item in cursor.description][:MAX_COLUMNS]
    place = columns.index(geometry)
    features: list[Feature] = []
    for row in cursor:
        properties = {
            column: value
            for column, value in zip(columns, row, strict=False)
            if column != geometry and not isinstance(value, bytes)
        }
        features.append(Feature(properties, unpack(row[place])))
    return features


def unpack(blob: Any) -> list[Ring]:
    """Returns the rings of a GeoPackage geometry: a header, then well-known binary."""
    if blob is None:
        return []
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError("a geometry is not a GeoPackage geometry")
    flags = blob[3]
    envelope = (flags >> 1) & 0b111
    if envelope >= len(ENVELOPES):
        raise ValueError("a geometry has an unknown envelope")
    is_empty = bool(flags & 0b10000)
    return [] if is_empty else read_rings(blob[8 + ENVELOPES[envelope] :])


def find_crs(database: sqlite3.Connection, srs: Any) -> str | None:
    """Returns an authority code where there is one, else WKT; None for undefined systems."""
    row = database.execute(
        "select organization, organization_coordsys_id, definition from gpkg_spatial_ref_sys"
        " where srs_id = ?",
        (srs,),
    ).fetchone()
    if row is None or srs in (-1, 0):
        return None
    organization, code, definition = row
    if str(organization).upper() == "EPSG":
        return f"EPSG:{int(code)}"
    return str(definition)


def quoted(identifier: str) -> str:
    """Returns a name as SQL takes it."""
    return '"' + identifier.replace('"', '""') + '"'
