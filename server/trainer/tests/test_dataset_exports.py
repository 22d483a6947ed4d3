"""Datasets leave the studio with their scenes and parts, and their readers find both."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from test_exports import CLASSES, SCENE, export

from trainer.writers.types import RECORD

SOUTH = {
    **SCENE,
    "name": "South: 2",
    "rows": 3,
    "cols": 3,
    "widthPx": 48,
    "heightPx": 48,
    "crs": "EPSG:32733",
    "transform": [10, 0, 300000, 0, -10, 8000000],
    "count": 2,
}
CHANGE: dict[str, Any] = {
    "kind": "dataset",
    "name": "First",
    "scenes": [SCENE, SOUTH],
    "authors": [],
}
NAN = float("nan")
RECORDS = np.array(
    [
        (0, 0, -1, NAN, NAN, 0),
        (8, 1, -1, NAN, NAN, 1),
        (27, 1, -1, NAN, NAN, 0),
        (4, 1, -1, NAN, NAN, 2),
        (8, 0, -1, NAN, NAN, 0),
    ],
    RECORD,
)
NAMES = [CLASSES[place]["name"] for place in (0, 1, 1, 1, 0)]
SPLITS = ["train", "val", "train", "test", "train"]
SCENES = ["Valley", "Valley", "Valley", "South: 2", "South: 2"]


def write(folder: Path, kind: str, name: str, **change: object) -> Path:
    outcome, output = export(folder, kind, name, RECORDS, **{**CHANGE, **change})
    assert outcome.code == 0, outcome.log
    assert [path.name for path in output.parent.iterdir()] == [name]
    return output


def test_csv_names_scene_and_part(tmp_path: Path) -> None:
    with write(tmp_path, "csv", "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["scene", "row", "col", "class", "split", "x", "y", "parent"]
    assert [row["scene"] for row in rows] == SCENES
    assert [row["split"] for row in rows] == SPLITS
    assert [row["class"] for row in rows] == NAMES
    assert [(row["row"], row["col"]) for row in rows[2:]] == [("3", "6"), ("1", "1"), ("2", "2")]
    assert (float(rows[3]["x"]), float(rows[3]["y"])) == (300240, 7999760)


def test_geojson_names_scene_and_part(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.read_file(write(tmp_path, "geojson", "a.geojson"))
    assert frame["scene"].tolist() == SCENES
    assert frame["split"].tolist() == SPLITS
    south = frame.iloc[3:].to_crs("EPSG:32733").geometry.bounds
    assert south.iloc[0].tolist() == pytest.approx([300160, 7999680, 300320, 7999840], abs=0.05)


def test_geopackage_has_a_layer_per_scene(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    pyogrio = pytest.importorskip("pyogrio")
    path = write(tmp_path, "geopackage", "a.gpkg")
    layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    assert layers == ["tiles_Valley", "tiles_South_2"]
    frames = [geopandas.read_file(path, layer=layer) for layer in layers]
    assert [frame.crs.to_epsg() for frame in frames] == [32633, 32733]
    assert [split for frame in frames for split in frame["split"]] == SPLITS
    assert [name for frame in frames for name in frame["class"]] == NAMES


@pytest.mark.parametrize("shared", [True, False])
def test_geoparquet_has_one_system(tmp_path: Path, shared: bool) -> None:
    geopandas = pytest.importorskip("geopandas")
    scenes = [SCENE, {**SOUTH, "crs": SCENE["crs"]} if shared else SOUTH]
    frame = geopandas.read_parquet(write(tmp_path, "geoparquet", "a.parquet", scenes=scenes))
    assert frame["scene"].astype(str).tolist() == SCENES
    assert frame["split"].astype(str).tolist() == SPLITS
    assert frame.crs.to_epsg() == 32633 if shared else frame.crs.is_geographic
    corner = frame.to_crs("EPSG:32633").geometry.bounds.iloc[2].tolist()
    assert corner == pytest.approx([500960, 5199500, 501000, 5199520], abs=0.05)


def test_coco_has_an_image_per_scene(tmp_path: Path) -> None:
    coco_module = pytest.importorskip("pycocotools.coco")
    coco = coco_module.COCO(str(write(tmp_path, "coco", "a.json")))
    images = coco.loadImgs(coco.getImgIds())
    assert [image["file_name"] for image in images] == ["Valley.tif", "South: 2.tif"]
    annotations = coco.loadAnns(coco.getAnnIds())
    assert [one["image_id"] for one in annotations] == [1, 1, 1, 2, 2]
    assert [one["split"] for one in annotations] == SPLITS
    assert [coco.annToMask(one).sum() for one in annotations] == [256, 256, 8, 256, 256]


def test_geotiffs_of_classes_and_parts(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path, "geotiff", "a.zip")) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "rasters")
    assert names == ["Valley.tif", "Valley_split.tif", "South_2.tif", "South_2_split.tif"]
    planes = {}
    for name in names:
        with rasterio.open(tmp_path / "rasters" / name) as raster:
            plane = raster.read(1).ravel()
            planes[name] = {int(at): int(plane[at]) for at in np.flatnonzero(plane)}
            tags = raster.tags(1)
    assert planes["Valley.tif"] == {0: 1, 8: 5, 27: 5}
    assert planes["Valley_split.tif"] == {0: 1, 8: 2, 27: 1}
    assert planes["South_2_split.tif"] == {4: 3, 8: 1}
    assert [tags[f"CLASS_{value}"] for value in (1, 2, 3)] == ["train", "val", "test"]


def test_stac_has_an_item_per_scene_and_part(tmp_path: Path) -> None:
    pystac = pytest.importorskip("pystac")
    with zipfile.ZipFile(write(tmp_path, "stac", "a.zip")) as archive:
        archive.extractall(tmp_path / "stac")
    collection = pystac.Collection.from_file(str(tmp_path / "stac" / "collection.json"))
    items = {item.id: item for item in collection.get_items()}
    parts = {name: item.properties["ml-aoi:split"] for name, item in items.items()}
    assert parts == {
        "Valley_train": "train",
        "Valley_val": "validate",
        "South_2_train": "train",
        "South_2_test": "test",
    }
    assert collection.summaries.lists["ml-aoi:split"] == ["train", "validate", "test"]
    counts = {}
    for name, item in items.items():
        assert any("ml-aoi" in one for one in item.stac_extensions)
        document = json.loads(Path(item.assets["labels"].get_absolute_href()).read_text("utf-8"))
        counts[name] = len(document["features"])
        expected = "val" if parts[name] == "validate" else parts[name]
        assert {one["properties"]["split"] for one in document["features"]} == {expected}
    assert counts == {"Valley_train": 2, "Valley_val": 1, "South_2_train": 1, "South_2_test": 1}
    # The schemas of STAC itself are inside the library; those of extensions are on the web.
    for one in (collection, *items.values()):
        one.stac_extensions.clear()
        one.validate()


def test_a_scene_without_a_place_is_refused_where_one_is_needed(tmp_path: Path) -> None:
    scenes = [SCENE, {**SOUTH, "crs": None}]
    for kind in ("geojson", "stac", "geoparquet"):
        outcome, _ = export(tmp_path, kind, "a", RECORDS, **{**CHANGE, "scenes": scenes})
        assert outcome.result["error"]["code"] == "unsupported"
        assert "South: 2" in outcome.result["error"]["message"]


def test_records_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    outcome, _ = export(tmp_path, "csv", "a.csv", RECORDS, **{**CHANGE, "scenes": [SCENE]})
    assert outcome.result["error"]["code"] == "invalid_input"
