"""`export-tiles`: writes tiles and their classes in the format of another program."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from trainer.job import GIB, Limits, add_job_arguments, run_job
from trainer.progress import Progress

# Where the writer of each format lives; imported only when it is used.
WRITERS = {
    "csv": ("trainer.writers.text", "write_csv"),
    "geojson": ("trainer.writers.text", "write_geojson"),
    "coco": ("trainer.writers.text", "write_coco"),
    "geoparquet": ("trainer.writers.geoparquet", "write_geoparquet"),
    "geopackage": ("trainer.writers.geopackage", "write_geopackage"),
    "geotiff": ("trainer.writers.raster", "write_geotiff"),
    "stac": ("trainer.writers.stac", "write_stac"),
}
LIMITS = Limits(memory_bytes=6 * GIB, cpu_s=4 * 3600)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--records", type=Path, required=True, help="the tiles, as binary records")
    parser.add_argument("--spec", type=Path, required=True, help="what they mean, as JSON")
    parser.add_argument("--format", choices=sorted(WRITERS), required=True, help="how to write")
    parser.add_argument("--output", type=Path, required=True, help="the file to write")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Writes one file."""
    output: Path = args.output

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        from trainer.writers.types import Export, parse_spec

        module, name = WRITERS[args.format]
        writer = cast(
            Callable[[Export, Path], None],
            getattr(importlib.import_module(module), name),
        )
        export = Export(args.records, parse_spec(args.spec), progress)
        progress.phase("trainer.progress.writingTiles", 0.0, 1.0)
        writer(export, staging / output.name)
        return {"tileCount": export.count}

    return run_job(args, output.parent, body, LIMITS)
