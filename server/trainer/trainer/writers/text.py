"""CSV, GeoJSON and COCO: text, written line by line."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from trainer.writers.lon_lat import ToLonLat
from trainer.writers.types import Export, Records, Tiles, confidences, splits, times

FEATURES = '{"type":"FeatureCollection","features":['


def write_csv(export: Export, path: Path) -> None:
    """Writes a line per tile: where it is, its class, who gave it and when, its centre (x, y).

    The class above its own comes last. Datasets have the scene's name in front and the part behind,
    instead of author, time and confidence.
    """
    has_splits = export.spec.has_splits
    head = ["scene"] if has_splits else []
    said = ["split"] if has_splits else ["author", "labelledAt", "confidence"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*head, "row", "col", "class", *said, "x", "y", "parent"])
        parents = [guard(name) for name in export.spec.parents]
        classes = [guard(name) for name, _ in export.spec.classes]
        for tiles, records in export.chunks():
            centres = tiles.outlines(records)[:, [0, 2]].mean(axis=1)
            columns: list[Iterable[Any]] = [*tiles.places(records)]
            columns.append(classes[place] for place in records["class"].tolist())
            if has_splits:
                columns = [itertools.repeat(guard(tiles.scene.name)), *columns, splits(records)]
            else:
                authors = [guard(name) for name in tiles.authors(records)]
                columns += [authors, times(records), confidences(records)]
            columns += [centres[:, 0].tolist(), centres[:, 1].tolist()]
            columns.append(parents[place] for place in records["class"].tolist())
            writer.writerows(zip(*columns, strict=False))


def guard(text: str | None) -> str | None:
    """Returns a name that a spreadsheet does not run as a formula: with an apostrophe in front."""
    return f"'{text}" if text and text[0] in "=+-@\t\r" else text


def write_geojson(export: Export, path: Path) -> None:
    """Writes RFC 7946: longitude and latitude, counter-clockwise, a feature a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write(FEATURES)
        is_first = True
        for tiles, records in export.chunks():
            write_items(file, to_features(tiles, records), is_first)
            is_first = False
        file.write("\n]}\n")


def to_features(tiles: Tiles, records: Records) -> list[str]:
    """Returns records as GeoJSON features, one line each."""
    has_splits = tiles.spec.has_splits
    names = [
        f'"class":{dump(name)},"parent":{dump(parent)}'
        for (name, _), parent in zip(tiles.spec.classes, tiles.spec.parents, strict=True)
    ]
    scene = f'"scene":{dump(tiles.scene.name)},' if has_splits else ""
    outlines = ToLonLat(tiles.scene)(tiles.outlines(records)).tolist()
    if has_splits:
        said = [f'"split":{dump(split)}' for split in splits(records)]
    else:
        said = [
            f'"author":{dump(author)},"labelledAt":{dump(at)},"confidence":{dump(confidence)}'
            for author, at, confidence in zip(
                tiles.authors(records), times(records), confidences(records), strict=True
            )
        ]
    return [
        f'{{"type":"Feature","properties":{{{scene}"row":{row},"col":{col},'
        f"{names[place]},{more}}},"
        f'"geometry":{{"type":"Polygon","coordinates":[{dump(outline)}]}}}}'
        for row, col, place, more, outline in zip(
            *tiles.places(records), records["class"].tolist(), said, outlines, strict=True
        )
    ]


def write_coco(export: Export, path: Path) -> None:
    """Writes COCO object detection: a scene is an image, every tile a box of its category.

    Annotations of a dataset say their `split`, which COCO's own readers leave alone.
    """
    spec = export.spec
    images = {id(tiles): number for number, tiles in enumerate(export.parts, start=1)}
    head = {
        "info": {"description": spec.name, "date_created": spec.made_at},
        "images": [
            {
                "id": images[id(tiles)],
                "file_name": f"{tiles.scene.name}.tif",
                "width": tiles.scene.width_px,
                "height": tiles.scene.height_px,
            }
            for tiles in export.parts
        ],
        "categories": [
            {"id": place + 1, "name": name, "supercategory": spec.parents[place] or ""}
            for place, (name, _) in enumerate(spec.classes)
        ],
    }
    done = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ',"annotations":[')
        for tiles, records in export.chunks():
            lines = to_annotations(tiles, records, images[id(tiles)], done + 1)
            write_items(file, lines, done == 0)
            done += len(records)
        file.write("\n]}\n")


def to_annotations(tiles: Tiles, records: Records, image: int, first: int) -> list[str]:
    """Returns records as COCO annotations, numbered from `first`."""
    boxes = tiles.boxes(records).astype(int).tolist()
    parts = splits(records) if tiles.spec.has_splits else [None] * len(records)
    return [
        to_annotation(number, image, place + 1, box, split)
        for number, (place, box, split) in enumerate(
            zip(records["class"].tolist(), boxes, parts, strict=True), start=first
        )
    ]


def to_annotation(number: int, image: int, category: int, box: list[int], split: str | None) -> str:
    """Returns one annotation; its outline is its box."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    outline = [left, top, right, top, right, bottom, left, bottom]
    part = "" if split is None else f',"split":"{split}"'
    return (
        f'{{"id":{number},"image_id":{image},"category_id":{category},"iscrowd":0,'
        f'"area":{width * height},"bbox":[{left},{top},{width},{height}],'
        f'"segmentation":[{outline}]{part}}}'
    )


def dump(value: Any) -> str:
    """Returns compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_items(file: TextIO, lines: list[str], is_first: bool) -> None:
    """Appends items to a JSON list, one a line."""
    file.write(("\n" if is_first else ",\n") + ",\n".join(lines))
