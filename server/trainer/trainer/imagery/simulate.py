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

        progress.phase("Shaping the land", 0.0, 0.5)
        land = make_land(args.size, args.seed, progress)
        progress.phase("Taking the picture", 0.5, 0.75)
        pixels = photograph(land, args.clouds)
        progress.phase("Writing the scene", 0.75, 0.85)
        write_scene(pixels, staging, args.seed, progress)
        del pixels
        truth = write_truth(land.cover, staging, args.tile_size)
        write_json(staging / "truth.json", truth.to_json())
        with (staging / "labels.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "col", "classIndex", "purity"])
            writer.writerows(truth.label_rows())
        progress.phase("Measuring the bands", 0.85, 1.0)
        scene = describe_scene(staging, "raster", [], progress)
        return {"scene": scene, "truth": {"tileCounts": truth.tile_counts()}}

    return run_job(args, args.output, body)


def check_arguments(args: argparse.Namespace) -> None:
    """Refuses sizes and shares that make no scene."""
    if not MIN_SIZE <= args.size <= MAX_SIZE:
        message = f"The side is {args.size} px; it must be {MIN_SIZE} to {MAX_SIZE}."
        raise TrainerError("invalid_input", message, "Choose another --size.")
    if not 0 <= args.clouds <= 1:
        message = f"The share of clouds is {args.clouds}; it must be 0 to 1."
        raise TrainerError("invalid_input", message, "Choose another --clouds.")
    if not 1 <= args.tile_size <= args.size:
        message = f"The tile size is {args.tile_size} px; it must be 1 to {args.size}."
        raise TrainerError("invalid_input", message, "Choose another --tile-size.")
    if args.seed < 0:
        raise TrainerError("invalid_input", "The seed is negative.", "Choose 0 or more.")
