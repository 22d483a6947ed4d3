"""`read-truth`: says what polygons, a class raster or a table hold for every tile of a scene."""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

from trainer.errors import TrainerError
from trainer.job import GIB, Limits, add_job_arguments, run_job
from trainer.progress import Progress

LIMITS = Limits(memory_bytes=5 * GIB, cpu_s=1800)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--source", type=Path, required=True, help="the file with the truth")
    parser.add_argument("--grid", required=True, help="the scene's tiles as JSON")
    parser.add_argument("--layer", help="layer of the file; the first when missing")
    parser.add_argument("--attribute", help="attribute with the class; chosen when missing")
    parser.add_argument("--crs", help="coordinate system to assume instead of the file's own")
    parser.add_argument("--output", type=Path, required=True, help="folder for the counts")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Writes counts.bin and overlaps.bin; the result says what was found."""

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        # Imported here, in the limited child process, and not by the parent.
        from trainer.truth.collect import collect
        from trainer.truth.types import Choice

        grid = parse_grid(args.grid)
        choice = Choice(args.layer, args.attribute, args.crs)
        return {"reading": collect(args.source, grid, choice, staging, progress)}

    return run_job(args, args.output, body, LIMITS)


def parse_grid(text: str) -> Any:
    """Reads the grid from JSON.

    Raises:
        TrainerError: `invalid_input`.
    """
    from trainer.truth.types import Grid

    try:
        value = json.loads(text)
        grid = Grid(
            width_px=int(value["widthPx"]),
            height_px=int(value["heightPx"]),
            tile_size_px=int(value["tileSizePx"]),
            rows=int(value["rows"]),
            cols=int(value["cols"]),
            tile_count=int(value["tileCount"]),
            transform=tuple(float(number) for number in value["transform"]),
            crs=value.get("crs"),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise TrainerError(
            "invalid_input", "trainer.grids.unreadable", reason=f"{type(error).__name__} {error}"
        ) from error
    sizes = (grid.width_px, grid.height_px, grid.tile_size_px, grid.rows, grid.cols)
    if min(sizes) < 1:
        raise TrainerError("invalid_input", "trainer.grids.size", rows=grid.rows, cols=grid.cols)
    if len(grid.transform) != 6 or not all(math.isfinite(value) for value in grid.transform):
        raise TrainerError("invalid_input", "trainer.grids.transform")
    return grid
