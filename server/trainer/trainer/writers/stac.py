"""A static STAC 1.0 collection, with the labels as assets of its items.

Labels and predictions are one item. A dataset has one per scene and part, whose part the ML AOI
extension names.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from trainer.writers.lon_lat import ToLonLat
from trainer.writers.names import name_scenes
from trainer.writers.text import FEATURES, to_features, write_items
from trainer.writers.types import SPLITS, Export, ExportSpec, Records, Tiles

LABEL = "https://stac-extensions.github.io/label/v1.0.1/schema.json"
ML_AOI = "https://stac-extensions.github.io/ml-aoi/v0.2.0/schema.json"
# Our parts in the words of the extension.
ML_AOI_SPLITS = {"train": "train", "val": "validate", "test": "test"}
GEOJSON = "application/geo+json"


@dataclass
class Item:
    """What is known of an item once its labels are written."""

    id: str
    split: str | None
    low: npt.NDArray[np.float64] = field(default_factory=lambda: np.full(2, np.inf))
    high: npt.NDArray[np.float64] = field(default_factory=lambda: np.full(2, -np.inf))
    counts: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def box(self) -> list[float]:
        """Returns [west, south, east, north]."""
        return [*self.low.tolist(), *self.high.tolist()]


def write_stac(export: Export, path: Path) -> None:
    """Writes a zip of collection.json and, per item, NAME/NAME.json and NAME/NAME.geojson."""
    labels = path.with_name("labels.geojson")
    items: list[Item] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, tiles, split in plan_items(export):
            write_labels(export, item, tiles, split, labels)
            if not item.counts.any():
                continue
            archive.write(labels, f"{item.id}/{item.id}.geojson")
            document = make_item(export.spec, item)
            archive.writestr(f"{item.id}/{item.id}.json", dump(document))
            items.append(item)
        archive.writestr("collection.json", dump(make_collection(export.spec, items)))
    labels.unlink()


def plan_items(export: Export) -> Iterator[tuple[Item, Tiles, int | None]]:
    """Yields every item with the tiles it is made of, and the place of its part in SPLITS."""
    if not export.spec.has_splits:
        yield Item("labels", None), export.parts[0], None
        return
    for tiles, name in zip(export.parts, name_scenes(export), strict=True):
        for place, split in enumerate(SPLITS):
            yield Item(f"{name}_{split}", split), tiles, place


def write_labels(export: Export, item: Item, tiles: Tiles, split: int | None, path: Path) -> None:
    """Writes the labels of one item as GeoJSON, and notes where they lie and how many there are."""
    to_lon_lat = ToLonLat(tiles.scene)
    item.counts = np.zeros(len(export.spec.classes), np.int64)
    is_first = True
    with path.open("w", encoding="utf-8") as file:
        file.write(FEATURES)
        for records in tiles.chunks():
            chosen: Records = records if split is None else records[records["split"] == split]
            if not len(chosen):
                continue
            write_items(file, to_features(tiles, chosen), is_first)
            is_first = False
            outlines = to_lon_lat(tiles.outlines(chosen))
            item.low = np.minimum(item.low, outlines.min(axis=(0, 1)))
            item.high = np.maximum(item.high, outlines.max(axis=(0, 1)))
            item.counts += np.bincount(chosen["class"], minlength=len(item.counts))
            export.step(len(chosen))
        file.write("\n]}\n")


def make_collection(spec: ExportSpec, items: list[Item]) -> dict[str, Any]:
    """Returns the collection."""
    boxes = np.array([item.box for item in items])
    whole = [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]
    present = {item.split for item in items}
    collection: dict[str, Any] = {
        "type": "Collection",
        "stac_version": "1.0.0",
        "stac_extensions": [ML_AOI] if spec.has_splits else [],
        "id": "labels",
        "title": spec.name,
        "description": f"Tiles of {spec.name} with their classes.",
        "license": "proprietary",
        "extent": {
            "spatial": {"bbox": [whole]},
            "temporal": {"interval": [[spec.made_at, spec.made_at]]},
        },
        "links": [
            {"rel": "root", "href": "./collection.json", "type": "application/json"},
            *(
                {"rel": "item", "href": f"./{item.id}/{item.id}.json", "type": GEOJSON}
                for item in items
            ),
        ],
    }
    if spec.has_splits:
        named = [ML_AOI_SPLITS[split] for split in SPLITS if split in present]
        collection["summaries"] = {"ml-aoi:split": named}
    return collection


def make_item(spec: ExportSpec, item: Item) -> dict[str, Any]:
    """Returns an item."""
    west, south, east, north = item.box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    properties = describe_labels(spec, item)
    asset: dict[str, Any] = {
        "href": f"./{item.id}.geojson",
        "type": GEOJSON,
        "roles": ["data", "labels"],
    }
    if item.split is not None:
        properties["ml-aoi:split"] = ML_AOI_SPLITS[item.split]
        asset["ml-aoi:role"] = "label"
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "stac_extensions": [LABEL] if item.split is None else [LABEL, ML_AOI],
        "id": item.id,
        "collection": "labels",
        "bbox": item.box,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": properties,
        "links": [
            {"rel": "root", "href": "../collection.json", "type": "application/json"},
            {"rel": "collection", "href": "../collection.json", "type": "application/json"},
        ],
        "assets": {"labels": asset},
    }


def describe_labels(spec: ExportSpec, item: Item) -> dict[str, Any]:
    """Returns the properties of an item, as the label extension has them."""
    names = [name for name, _ in spec.classes]
    counts = [
        {"name": name, "count": int(count)} for name, count in zip(names, item.counts, strict=True)
    ]
    return {
        "datetime": spec.made_at,
        "title": spec.name,
        "label:type": "vector",
        "label:description": f"Tiles of {spec.name} with their classes.",
        "label:properties": ["class"],
        "label:tasks": ["classification"],
        "label:methods": ["automated" if spec.kind == "prediction" else "manual"],
        "label:classes": [{"name": "class", "classes": names}],
        "label:overviews": [{"property_key": "class", "counts": counts}],
    }


def dump(document: dict[str, Any]) -> str:
    """Returns JSON for people."""
    return json.dumps(document, ensure_ascii=False, indent=2)
