"""CSV, GeoJSON and COCO: text, written line by line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, TextIO

from trainer.progress import Progress
from trainer.writers.lon_lat import ToLonLat
from trainer.writers.types import Tiles, confidences, times


def write_csv(tiles: Tiles, path: Path, progress: Progress) -> None:
    """Writes row, col, class, author, labelledAt, confidence and the centre (x, y) of each tile."""
    done = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row", "col", "class", "author", "labelledAt", "confidence", "x", "y"])
        for records in tiles.chunks():
            centres = tiles.outlines(records)[:, [0, 2]].mean(axis=1)
            rows, cols = divmod(records["tile"], tiles.spec.cols)
            writer.writerows(
                zip(
                    rows.tolist(),
                    cols.tolist(),
                    [guard(name) for name in tiles.names(records)],
                    [guard(name) for name in tiles.authors(records)],
                    times(records),
                    confidences(records),
                    centres[:, 0].tolist(),
                    centres[:, 1].tolist(),
                    strict=True,
                )
            )
            done += len(records)
            progress.step(done, tiles.count)


def guard(text: str | None) -> str | None:
    """Returns a name that a spreadsheet does not run as a formula: with an apostrophe in front."""
    return f"'{text}" if text and text[0] in "=+-@\t\r" else text


def write_geojson(tiles: Tiles, path: Path, progress: Progress) -> None:
    """Writes RFC 7946: longitude and latitude, counter-clockwise, a feature a line."""
    to_lon_lat = ToLonLat(tiles.spec)
    names = [json.dumps(name, ensure_ascii=False) for name, _ in tiles.spec.classes]
    done = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for records in tiles.chunks():
            outlines = to_lon_lat(tiles.outlines(records)).tolist()
            rows, cols = divmod(records["tile"], tiles.spec.cols)
            lines = [
                f'{{"type":"Feature","properties":{{"row":{row},"col":{col},"class":{names[place]},'
                f'"author":{dump(author)},"labelledAt":{dump(at)},"confidence":{dump(confidence)}}},'
                f'"geometry":{{"type":"Polygon","coordinates":[{dump(outline)}]}}}}'
                for row, col, place, author, at, confidence, outline in zip(
                    rows.tolist(),
                    cols.tolist(),
                    records["class"].tolist(),
                    tiles.authors(records),
                    times(records),
                    confidences(records),
                    outlines,
                    strict=True,
                )
            ]
            write_items(file, lines, done == 0)
            done += len(records)
            progress.step(done, tiles.count)
        file.write("\n]}\n")


def write_coco(tiles: Tiles, path: Path, progress: Progress) -> None:
    """Writes COCO object detection: the scene is one image, every tile a box of its category."""
    spec = tiles.spec
    head = {
        "info": {"description": spec.name, "date_created": spec.made_at},
        "images": [
            {
                "id": 1,
                "file_name": f"{spec.name}.tif",
                "width": spec.width_px,
                "height": spec.height_px,
            }
        ],
        "categories": [
            {"id": place + 1, "name": name, "supercategory": ""}
            for place, (name, _) in enumerate(spec.classes)
        ],
    }
    done = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ',"annotations":[')
        for records in tiles.chunks():
            boxes = tiles.boxes(records).astype(int).tolist()
            lines = [
                to_annotation(done + number + 1, place + 1, box)
                for number, (place, box) in enumerate(
                    zip(records["class"].tolist(), boxes, strict=True)
                )
            ]
            write_items(file, lines, done == 0)
            done += len(records)
            progress.step(done, tiles.count)
        file.write("\n]}\n")


def to_annotation(number: int, category: int, box: list[int]) -> str:
    """Returns one annotation; its outline is its box."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    outline = [left, top, right, top, right, bottom, left, bottom]
    return (
        f'{{"id":{number},"image_id":1,"category_id":{category},"iscrowd":0,'
        f'"area":{width * height},"bbox":[{left},{top},{width},{height}],'
        f'"segmentation":[{outline}]}}'
    )


def dump(value: Any) -> str:
    """Returns compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_items(file: TextIO, lines: list[str], is_first: bool) -> None:
    """Appends items to a JSON list, one a line."""
    file.write(("\n" if is_first else ",\n") + ",\n".join(lines))
