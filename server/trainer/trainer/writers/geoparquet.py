"""GeoParquet 1.1: columns, with the outline of each tile in the scene's own system."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trainer.progress import Progress
from trainer.writers.types import Records, Tiles
from trainer.writers.wkb import to_wkb

SCHEMA = pa.schema(
    [
        ("row", pa.int32()),
        ("col", pa.int32()),
        ("class", pa.dictionary(pa.int16(), pa.string())),
        ("author", pa.dictionary(pa.int16(), pa.string())),
        ("labelled_at", pa.timestamp("ms", tz="UTC")),
        ("confidence", pa.float32()),
        ("geometry", pa.binary()),
    ]
)


def write_geoparquet(tiles: Tiles, path: Path, progress: Progress) -> None:
    """Writes a row group per chunk."""
    metadata = {b"geo": json.dumps(describe(tiles)).encode()}
    done = 0
    with pq.ParquetWriter(path, SCHEMA.with_metadata(metadata), compression="zstd") as writer:
        for records in tiles.chunks():
            writer.write_batch(to_batch(tiles, records))
            done += len(records)
            progress.step(done, tiles.count)


def describe(tiles: Tiles) -> dict[str, Any]:
    """Returns the metadata that makes Parquet GeoParquet."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Polygon"],
        "orientation": "counterclockwise",
        "crs": to_projjson(tiles.spec.crs),
    }
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def to_projjson(crs: str | None) -> Any:
    """Returns PROJJSON; None where the coordinates lie nowhere."""
    if crs is None:
        return None
    from pyproj import CRS

    return CRS.from_user_input(crs).to_json_dict()


def to_batch(tiles: Tiles, records: Records) -> Any:
    """Returns a record batch of the schema."""
    rows, cols = np.divmod(records["tile"], tiles.spec.cols)
    author, confidence, at_ms = records["author"], records["confidence"], records["at_ms"]
    polygons = to_wkb(tiles.outlines(records))
    ends = np.arange(len(records) + 1, dtype=np.int32) * polygons.dtype.itemsize
    geometry = pa.Array.from_buffers(
        pa.binary(), len(records), [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(polygons)]
    )
    unknown = np.isnan(at_ms)
    return pa.record_batch(
        [
            pa.array(rows.astype(np.int32)),
            pa.array(cols.astype(np.int32)),
            pa.DictionaryArray.from_arrays(
                records["class"].astype(np.int16),
                pa.array([name for name, _ in tiles.spec.classes], pa.string()),
            ),
            pa.DictionaryArray.from_arrays(
                pa.array(np.maximum(author, 0).astype(np.int16), mask=author < 0),
                pa.array(tiles.spec.authors or [""], pa.string()),
            ),
            pa.array(np.where(unknown, 0, at_ms).astype("datetime64[ms]"), mask=unknown).cast(
                pa.timestamp("ms", tz="UTC")
            ),
            pa.array(confidence.astype(np.float32), mask=np.isnan(confidence)),
            geometry,
        ],
        schema=SCHEMA,
    )
