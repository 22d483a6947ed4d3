"""Ground truth is laid over tiles as rasterio would burn it, whatever file it comes in."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from imagery_support import DATA, needs_data, run_trainer, write_raster
from rasterio.features import rasterize
from rasterio.warp import transform_geom

LABELS = DATA / "scenes" / "labels"
TILE = 16


def grid_of(scene: Path, tile: int = TILE) -> dict[str, Any]:
    with rasterio.open(scene) as raster:
        rows, cols = -(-raster.height // tile), -(-raster.width // tile)
        return {
            "widthPx": raster.width,
            "heightPx": raster.height,
            "tileSizePx": tile,
            "rows": rows,
            "cols": cols,
            "tileCount": rows * cols,
            "transform": list(raster.transform)[:6],
            "crs": raster.crs.to_wkt() if raster.crs else None,
        }


def read(folder: Path, source: Path, grid: dict[str, Any], *more: str) -> Any:
    out = folder / "out"
    words = ["--source", str(source), "--grid", json.dumps(grid), "--output", str(out)]
    return run_trainer("read-truth", *words, *more, folder=folder)


def counts_of(folder: Path, reading: dict[str, Any]) -> dict[tuple[int, str], int]:
    triples = np.fromfile(folder / "out" / "counts.bin", "<i4").reshape(-1, 3)
    names = [item["value"] for item in reading["values"]]
    return {(int(tile), names[value]): int(count) for tile, value, count in triples}


def sum_tiles(mask: np.ndarray, grid: dict[str, Any]) -> dict[int, int]:
    size = grid["tileSizePx"]
    padded = np.zeros((grid["rows"] * size, grid["cols"] * size), np.int64)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    sums = padded.reshape(grid["rows"], size, grid["cols"], size).sum(axis=(1, 3)).ravel()
    return {int(tile): int(sums[tile]) for tile in np.flatnonzero(sums)}


def burn_with_rasterio(
    path: Path, attribute: str, crs: str | None, grid: dict[str, Any]
) -> dict[tuple[int, str], int]:
    shapes = defaultdict(list)
    for feature in json.loads(path.read_text())["features"]:
        geometry = feature["geometry"]
        if crs:
            geometry = transform_geom(crs, grid["crs"], geometry)
        shapes[str(feature["properties"][attribute])].append(geometry)
    expected = {}
    for value, geometries in shapes.items():
        mask = rasterize(
            geometries,
            out_shape=(grid["heightPx"], grid["widthPx"]),
            transform=Affine(*grid["transform"]),
        )
        expected.update({(tile, value): n for tile, n in sum_tiles(mask, grid).items()})
    return expected


@needs_data
def test_polygons_in_degrees(tmp_path: Path) -> None:
    grid = grid_of(DATA / "scenes" / "s2_beaufort_nc_8band.tif")
    source = LABELS / "rcr_landcover_wgs84.geojson"
    outcome = read(tmp_path, source, grid)
    assert outcome.code == 0, outcome.log
    reading = outcome.result["reading"]
    assert reading["attribute"] == "class"
    assert sum(item["count"] for item in reading["values"]) == 23
    expected = burn_with_rasterio(source, "class", "EPSG:4326", grid)
    assert counts_of(tmp_path, reading) == expected


def zip_shapefile(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in ("shp", "shx", "dbf", "prj", "cpg"):
            archive.write(LABELS / f"rcr_landcover.{suffix}", f"labels/rcr_landcover.{suffix}")
    return path


@needs_data
def test_shapefile_in_another_system(tmp_path: Path) -> None:
    """The same polygons in UTM and in degrees, so their outlines differ by rounding only."""
    grid = grid_of(DATA / "scenes" / "s2_beaufort_nc_8band.tif", 8)
    outcome = read(tmp_path, zip_shapefile(tmp_path / "rcr.zip"), grid)
    assert outcome.code == 0, outcome.log
    reading = outcome.result["reading"]
    assert (reading["attribute"], reading["crs"]) == ("Classname", "EPSG:32618")
    expected = burn_with_rasterio(
        LABELS / "rcr_landcover_wgs84.geojson", "class", "EPSG:4326", grid
    )
    found = counts_of(tmp_path, reading)
    assert abs(sum(found.values()) - sum(expected.values())) <= 2
    for key in found.keys() | expected.keys():
        assert abs(found.get(key, 0) - expected.get(key, 0)) <= 1


@needs_data
def test_geopackage(tmp_path: Path) -> None:
    """The polygons that the class raster of the same scene was made from."""
    grid = grid_of(DATA / "scenes" / "s2_slovenia_13band_2_clear.tif", 10)
    outcome = read(tmp_path, LABELS / "s2_slovenia_lulc.gpkg", grid)
    assert outcome.code == 0, outcome.log
    reading = outcome.result["reading"]
    assert (reading["attribute"], reading["crs"]) == ("LULC_NAME", "EPSG:32633")
    found = counts_of(tmp_path, reading)
    with rasterio.open(LABELS / "s2_slovenia_lulc.tif") as raster:
        pixels = raster.read(1)
    assert sum(found.values()) == (pixels > 0).sum()
    truth = sum_tiles(pixels == 2, grid)
    forest = {tile: n for (tile, name), n in found.items() if "forest" in name}
    same = sum(min(n, forest.get(tile, 0)) for tile, n in truth.items())
    assert same > 0.98 * sum(truth.values())


@needs_data
def test_projected_geojson_without_a_name_lies_in_the_scene(tmp_path: Path) -> None:
    grid = grid_of(DATA / "scenes" / "landsat_nebraska_customproj.tif")
    source = LABELS / "landsat_nebraska_labels.geojson"
    outcome = read(tmp_path, source, grid)
    assert outcome.code == 0, outcome.log
    reading = outcome.result["reading"]
    assert "assumed_crs" in [note["code"] for note in reading["notes"]]
    assert counts_of(tmp_path, reading) == burn_with_rasterio(source, "id", None, grid)


@needs_data
def test_class_raster_of_the_same_grid(tmp_path: Path) -> None:
    grid = grid_of(DATA / "scenes" / "s2_slovenia_13band_2_clear.tif", 10)
    source = LABELS / "s2_slovenia_lulc.tif"
    outcome = read(tmp_path, source, grid)
    assert outcome.code == 0, outcome.log
    with rasterio.open(source) as raster:
        pixels = raster.read(1)
    values = [int(value) for value in np.unique(pixels) if value != 0]
    expected = {
        (tile, str(value)): n
        for value in values
        for tile, n in sum_tiles(pixels == value, grid).items()
    }
    assert counts_of(tmp_path, outcome.result["reading"]) == expected


@needs_data
def test_class_raster_of_another_system(tmp_path: Path) -> None:
    """Compared with GDAL's own warp without its usual approximation."""
    scene = DATA / "scenes" / "s2_slovenia_13band_2_clear.tif"
    grid = grid_of(scene, 10)
    source = LABELS / "s2_slovenia_lulc.tif"
    warped = tmp_path / "lulc_3857.tif"
    with rasterio.open(source) as raster:
        west, _, _, north = rasterio.warp.transform_bounds(raster.crs, "EPSG:3857", *raster.bounds)
        pixels = np.zeros((1, 170, 170), np.uint8)
        transform = Affine(14.5, 0, west, 0, -14.5, north)
        rasterio.warp.reproject(
            raster.read(1),
            pixels[0],
            src_transform=raster.transform,
            src_crs=raster.crs,
            src_nodata=0,
            dst_transform=transform,
            dst_crs="EPSG:3857",
        )
    write_raster(warped, pixels, crs="EPSG:3857", transform=transform, nodata=0)
    outcome = read(tmp_path, warped, grid)
    assert outcome.code == 0, outcome.log
    back = np.zeros((grid["heightPx"], grid["widthPx"]), np.uint8)
    rasterio.warp.reproject(
        pixels[0],
        back,
        src_transform=transform,
        src_crs="EPSG:3857",
        src_nodata=0,
        dst_transform=Affine(*grid["transform"]),
        dst_crs=grid["crs"],
        tolerance=0,
    )
    found = counts_of(tmp_path, outcome.result["reading"])
    total = sum(found.values())
    assert total == pytest.approx(int((back > 0).sum()), rel=0.002)
    for value in np.unique(back[back > 0]):
        same = sum(
            min(n, found.get((tile, str(value)), 0))
            for tile, n in sum_tiles(back == value, grid).items()
        )
        assert same >= 0.99 * int((back == value).sum())


