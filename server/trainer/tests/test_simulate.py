"""The demonstration scene: the same from the same seed, and every class learnable."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from imagery_support import run_trainer
from rio_cogeo.cogeo import cog_validate

from trainer.imagery.land.noise import fractal, hash01, make_rng
from trainer.imagery.land.scene import make_land, photograph
from trainer.imagery.simulated import find_majority
from trainer.progress import Progress


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulate")
    outcome = run_trainer("simulate", "--output", folder / "out", "--seed", "7", folder=folder)
    assert outcome.code == 0, outcome.log
    assert outcome.cpu_seconds < 60
    assert outcome.peak_bytes < 3 * 1024**3
    assert outcome.result["scene"]["simulated"]
    for item in outcome.result["truth"]["tileCounts"]:
        assert item["pureTiles"] >= 60, item
    return folder / "out"


def test_scene_is_what_it_says(demonstration: Path) -> None:
    valid, errors, _ = cog_validate(demonstration / "scene.tif", quiet=True)
    assert valid, errors
    with rasterio.open(demonstration / "scene.tif") as scene:
        assert (scene.width, scene.height, scene.dtypes[0]) == (2048, 2048, "uint16")
        assert scene.descriptions == ("blue", "green", "red", "nir", "swir1", "swir2")
        assert scene.crs.to_epsg() == 32633
        assert scene.res == (10, 10)
        assert scene.tags()["TILEWRIGHT_SIMULATED"] == "yes"


def test_truth_agrees_with_its_tables(demonstration: Path) -> None:
    truth = json.loads((demonstration / "truth.json").read_text("utf-8"))
    with rasterio.open(demonstration / "truth.tif") as raster:
        cover = raster.read(1)
    assert len(truth["classes"]) == 8
    assert [item["value"] for item in truth["classes"]] == list(range(8))
    with (demonstration / "labels.csv").open(newline="") as file:
        labels = list(csv.DictReader(file))
    assert len(labels) == 64 * 64
    for label in labels[::37]:
        row, col = int(label["row"]), int(label["col"])
        tile = cover[row * 32 : row * 32 + 32, col * 32 : col * 32 + 32]
        counts = np.bincount(tile.ravel(), minlength=8)
        assert int(label["classIndex"]) == counts.argmax() == truth["tiles"][row][col]
        assert float(label["purity"]) == pytest.approx(counts.max() / 1024, abs=1e-4)


def test_spectra_tell_the_classes_apart(demonstration: Path) -> None:
    """Plain physics: water is dark in the infrared, plants are bright there, soil in between."""
    with rasterio.open(demonstration / "scene.tif") as scene:
        bands = scene.read()[:, ::4, ::4].astype(float) / 10_000
    with rasterio.open(demonstration / "truth.tif") as raster:
        cover = raster.read(1)[::4, ::4]
    red, nir, swir = bands[2], bands[3], bands[4]
    greenness = (nir - red) / (nir + red)
    mean = {value: float(greenness[cover == value].mean()) for value in range(8)}
    assert mean[0] < 0.1 < mean[5] < 0.3
    assert mean[1] > 0.7
    assert mean[3] > 0.5
    assert float(swir[cover == 0].mean()) < 0.05
    assert float(nir[cover == 1].mean()) > 0.15


def test_same_seed_same_scene_and_other_seed_other_scene() -> None:
    first = photograph(make_land(256, 3, Progress()), 0.0)
    again = photograph(make_land(256, 3, Progress()), 0.0)
    other = photograph(make_land(256, 4, Progress()), 0.0)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_clouds_hide_about_the_share_that_was_asked_for() -> None:
    land = make_land(256, 5, Progress())
    clear, cloudy = photograph(land, 0.0), photograph(land, 0.3)
    brighter = cloudy[0].astype(int) > clear[0].astype(int) + 400
    assert 0.15 < brighter.mean() < 0.4


@pytest.mark.parametrize(
    ("option", "value"),
    [("--size", "64"), ("--clouds", "1.5"), ("--tile-size", "0"), ("--seed", "-1")],
)
def test_wrong_arguments_are_refused(tmp_path: Path, option: str, value: str) -> None:
    outcome = run_trainer("simulate", "--output", tmp_path / "out", option, value, folder=tmp_path)
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "invalid_input"
    assert not (tmp_path / "out").exists()


def test_noise_is_standard_and_hashes_are_even() -> None:
    field = fractal(128, make_rng(1, "test"), 2.0, 50)
    assert float(field.mean()) == pytest.approx(0, abs=1e-4)
    assert float(field.std()) == pytest.approx(1, abs=1e-4)
    numbers = hash01(9, np.arange(100_000))
    assert float(numbers.min()) >= 0
    assert float(numbers.max()) < 1
    assert np.histogram(numbers, 20, (0, 1))[0].std() < 150


def test_majority_of_a_small_cover() -> None:
    cover = np.zeros((4, 4), np.uint8)
    cover[:2, 2:] = 3
    cover[2:, :2] = [[1, 1], [1, 2]]
    truth = find_majority(cover, 2)
    assert truth.majority.tolist() == [[0, 3], [1, 0]]
    assert truth.purity.tolist() == [[1, 1], [0.75, 1]]
