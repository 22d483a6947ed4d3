"""What the imagery tests share: where the shared rasters are, and how to run a command."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from trainer.imagery.open import ReadLimits
from trainer.imagery.raster import import_raster
from trainer.imagery.types import Scene
from trainer.progress import Progress

TRAINER = Path(__file__).resolve().parents[1]
DATA = TRAINER.parents[2] / "shared" / "data"

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the shared test rasters are absent: {DATA.name}"
)


@dataclass(frozen=True)
class Outcome:
    """How a command ended.

    Seconds are of processor time: they do not depend on what else the machine is doing.
    """

    code: int
    result: dict[str, Any]
    cpu_seconds: float
    peak_bytes: int
    log: str


def run_trainer(command: str, *arguments: str | Path, folder: Path) -> Outcome:
    """Runs `python -m trainer` with a result file in `folder`, which must exist."""
    result, log, measured = folder / "result.json", folder / "log.txt", folder / "usage.json"
    words = [sys.executable, str(Path(__file__).with_name("measured.py")), str(measured)]
    words += [sys.executable, "-m", "trainer", command, *map(str, arguments)]
    words += ["--result", str(result), "--progress", str(folder / "progress.ndjson")]
    with log.open("w") as file:
        subprocess.run(words, cwd=TRAINER, stdout=file, stderr=file, check=True)
    text = log.read_text()
    assert result.is_file(), text
    record = json.loads(result.read_text("utf-8"))
    usage = json.loads(measured.read_text("utf-8"))
    return Outcome(usage["code"], record, usage["cpuSeconds"], usage["peakBytes"], text)


def write_raster(path: Path, pixels: np.ndarray, **profile: object) -> Path:
    """Writes pixels [bands, rows, cols] as a GeoTIFF of 10 m pixels in UTM zone 33."""
    settings = {
        "driver": "GTiff",
        "count": pixels.shape[0],
        "height": pixels.shape[1],
        "width": pixels.shape[2],
        "dtype": pixels.dtype.name,
        "crs": "EPSG:32633",
        "transform": from_origin(500000, 5200000, 10, 10),
    }
    with rasterio.open(path, "w", **{**settings, **profile}) as dataset:
        dataset.write(pixels)
    return path


def ramp(bands: int = 1, size: int = 64, dtype: str = "uint8") -> np.ndarray:
    """Returns pixels [bands, size, size] that differ from their neighbours."""
    return (np.arange(bands * size * size).reshape(bands, size, size) % 251).astype(dtype)


def run_import(source: Path, output: Path) -> Scene:
    """Imports a raster in this process."""
    output.mkdir(exist_ok=True)
    return import_raster(source, output, ReadLimits(), Progress())


def list_data(folder: str, *suffixes: str) -> list[Path]:
    """Returns the shared rasters of a folder by name, or nothing where they are absent."""
    wanted = suffixes or (".tif", ".tiff", ".jp2")
    root = DATA / folder
    if not root.is_dir():
        return []
    return sorted(path for path in root.iterdir() if path.suffix.lower() in wanted)
