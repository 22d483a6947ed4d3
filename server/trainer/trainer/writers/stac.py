"""A static STAC 1.0 collection with one item per scene, and the labels as its asset."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from trainer.progress import Progress
from trainer.writers.lon_lat import ToLonLat
from trainer.writers.text import write_geojson
from trainer.writers.types import Tiles

LABEL = "https://stac-extensions.github.io/label/v1.0.1/schema.json"


def write_stac(tiles: Tiles, path: Path, progress: Progress) -> None:
    """Writes a zip of collection.json, labels/labels.json (the item) and labels/labels.geojson."""
    labels = path.with_name("labels.geojson")
    write_geojson(tiles, labels, progress)
    documents = {
        "collection.json": make_collection(tiles),
        "labels/labels.json": make_item(tiles),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, document in documents.items():
            archive.writestr(name, json.dumps(document, ensure_ascii=False, indent=2))
        archive.write(labels, "labels/labels.geojson")
    labels.unlink()


def find_box(tiles: Tiles) -> list[float]:
    """Returns [west, south, east, north] of all tiles."""
    to_lon_lat = ToLonLat(tiles.spec)
    low, high = np.full(2, np.inf), np.full(2, -np.inf)
    for records in tiles.chunks():
        outlines = to_lon_lat(tiles.outlines(records))
        low = np.minimum(low, outlines.min(axis=(0, 1)))
        high = np.maximum(high, outlines.max(axis=(0, 1)))
    return [*low.tolist(), *high.tolist()]


def make_collection(tiles: Tiles) -> dict[str, Any]:
    """Returns the collection."""
    return {
        "type": "Collection",
        "stac_version": "1.0.0",
        "stac_extensions": [],
        "id": "labels",
        "title": tiles.spec.name,
        "description": f"Tiles of {tiles.spec.name} with their classes.",
        "license": "proprietary",
        "extent": {
            "spatial": {"bbox": [find_box(tiles)]},
            "temporal": {"interval": [[tiles.spec.made_at, tiles.spec.made_at]]},
        },
        "links": [
            {"rel": "root", "href": "./collection.json", "type": "application/json"},
            {"rel": "item", "href": "./labels/labels.json", "type": "application/geo+json"},
        ],
    }


def make_item(tiles: Tiles) -> dict[str, Any]:
    """Returns the item of the labels."""
    west, south, east, north = find_box(tiles)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    counts = np.zeros(len(tiles.spec.classes), np.int64)
    for records in tiles.chunks():
        counts += np.bincount(records["class"], minlength=len(counts))
    names = [name for name, _ in tiles.spec.classes]
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "stac_extensions": [LABEL],
        "id": "labels",
        "collection": "labels",
        "bbox": [west, south, east, north],
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {
            "datetime": tiles.spec.made_at,
            "title": tiles.spec.name,
            "label:type": "vector",
            "label:description": f"Tiles of {tiles.spec.name} with their classes.",
            "label:properties": ["class"],
            "label:tasks": ["classification"],
            "label:methods": ["automated" if tiles.spec.kind == "prediction" else "manual"],
            "label:classes": [{"name": "class", "classes": names}],
            "label:overviews": [
                {
                    "property_key": "class",
                    "counts": [
                        {"name": name, "count": int(count)}
                        for name, count in zip(names, counts, strict=True)
                    ],
                }
            ],
        },
        "links": [
            {"rel": "root", "href": "../collection.json", "type": "application/json"},
            {"rel": "collection", "href": "../collection.json", "type": "application/json"},
        ],
        "assets": {
            "labels": {
                "href": "./labels.geojson",
                "type": "application/geo+json",
                "roles": ["data", "labels"],
            }
        },
    }
