"""Reads polygons from GeoJSON (RFC 7946, and the older form that names its coordinate system)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from trainer.errors import TrainerError
from trainer.truth.size_limit import MAX_TEXT_BYTES, refuse_large
from trainer.truth.types import MAX_FEATURES, Feature, FeatureTable, Ring

LON_LAT = "OGC:CRS84"
MAX_DEPTH = 8


def read_geojson(path: Path, name: str) -> FeatureTable:
    """Reads a FeatureCollection, a Feature or a bare geometry.

    Raises:
        TrainerError: `unreadable_file` when it is not GeoJSON; `too_large`.
    """
    refuse_large(name, path.stat().st_size, MAX_TEXT_BYTES)
    try:
        document = json.loads(path.read_text("utf-8-sig"), parse_constant=refuse_constant)
        features = [to_feature(item) for item in iter_items(document)]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise TrainerError(
            "unreadable_file", "trainer.labelFiles.notGeoJson", name=name, reason=reason[:200]
        ) from error
    return FeatureTable([path.stem], path.stem, find_crs(document, features), features)


def refuse_constant(word: str) -> float:
    """Refuses NaN and Infinity, which are no JSON."""
    raise ValueError(f"{word} is not a number")


def iter_items(document: Any) -> Iterator[dict[str, Any]]:
    """Yields features as JSON objects."""
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        items = document.get("features")
        if not isinstance(items, list):
            raise ValueError("the FeatureCollection has no list of features")
        if len(items) > MAX_FEATURES:
            raise ValueError(f"more than {MAX_FEATURES} features")
        for item in items:
            if not isinstance(item, dict):
                raise ValueError("a feature is not an object")
            yield item
    elif kind == "Feature":
        yield document
    elif isinstance(kind, str) and ("coordinates" in document or "geometries" in document):
        yield {"geometry": document, "properties": {}}
    else:
        raise ValueError("its type is not FeatureCollection, Feature or a geometry")


def to_feature(item: dict[str, Any]) -> Feature:
    """Returns a feature with the rings of all its polygons."""
    properties = item.get("properties")
    if not isinstance(properties, dict):
        properties = {}
    return Feature(properties, list(iter_rings(item.get("geometry"), 0)))


def iter_rings(geometry: Any, depth: int) -> Iterator[Ring]:
    """Yields the rings of polygons; other geometries have none."""
    if not isinstance(geometry, dict) or depth > MAX_DEPTH:
        return
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        for part in geometry.get("geometries") or []:
            yield from iter_rings(part, depth + 1)
    elif kind in ("Polygon", "MultiPolygon"):
        coordinates = geometry.get("coordinates") or []
        yield from to_rings([coordinates] if kind == "Polygon" else coordinates)


def to_rings(polygons: Iterable[Any]) -> Iterator[Ring]:
    """Yields rings of at least three points; a broken ring spoils the file, not just itself."""
    for polygon in polygons:
        for ring in polygon:
            points = np.array([point[:2] for point in ring], np.float64)
            if points.size == 0:
                continue
            if points.ndim != 2 or points.shape[1] != 2:
                raise ValueError("a point has no two coordinates")
            if len(points) >= 3:
                yield points


def find_crs(document: Any, features: list[Feature]) -> str | None:
    """Returns the coordinate system: the one that is named, else longitude and latitude.

    Files that break RFC 7946 with projected coordinates and no name get None.
    """
    named = document.get("crs") if isinstance(document, dict) else None
    if isinstance(named, dict) and isinstance(named.get("properties"), dict):
        name = named["properties"].get("name")
        if isinstance(name, str):
            return name
    rings = [ring for feature in features for ring in feature.rings]
    is_lon_lat = all(
        np.abs(ring[:, 0]).max() <= 360 and np.abs(ring[:, 1]).max() <= 90.001 for ring in rings
    )
    return LON_LAT if is_lon_lat else None
