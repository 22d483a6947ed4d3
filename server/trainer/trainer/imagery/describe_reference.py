"""`describe-reference`: checks a raster that stays where it lies, and measures it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from rasterio.io import DatasetReader

from trainer.imagery.convert import probe_windows
from trainer.imagery.describe import describe_dataset
from trainer.imagery.open import ReadLimits
from trainer.imagery.placement import place
from trainer.imagery.range_file import check_problem, open_channel
from trainer.imagery.reference import check_usable, open_reference
from trainer.imagery.statistics import measure_dataset
from trainer.imagery.types import Band, Note, Scene, make_note
from trainer.job import add_job_arguments, run_job
from trainer.progress import Progress

# Up to this every pixel is read; of larger rasters the finest overview that is smaller.
MAX_MEASURED_BYTES = 512 * 1024**2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--source", required=True, help="what the channel knows the raster as")
    parser.add_argument("--name", required=True, help="how to call it in messages")
    parser.add_argument("--fingerprint", required=True, help="SHA-256 that stands for its content")
    parser.add_argument("--output", type=Path, required=True, help="folder for the thumbnail")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Measures `--source`; leaves thumbnail.png and the scene record."""

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        return {"scene": describe_reference(args, staging, progress)}

    return run_job(args, args.output, body)


def describe_reference(args: argparse.Namespace, folder: Path, progress: Progress) -> Scene:
    """Returns the scene record of a raster that stays where it is."""
    notes: list[Note] = [make_note("trainer.notes.used_in_place")]
    with open_reference(args.source, args.name, ReadLimits()) as dataset:
        check_usable(dataset, args.source, args.name)
        placement = place(dataset)
        notes += placement.notes
        if any(scale != 1 for scale in dataset.scales) or any(dataset.offsets):
            notes.append(make_note("trainer.notes.scale_kept"))
        progress.phase("trainer.progress.readingRaster", 0.0, 0.2)
        try_windows(dataset, progress)
    progress.phase("trainer.progress.measuringBands", 0.2, 1.0)
    bands, factor = measure(args, progress)
    if factor > 1:
        notes.append(make_note("trainer.notes.measured_on_overview", factor=factor))
    with open_reference(args.source, args.name) as dataset:
        scene = describe_dataset(
            dataset,
            "raster",
            bands,
            notes,
            place=(placement.crs, placement.transform),
            size=(byte_size(args.source), args.fingerprint),
            thumbnail=folder / "thumbnail.png",
        )
    check_problem()
    return scene


def byte_size(source: str) -> int:
    """Returns the size of the file in bytes."""
    return open_channel().ask(source, 0, 1)[1]


def try_windows(dataset: DatasetReader, progress: Progress) -> None:
    """Decodes a few tiles all over the raster: damaged ones are told before anybody works on it."""
    windows = probe_windows(dataset.width, dataset.height)
    for done, window in enumerate(windows):
        dataset.read(window=window)
        progress.step(done + 1, len(windows))


def measure(args: argparse.Namespace, progress: Progress) -> tuple[list[Band], int]:
    """Returns the bands' statistics, and how many times smaller the overview is they are of."""
    with open_reference(args.source, args.name) as dataset:
        levels = choose_level(dataset)
        if levels == 0:
            return measure_dataset(dataset, progress), 1
        factor = int(dataset.overviews(1)[levels - 1])
    with open_reference(args.source, args.name, overview_level=levels - 1) as overview:
        return measure_dataset(overview, progress), factor


def choose_level(dataset: DatasetReader) -> int:
    """Returns 0 for the full resolution, 1 for the first overview, and so on."""
    decoded = dataset.width * dataset.height * dataset.count * np.dtype(dataset.dtypes[0]).itemsize
    for level, factor in enumerate([1, *dataset.overviews(1)]):
        if decoded // factor**2 <= MAX_MEASURED_BYTES:
            return level
    return len(dataset.overviews(1))
