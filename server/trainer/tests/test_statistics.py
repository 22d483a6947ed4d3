"""What is measured while copying is what a second reading of the scene gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from imagery_support import list_data, needs_data, ramp, run_import, write_raster

from trainer.errors import TrainerError
from trainer.imagery.statistics import Distribution, make_histogram, measure_bands
from trainer.progress import Progress


@needs_data
@pytest.mark.parametrize("path", list_data("awkward"), ids=lambda path: path.name)
def test_measured_in_passing_as_in_the_scene(path: Path, tmp_path: Path) -> None:
    try:
        scene = run_import(path, tmp_path)
    except TrainerError as error:
        pytest.skip(f"refused: {error}")
    expected = measure_bands(tmp_path / "scene.tif", Progress())
    for found, band in zip(scene["bands"], expected, strict=True):
        for key in ("min", "max", "mean", "standardDeviation", "p1", "p2", "p50", "p98", "p99"):
            assert found[key] == pytest.approx(band[key], rel=1e-9), key
        assert found["validFraction"] == band["validFraction"]
        assert found["histogram"]["counts"] == band["histogram"]["counts"]


@pytest.mark.parametrize("nodata", [None, 0, 7])
def test_sampled_in_passing_as_in_the_scene(tmp_path: Path, nodata: int | None) -> None:
    pixels = ramp(2, 2600, "uint16")
    run = {"tiled": True, "blockxsize": 128, "blockysize": 128, "nodata": nodata}
    scene = run_import(write_raster(tmp_path / "a.tif", pixels, **run), tmp_path / "out")
    expected = measure_bands(tmp_path / "out" / "scene.tif", Progress())
    assert scene["bands"] == expected
    valid = pixels[0] if nodata is None else pixels[0][pixels[0] != nodata]
    assert (expected[0]["min"], expected[0]["max"]) == (valid.min(), valid.max())


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16", "int32", "float32"])
def test_distribution_agrees_with_numpy(dtype: str) -> None:
    values = (np.random.default_rng(1).normal(20, 30, 10_007).clip(-90, 90)).astype(dtype)
    found, exact = Distribution(values), values.astype(np.float64)
    assert found.mean == pytest.approx(exact.mean())
    assert found.deviation == pytest.approx(exact.std())
    for share in (0, 1, 2, 33.3, 50, 98, 99, 100):
        assert found.percentile(share) == pytest.approx(np.percentile(exact, share))
    low, high = float(exact.min()), float(exact.max())
    counted = make_histogram(found, low, high, low, high)
    expected, _ = np.histogram(exact, 64, (counted["low"], counted["high"]))
    assert counted["counts"] == expected.tolist()