def square(left: float, top: float, size: float, **properties: object) -> dict[str, Any]:
    """A square of pixels in the scene that `plain_grid` describes (10 m, UTM 33)."""
    x, y = 500000 + 10 * left, 5200000 - 10 * top
    edge = 10 * size
    ring = [[x, y], [x + edge, y], [x + edge, y - edge], [x, y - edge], [x, y]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def plain_grid(**change: object) -> dict[str, Any]:
    return {
        "widthPx": 40,
        "heightPx": 24,
        "tileSizePx": 16,
        "rows": 2,
        "cols": 3,
        "tileCount": 6,
        "transform": [10, 0, 500000, 0, -10, 5200000],
        "crs": "EPSG:32633",
        **change,
    }


def write_geojson(path: Path, features: list[Any], crs: str | None = "EPSG:32633") -> Path:
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document))
    return path


def test_holes_overlaps_edges_and_what_lies_outside(tmp_path: Path) -> None:
    ring = square(0, 0, 16, kind="a")
    ring["geometry"]["coordinates"] += square(4, 4, 8)["geometry"]["coordinates"]
    features = [
        ring,
        square(8, 0, 8, kind="b"),
        square(32, 16, 16, kind="b"),  # reaches over both edges
        square(1000, 0, 8, kind="c"),
        square(0, 16, 4),
        {"type": "Feature", "properties": {"kind": "d"}, "geometry": None},
    ]
    source = write_geojson(tmp_path / "truth.geojson", features)
    outcome = read(tmp_path, source, plain_grid())
    assert outcome.code == 0, outcome.log
    reading = outcome.result["reading"]
    assert counts_of(tmp_path, reading) == {
        (0, "a"): 256 - 64,
        (0, "b"): 64,
        (5, "b"): 8 * 8,
    }
    overlaps = np.fromfile(tmp_path / "out" / "overlaps.bin", "<i4").reshape(-1, 2)
    assert overlaps.tolist() == [[0, 64 - 16]]
    assert [note["code"] for note in reading["notes"]] == ["not_polygons", "no_value", "outside"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("row,col,class\n0,0,a\n1,2,b\n9,9,b\n0,1,\n", {(0, "a"): 1, (5, "b"): 1}),
        ("x;y;label\n500010;5199990;a\n500020;5199980;a\n", {(0, "a"): 2}),
        ("lat,lon,class\n46.9525,15.0001,a\n", {(0, "a"): 1}),
    ],
)
def test_tables(tmp_path: Path, text: str, expected: dict[Any, int]) -> None:
    source = tmp_path / "truth.csv"
    source.write_text(text)
    grid = plain_grid()
    if "lat" in text:
        lon_lat = rasterio.warp.transform("EPSG:4326", "EPSG:32633", [15.0001], [46.9525])
        grid["transform"] = [10, 0, lon_lat[0][0] - 5, 0, -10, lon_lat[1][0] + 5]
    outcome = read(tmp_path, source, grid)
    assert outcome.code == 0, outcome.log
    assert counts_of(tmp_path, outcome.result["reading"]) == expected


