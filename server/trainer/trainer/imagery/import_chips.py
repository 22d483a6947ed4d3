"""`import-chips`: turns a folder or archive of labelled chips into a scene."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from trainer.errors import TrainerError
from trainer.job import add_job_arguments, run_job
from trainer.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--source", type=Path, required=True, help="folder or zip of class folders")
    parser.add_argument("--output", type=Path, required=True, help="folder for the scene")
    parser.add_argument("--cell-size", type=int, help="side of a cell in pixels")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Imports `--source` into `--output`: scene.tif, thumbnail.png, chips.csv."""

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        from trainer.imagery.band_files import is_product
        from trainer.imagery.chips import MAX_CELL_PX, MAX_SKIPPED, import_chips
        from trainer.imagery.open import ReadLimits
        from trainer.imagery.raster import import_bands

        if args.cell_size is not None and not 8 <= args.cell_size <= MAX_CELL_PX:
            raise TrainerError(
                "invalid_input",
                "trainer.chips.cellSize",
                sizePx=args.cell_size,
                limitPx=MAX_CELL_PX,
            )
        # A zip does not say what it holds; the bands of one product are a scene, not chips.
        if is_product(args.source):
            scene = import_bands(args.source, staging, ReadLimits(), progress)
            return {"scene": scene, "chips": None, "skipped": [], "skippedCount": 0}
        scene, chips, skipped = import_chips(args.source, staging, args.cell_size, progress)
        return {
            "scene": scene,
            "chips": chips,
            "skipped": skipped[:MAX_SKIPPED],
            "skippedCount": len(skipped),
        }

    return run_job(args, args.output, body)
