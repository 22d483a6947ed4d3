"""Tiles leave the studio in formats that their own reference libraries read back."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from imagery_support import run_trainer

from trainer.writers.types import RECORD

CLASSES = [
    {"index": 0, "name": 'Water, "deep"', "colour": "#2f6fb5"},
    {"index": 4, "name": "林地", "colour": "#1f6b3a", "parent": "Vegetation"},
]
SCENE: dict[str, Any] = {
    "name": "Valley",
    "widthPx": 100,
    "heightPx": 50,
    "tileSizePx": 16,
    "rows": 4,
    "cols": 7,
    "transform": [10, 0, 500000, 0, -10, 5200000],
    "crs": "EPSG:32633",
    "count": 3,
}
SPEC: dict[str, Any] = {
    "kind": "labels",
    "name": "Valley",
    "scenes": [SCENE],
    "classes": CLASSES,
    "authors": ["Ada"],
    "madeAt": "2026-11-24T10:00:00Z",
}
RECORDS = np.array(
    [
        (0, 0, 0, np.nan, 1_700_000_000_000, -1),
        (8, 1, -1, 0.75, np.nan, -1),
        (27, 1, 0, np.nan, 1_700_000_001_500, -1),  # the lower right corner: 4 x 2 pixels
    ],
    RECORD,
)
CORNER = (500960.0, 5199500.0, 501000.0, 5199520.0)


def export(
    folder: Path, writer: str, file_name: str, records: Any = RECORDS, **change: object
) -> tuple[Any, Path]:
    (folder / "records.bin").write_bytes(records.tobytes())
    (folder / "spec.json").write_text(json.dumps({**SPEC, **change}), "utf-8")
    output = folder / "out" / file_name
    words = ["--records", folder / "records.bin", "--spec", folder / "spec.json"]
    words += ["--format", writer, "--output", output]
    return run_trainer("export-tiles", *words, folder=folder), output


def write(folder: Path, kind: str, name: str, **change: object) -> Path:
    outcome, output = export(folder, kind, name, **change)
    assert outcome.code == 0, outcome.log
    assert [path.name for path in output.parent.iterdir()] == [name]
    return output


def test_csv(tmp_path: Path) -> None:
    with write(tmp_path, "csv", "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["col"], row["class"]) for row in rows] == [
        ("0", "0", 'Water, "deep"'),
        ("1", "1", "林地"),
        ("3", "6", "林地"),
    ]
    assert [row["parent"] for row in rows] == ["", "Vegetation", "Vegetation"]
    assert rows[0]["labelledAt"] == "2023-11-14T22:13:20.000Z"
    assert (rows[1]["author"], rows[1]["confidence"]) == ("", "0.75")
    assert (float(rows[2]["x"]), float(rows[2]["y"])) == (500980, 5199510)


def test_names_are_no_formulas(tmp_path: Path) -> None:
    output = write(tmp_path, "csv", "a.csv", authors=["=1+1"])
    with output.open(encoding="utf-8", newline="") as file:
        assert [row["author"] for row in csv.DictReader(file)] == ["'=1+1", "", "'=1+1"]


def test_geojson_is_rfc_7946(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    path = write(tmp_path, "geojson", "a.geojson")
    document = json.loads(path.read_text("utf-8"))
    assert "crs" not in document
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert frame["class"].tolist() == ['Water, "deep"', "林地", "林地"]
    parents = [feature["properties"]["parent"] for feature in document["features"]]
    assert parents == [None, "Vegetation", "Vegetation"]
    assert all(outline.exterior.is_ccw for outline in frame.geometry)
    bounds = frame.to_crs("EPSG:32633").geometry.bounds.iloc[2].tolist()
    assert bounds == pytest.approx(CORNER, abs=0.05)


@pytest.mark.parametrize(("kind", "name"), [("geopackage", "a.gpkg"), ("geoparquet", "a.parquet")])
def test_tables_with_geometries(tmp_path: Path, kind: str, name: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    path = write(tmp_path, kind, name)
    frame = geopandas.read_parquet(path) if kind == "geoparquet" else geopandas.read_file(path)
    assert frame.crs.to_epsg() == 32633
    assert frame["class"].astype(str).tolist() == ['Water, "deep"', "林地", "林地"]
    assert frame["parent"].isna().tolist() == [True, False, False]
    assert frame["parent"].astype(str).tolist()[1:] == ["Vegetation", "Vegetation"]
    assert frame["row"].tolist() == [0, 1, 3]
    assert frame["author"].isna().tolist() == [False, True, False]
    assert frame["labelled_at"].iloc[2].isoformat() == "2023-11-14T22:13:21.500000+00:00"
    assert frame["confidence"].iloc[1] == pytest.approx(0.75)
    assert tuple(frame.geometry.iloc[2].bounds) == CORNER
    assert frame.geometry.is_valid.all()


@pytest.mark.parametrize(("kind", "name"), [("geopackage", "a.gpkg"), ("geoparquet", "a.parquet")])
def test_systems_without_a_code(tmp_path: Path, kind: str, name: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    wkt = rasterio.crs.CRS.from_proj4("+proj=aea +lat_1=20 +lat_2=60 +lon_0=-96").to_wkt()
    path = write(tmp_path, kind, name, scenes=[{**SCENE, "crs": wkt}])
    frame = geopandas.read_parquet(path) if kind == "geoparquet" else geopandas.read_file(path)
    assert "Albers" in frame.crs.to_wkt()


def test_coco(tmp_path: Path) -> None:
    coco_module = pytest.importorskip("pycocotools.coco")
    coco = coco_module.COCO(str(write(tmp_path, "coco", "a.json")))
    assert [one["name"] for one in coco.loadCats(coco.getCatIds())] == ['Water, "deep"', "林地"]
    boxes = [one["bbox"] for one in coco.loadAnns(coco.getAnnIds(catIds=[2]))]
    assert boxes == [[16, 16, 16, 16], [96, 48, 4, 2]]
    masks = [coco.annToMask(one).sum() for one in coco.loadAnns(coco.getAnnIds())]
    assert masks == [256, 256, 8]


def test_geotiff(tmp_path: Path) -> None:
    with rasterio.open(write(tmp_path, "geotiff", "a.tif")) as raster:
        plane = raster.read(1)
        assert (raster.nodata, raster.res, raster.crs.to_epsg()) == (0, (160, 160), 32633)
        assert raster.tags(1)["CLASS_5"] == "林地"
    assert {int(at): int(plane.ravel()[at]) for at in np.flatnonzero(plane)} == {0: 1, 8: 5, 27: 5}


def test_stac(tmp_path: Path) -> None:
    pystac = pytest.importorskip("pystac")
    with zipfile.ZipFile(write(tmp_path, "stac", "a.zip")) as archive:
        archive.extractall(tmp_path / "stac")
    collection = pystac.Collection.from_file(str(tmp_path / "stac" / "collection.json"))
    items = list(collection.get_items())
    assert [item.id for item in items] == ["labels"]
    overview = items[0].properties["label:overviews"][0]["counts"]
    assert [one["count"] for one in overview] == [1, 2]
    asset = Path(items[0].assets["labels"].get_absolute_href())
    assert len(json.loads(asset.read_text("utf-8"))["features"]) == 3
    # The schemas of STAC itself are inside the library; those of extensions are on the web.
    for one in (collection, *items):
        one.stac_extensions.clear()
        one.validate()


@pytest.mark.parametrize("kind", ["geojson", "stac"])
def test_pixel_space_has_no_longitude(tmp_path: Path, kind: str) -> None:
    outcome, _ = export(tmp_path, kind, "a", scenes=[{**SCENE, "crs": None}])
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "unsupported"


@pytest.mark.parametrize(
    "change", [{"classes": CLASSES[:1]}, {"scenes": [{**SCENE, "transform": [1]}]}]
)
def test_damaged_lists_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    outcome, output = export(tmp_path, "csv", "a.csv", **change)
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "invalid_input"
    assert not output.exists()


@pytest.mark.parametrize(("kind", "name"), [("csv", "a.csv"), ("geoparquet", "a.parquet")])
def test_a_million_tiles_in_bounded_memory(tmp_path: Path, kind: str, name: str) -> None:
    records = np.zeros(1_000_000, RECORD)
    records["tile"] = np.arange(len(records))
    records["class"] = records["tile"] % 2
    records["at_ms"] = 1_700_000_000_000
    records["confidence"] = np.nan
    size = {"rows": 1000, "cols": 1000, "widthPx": 16000, "heightPx": 16000, "count": 1_000_000}
    outcome, output = export(tmp_path, kind, name, records, scenes=[{**SCENE, **size}])
    assert outcome.code == 0, outcome.log
    assert outcome.cpu_seconds < 60
    assert outcome.peak_bytes < 500 * 1000**2
    print(kind, outcome.cpu_seconds, outcome.peak_bytes, output.stat().st_size)