def test_attribute_can_be_chosen_and_must_exist(tmp_path: Path) -> None:
    features = [square(0, 0, 16, kind="a", level=1.0), square(16, 0, 16, kind="a", level=2)]
    source = write_geojson(tmp_path / "truth.geojson", features)
    outcome = read(tmp_path, source, plain_grid(), "--attribute", "level")
    assert counts_of(tmp_path, outcome.result["reading"]) == {(0, "1"): 256, (1, "2"): 256}
    outcome = read(tmp_path, source, plain_grid(), "--attribute", "none")
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "invalid_input"


REFUSED: list[tuple[str, bytes, str]] = [
    ("a.geojson", b"", "unreadable_file"),
    ("a.geojson", b'{"type": "FeatureCollection"}', "unreadable_file"),
    ("a.geojson", b"[" * 200_000, "unreadable_file"),
    ("a.geojson", b'{"type": "FeatureCollection", "features": [NaN]}', "unreadable_file"),
    ("a.csv", b"a,b\n1,2\n", "invalid_input"),
    ("a.csv", b"row,col,class\nx,1,a\n", "invalid_input"),
    ("a.csv", b"row,col,class\n\xff\xfe\xfd", "unreadable_file"),
    ("a.gpkg", b"SQLite format 3\x00" + b"\xff" * 4000, "unreadable_file"),
    ("a.zip", b"PK\x03\x04" + b"\x00" * 100, "unreadable_file"),
    ("a.tif", b"II*\x00\xff\xff\xff\x7f", "unreadable_file"),
    ("a.kml", b"<kml/>", "unsupported"),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED)
def test_what_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    outcome = read(tmp_path, source, plain_grid())
    assert outcome.code == 2, outcome.result
    assert outcome.result["error"]["code"] == code, outcome.result
    assert outcome.cpu_seconds < 10
    assert not (tmp_path / "out").exists()


@needs_data
@pytest.mark.parametrize("name", ["empty.geojson", "labels_bad_geometry.geojson"])
def test_hostile_files(tmp_path: Path, name: str) -> None:
    grid = plain_grid(
        transform=[0.001, 0, -0.5, 0, -0.001, 0.5], widthPx=1000, heightPx=1000, crs="EPSG:4326"
    )
    grid.update({"rows": 63, "cols": 63, "tileCount": 63 * 63})
    outcome = read(tmp_path, DATA / "hostile" / name, grid)
    assert outcome.cpu_seconds < 10
    assert outcome.peak_bytes < 1024**3
    if outcome.code == 0:
        # Polygons that cross themselves are filled; what has no area counts nothing.
        assert outcome.result["reading"]["values"]
    else:
        assert outcome.result["error"]["code"] in ("unreadable_file", "invalid_input")


def test_endless_views_of_a_geopackage_end(tmp_path: Path) -> None:
    path = tmp_path / "endless.gpkg"
    with sqlite3.connect(path) as database:
        database.executescript("""
            create table gpkg_spatial_ref_sys (srs_id integer, organization text,
              organization_coordsys_id integer, definition text);
            create table gpkg_contents (table_name text, data_type text);
            create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer);
            create view endless as with recursive r(n) as (select 1 union all select n + 1 from r)
              select n, null as geom from r where n < 0;
            insert into gpkg_contents values ('endless', 'features');
            insert into gpkg_geometry_columns values ('endless', 'geom', 0);
        """)
    outcome = read(tmp_path, path, plain_grid())
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "unreadable_file"
    assert outcome.cpu_seconds < 30
