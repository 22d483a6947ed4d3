"""GeoParquet 1.1: columns, with the outline of each tile in the scene's own system."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from trainer.writers.lon_lat import LON_LAT, ToLonLat
from trainer.writers.types import SPLITS, Export, Floats, Records, Tiles
from trainer.writers.wkb import to_wkb

SCENE = [("scene", pa.dictionary(pa.int16(), pa.string()))]
TILE = [
    ("row", pa.int32()),
    ("col", pa.int32()),
    ("class", pa.dictionary(pa.int16(), pa.string())),
    ("parent", pa.dictionary(pa.int16(), pa.string())),
]
SAID = [
    ("author", pa.dictionary(pa.int16(), pa.string())),
    ("labelled_at", pa.timestamp("ms", tz="UTC")),
    ("confidence", pa.float32()),
]
SPLIT = [("split", pa.dictionary(pa.int16(), pa.string()))]
GEOMETRY = [("geometry", pa.binary())]


def write_geoparquet(export: Export, path: Path) -> None:
    """Writes a row group per chunk.

    One file has one system: that of the scenes, or longitude and latitude where they differ.
    """
    has_splits = export.spec.has_splits
    fields = [*SCENE, *TILE, *SPLIT] if has_splits else [*TILE, *SAID]
    is_common = len({tiles.scene.crs for tiles in export.parts}) == 1
    crs = to_projjson(export.common_crs()) if is_common else to_projjson(LON_LAT)
    metadata = {b"geo": json.dumps(describe(crs)).encode()}
    schema = pa.schema([*fields, *GEOMETRY]).with_metadata(metadata)
    scenes = [tiles.scene.name for tiles in export.parts]
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for tiles, records in export.chunks():
            outlines = tiles.outlines(records)
            if not is_common:
                outlines = ToLonLat(tiles.scene)(outlines)
            arrays = tile_arrays(tiles, records)
            if has_splits:
                place = np.full(len(records), export.parts.index(tiles), np.int16)
                arrays = [words(place, scenes), *arrays, words(records["split"], list(SPLITS))]
            else:
                arrays += said_arrays(tiles, records)
            batch = pa.record_batch([*arrays, to_geometry(outlines)], schema=schema)
            writer.write_batch(batch)


def describe(crs: Any) -> dict[str, Any]:
    """Returns the metadata that makes Parquet GeoParquet."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Polygon"],
        "orientation": "counterclockwise",
        "crs": crs,
    }
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def to_projjson(crs: str | None) -> Any:
    """Returns PROJJSON; None where the coordinates lie nowhere."""
    if crs is None:
        return None
    from pyproj import CRS

    return CRS.from_user_input(crs).to_json_dict()


def tile_arrays(tiles: Tiles, records: Records) -> list[Any]:
    """Returns the columns of TILE."""
    rows, cols = np.divmod(records["tile"], tiles.scene.cols)
    above = sorted({name for name in tiles.spec.parents if name is not None})
    places = np.array(
        [-1 if name is None else above.index(name) for name in tiles.spec.parents], np.int16
    )
    return [
        pa.array(rows.astype(np.int32)),
        pa.array(cols.astype(np.int32)),
        words(records["class"], [name for name, _ in tiles.spec.classes]),
        words(places[records["class"]], above or [""]),
    ]


def said_arrays(tiles: Tiles, records: Records) -> list[Any]:
    """Returns the columns of SAID."""
    confidence, at_ms = records["confidence"], records["at_ms"]
    unknown = np.isnan(at_ms)
    return [
        words(records["author"], tiles.spec.authors or [""]),
        pa.array(np.where(unknown, 0, at_ms).astype("datetime64[ms]"), mask=unknown).cast(
            pa.timestamp("ms", tz="UTC")
        ),
        pa.array(confidence.astype(np.float32), mask=np.isnan(confidence)),
    ]


def words(places: npt.NDArray[np.int16], known: list[str]) -> Any:
    """Returns a column of words by their place in `known`; nothing for places below 0."""
    indexes = pa.array(np.maximum(places, 0).astype(np.int16), mask=places < 0)
    return pa.DictionaryArray.from_arrays(indexes, pa.array(known, pa.string()))


def to_geometry(outlines: Floats) -> Any:
    """Returns a column of well-known binary of closed outlines [n, 5, 2]."""
    polygons = to_wkb(outlines)
    ends = np.arange(len(outlines) + 1, dtype=np.int32) * polygons.dtype.itemsize
    return pa.Array.from_buffers(
        pa.binary(), len(outlines), [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(polygons)]
    )
