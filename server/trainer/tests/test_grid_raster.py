"""Tiles leave the studio as rasters and image folders that other programs open in place."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from imagery_support import ramp, run_trainer, write_raster

CLASSES = [
    {"index": 0, "name": "Water & ice", "colour": "#2f6fb5"},
    {"index": 1, "name": "林地", "colour": "#1f6b3a"},
    {"index": 4, "name": "<b>Bare</b>", "colour": "#a58b6f"},
]
SPEC: dict[str, Any] = {
    "rows": 3,
    "cols": 4,
    "tileSizePx": 32,
    "transform": [10, 0, 500000, 0, -10, 5200000],
    "crs": "EPSG:32633",
    "classes": CLASSES,
}


def write_plane(path: Path, values: list[int]) -> Path:
    path.write_bytes(bytes(values))
    return path


PLANE = [0, 1, 2, 5, 1, 1, 1, 1, 2, 2, 5, 0]


def test_class_and_confidence_rasters(tmp_path: Path) -> None:
    certain = [round(255 * step / 11) for step in range(12)]
    outcome = run_trainer(
        "grid-raster",
        "--plane",
        write_plane(tmp_path / "plane", PLANE),
        "--confidence",
        write_plane(tmp_path / "confidence", certain),
        "--spec",
        json.dumps(SPEC),
        "--output",
        tmp_path / "out" / "class.tif",
        "--confidence-output",
        tmp_path / "out" / "confidence.tif",
        folder=tmp_path,
    )
    assert outcome.code == 0, outcome.log
    with rasterio.open(tmp_path / "out" / "class.tif") as raster:
        assert raster.dtypes == ("uint8",)
        assert raster.nodata == 0
        assert raster.crs.to_epsg() == 32633
        assert raster.res == (320, 320)
        assert tuple(raster.bounds) == (500000, 5199040, 501280, 5200000)
        assert raster.read(1).ravel().tolist() == PLANE
        assert raster.colormap(1)[2] == (0x1F, 0x6B, 0x3A, 255)
        assert raster.colormap(1)[0][3] == 0
        assert raster.tags(1)["CLASS_2"] == "林地"
    with rasterio.open(tmp_path / "out" / "confidence.tif") as raster:
        values = raster.read(1).ravel()
        assert raster.dtypes == ("float32",)
        missing = np.array(PLANE) == 0
        assert np.isnan(values[missing]).all()
        assert values[~missing] == pytest.approx(np.array(certain)[~missing] / 255)
    names = (tmp_path / "out" / "class.tif.aux.xml").read_text("utf-8")
    assert "<Category>Water &amp; ice</Category>" in names
    assert "&lt;b&gt;Bare&lt;/b&gt;" in names


def test_pixel_space_needs_no_coordinate_system(tmp_path: Path) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps({**SPEC, "crs": None, "transform": [1, 0, 0, 0, -1, 96]}))
    outcome = run_trainer(
        "grid-raster",
        "--plane",
        write_plane(tmp_path / "plane", PLANE),
        "--spec",
        spec,
        "--output",
        tmp_path / "out.tif",
        folder=tmp_path,
    )
    assert outcome.code == 0, outcome.log
    with rasterio.open(tmp_path / "out.tif") as raster:
        assert raster.crs is None
        assert tuple(raster.bounds) == (0, 0, 128, 96)


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 5},
        {"rows": 0},
        {"transform": [1, 2, 3]},
        {"classes": [{"index": 0, "name": "x", "colour": "red"}]},
        {"classes": [{"index": 255, "name": "x", "colour": "#ffffff"}]},
        {"tileSizePx": None},
    ],
)
def test_wrong_grids_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    outcome = run_trainer(
        "grid-raster",
        "--plane",
        write_plane(tmp_path / "plane", PLANE),
        "--spec",
        json.dumps({**SPEC, **change}),
        "--output",
        tmp_path / "out" / "class.tif",
        folder=tmp_path,
    )
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "invalid_input"
    assert not (tmp_path / "out").exists()


def run_export(tmp_path: Path, rows: list[list[Any]], *more: str) -> Any:
    items = tmp_path / "items.csv"
    with items.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["split", "class", "scenePath", "row", "col", "name"])
        writer.writerows(rows)
    return run_trainer(
        "export-chips",
        "--items",
        items,
        "--tile-size",
        "32",
        "--output",
        tmp_path / "out" / "chips.zip",
        *more,
        folder=tmp_path,
    )


def test_tiles_are_written_as_georeferenced_chips(tmp_path: Path) -> None:
    pixels = ramp(4, 80).astype("uint16") * 7
    scene = write_raster(tmp_path / "scene.tif", pixels)
    rows = [
        ["train", "Forest", scene, 0, 1, "tile"],
        ["train", "Forest", scene, 2, 2, "tile"],
        ["val", "../Water", scene, 1, 1, "a/b.tif"],
    ]
    outcome = run_export(tmp_path, rows, "--bands", "3,1")
    assert outcome.code == 0, outcome.log
    with zipfile.ZipFile(tmp_path / "out" / "chips.zip") as archive:
        names = archive.namelist()
        assert names == [
            "train/Forest/tile.tif",
            "train/Forest/tile_2.tif",
            "val/_Water/a_b.tif",
            "dataset.csv",
        ]
        contents = {name: archive.read(name) for name in names}
    with rasterio.open(io.BytesIO(contents[names[0]])) as chip:
        assert np.array_equal(chip.read(), pixels[[2, 0], :32, 32:64])
        assert chip.crs.to_epsg() == 32633
        assert tuple(chip.bounds)[:2] == (500320, 5199680)
    with rasterio.open(io.BytesIO(contents[names[1]])) as chip:
        assert np.array_equal(chip.read(), pixels[[2, 0], 64:, 64:])  # cut off at the edge
    table = list(csv.DictReader(io.StringIO(contents["dataset.csv"].decode())))
    assert [row["file"] for row in table] == names[:3]
    assert str(tmp_path) not in contents["dataset.csv"].decode()


def test_exported_chips_can_be_imported_again(tmp_path: Path) -> None:
    scene = write_raster(tmp_path / "scene.tif", ramp(3, 128))
    rows = [["train", "A", scene, 0, 0, "x"], ["test", "B", scene, 3, 3, "y"]]
    assert run_export(tmp_path, rows).code == 0
    outcome = run_trainer(
        "import-chips",
        "--source",
        tmp_path / "out" / "chips.zip",
        "--output",
        tmp_path / "again",
        folder=tmp_path,
    )
    assert outcome.code == 0, outcome.log
    assert outcome.result["chips"]["splits"] == ["train", "test"]
    with rasterio.open(tmp_path / "again" / "scene.tif") as sheet:
        assert np.array_equal(sheet.read()[:, :, 32:], ramp(3, 128)[:, 96:, 96:])


@pytest.mark.parametrize("row", [[4, 0], [-1, 0], ["x", 0]])
def test_tiles_outside_their_scene_are_refused(tmp_path: Path, row: list[Any]) -> None:
    scene = write_raster(tmp_path / "scene.tif", ramp(3, 128))
    outcome = run_export(tmp_path, [["train", "A", scene, *row, "x"]])
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "invalid_input"
    assert not (tmp_path / "out").exists()


def test_export_needs_tiles_and_bands_that_exist(tmp_path: Path) -> None:
    scene = write_raster(tmp_path / "scene.tif", ramp(3, 128))
    assert run_export(tmp_path, []).result["error"]["code"] == "invalid_input"
    rows = [["train", "A", scene, 0, 0, "x"]]
    for bands in ("4", "0", "red"):
        outcome = run_export(tmp_path, rows, "--bands", bands)
        assert outcome.result["error"]["code"] == "invalid_input"
