"""`simulate`: makes the demonstration scene with its truth."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import Any

from trainer.errors import TrainerError
from trainer.job import add_job_arguments, run_job
from trainer.progress import Progress, write_json

MIN_SIZE, MAX_SIZE = 128, 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--output", type=Path, required=True, help="folder for the scene")
    parser.add_argument("--seed", type=int, default=7, help="same seed, same scene")
    parser.add_argument("--size", type=int, default=2048, help="side in pixels of 10 m")
    parser.add_argument("--clouds", type=float, default=0.0, help="share under clouds, 0 to 1")
    parser.add_argument("--tile-size", type=int, default=32, help="side of a tile in pixels")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Writes scene.tif, thumbnail.png, truth.tif, truth.json and labels.csv to `--output`."""

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        check_arguments(args)
        from trainer.imagery.describe import describe_scene
        from trainer.imagery.land.scene import make_land, photograph
        from trainer.imagery.simulated import write_scene, write_truth

        progress.phase("trainer.progress.shapingLand", 0.0, 0.5)
        land = make_land(args.size, args.seed, progress)
        progress.phase("trainer.progress.takingPicture", 0.5, 0.75)
        pixels = photograph(land, args.clouds)
        progress.phase("trainer.progress.writingScene", 0.75, 0.85)
        write_scene(pixels, staging, args.seed, progress)
        del pixels
        truth = write_truth(land.cover, staging, args.tile_size)
        write_json(staging / "truth.json", truth.to_json())
        with (staging / "labels.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "col", "classIndex", "purity"])
            writer.writerows(truth.label_rows())
        progress.phase("trainer.progress.measuringBands", 0.85, 1.0)
        scene = describe_scene(staging, "raster", [], progress)
        return {"scene": scene, "truth": {"tileCounts": truth.tile_counts()}}

    return run_job(args, args.output, body)


def check_arguments(args: argparse.Namespace) -> None:
    """Refuses sizes and shares that make no scene."""
    if not MIN_SIZE <= args.size <= MAX_SIZE:
        raise TrainerError(
            "invalid_input",
            "trainer.simulations.side",
            sizePx=args.size,
            lowestPx=MIN_SIZE,
            highestPx=MAX_SIZE,
        )
    if not 0 <= args.clouds <= 1:
        raise TrainerError("invalid_input", "trainer.simulations.clouds", share=args.clouds)
    if not 1 <= args.tile_size <= args.size:
        raise TrainerError(
            "invalid_input", "trainer.simulations.tileSize", tilePx=args.tile_size, sizePx=args.size
        )
    if args.seed < 0:
        raise TrainerError("invalid_input", "trainer.simulations.seed")
