"""`import-scene`: turns a raster, or the bands in a folder or zip archive, into a scene."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from trainer.job import add_job_arguments, run_job
from trainer.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument(
        "--source", type=Path, required=True, help="raster, or folder or zip of bands"
    )
    parser.add_argument("--output", type=Path, required=True, help="folder for the scene")
    parser.add_argument("--max-pixels", type=int, help="refuse rasters of more pixels")
    parser.add_argument("--name", help="how to call the source in messages")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Imports `--source` into `--output`: scene.tif, thumbnail.png and the scene record."""

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        # Imported here, in the limited child process, and not by the parent.
        from trainer.imagery.open import ReadLimits
        from trainer.imagery.raster import import_bands, import_raster

        limits = ReadLimits()
        if args.max_pixels:
            limits = replace(limits, max_pixels=args.max_pixels)
        importer = import_bands if is_collection(args.source) else import_raster
        scene = importer(args.source, staging, limits, progress, args.name)
        return {"scene": scene}

    return run_job(args, args.output, body)


def is_collection(source: Path) -> bool:
    """Says whether a source is a folder or a zip archive, by its first bytes."""
    if source.is_dir():
        return True
    with source.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
