"""Tiles per second of our trainer beside a plain HF Trainer script, measured in the same run.

`python -m bench.throughput [--pack FOLDER] [--out result.json]`. Without a pack, made-up tiles are
used. Both sides run in processes of their own, one after the other, with the same model, adapters,
batch size, precision and threads; the order alternates between rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from trainer.contract.run_spec import BandRecipe, SpecClass, SpecDataset, SpecScene
from trainer.pack import Pack, open_pack, save_pack
from trainer.spec import TileTable

TRAINER = Path(__file__).parents[1]
RUN_ID = "run_0123456789abcdefghjk"


def main() -> None:
    """Measures, prints the result as JSON and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, help="decoded tiles: 3 bands, uint8")
    parser.add_argument("--tiles", type=int, default=2048, help="made-up tiles without a pack")
    parser.add_argument("--side", type=int, default=64, help="their side, px")
    parser.add_argument("--base", default="starter")
    parser.add_argument("--method", choices=["lora", "full"], default="lora")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--workers", type=int, default=2, help="of the plain script's DataLoader")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--device", choices=["auto", "cpu"], default="auto")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="throughput-") as name:
        result = measure(args, Path(name))
    text = json.dumps(result, indent=2)
    print(text)
    if args.out is not None:
        args.out.write_text(text + "\n", encoding="utf-8")


def measure(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Runs both sides and puts their medians together."""
    pack = open_pack(args.pack) if args.pack else made_up(args.tiles, args.side, folder / "packs")
    write_images(pack, folder / "images")
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    for number in range(args.rounds):
        for side in ("ours", "theirs") if number % 2 == 0 else ("theirs", "ours"):
            if side == "ours":
                ours.append(run_ours(args, pack, folder / f"run{number}"))
            else:
                theirs.append(run_theirs(args, pack, folder))
    return {
        "settings": {key: value for key, value in vars(args).items() if key not in ("pack", "out")},
        "tiles": len(pack.indices("train")),
        "device": ours[0]["device"],
        "ours": medians(ours),
        "plainHfTrainer": medians(theirs),
        "ratio": medians(ours)["samplesPerSecond"] / medians(theirs)["samplesPerSecond"],
    }


def medians(results: list[dict[str, Any]]) -> dict[str, float]:
    """Returns the median of every number; seconds and processor time include start and export."""
    names = ("samplesPerSecond", "seconds", "cpuSeconds")
    return {name: statistics.median(result[name] for result in results) for name in names}


def made_up(tiles: int, side: int, packs: Path) -> Pack:
    """Returns noise with a colour per class; how fast training is does not depend on it."""
    draw = np.random.default_rng(0)
    label = draw.integers(0, 10, tiles)
    colour = draw.integers(40, 200, (10, 3, 1, 1))
    pixels = (colour[label] + draw.normal(0, 20, (tiles, 3, side, side))).clip(0, 255)
    count = np.arange(tiles, dtype=np.int32)
    table = TileTable(
        scene=np.zeros(tiles, np.int32),
        row=count,
        col=count,
        label=label.astype(np.int16),
        split=np.zeros(tiles, np.uint8),
    )
    classes = [
        SpecClass(index=index, id=f"cls_{index}", name=f"Class {index}", colour="#000000")
        for index in range(10)
    ]
    recipe = BandRecipe(
        bands=[1, 2, 3],
        band_names=["red", "green", "blue"],
        low=[0] * 3,
        high=[255] * 3,
        dtype="uint8",
    )
    folder = packs / "made-up"
    folder.mkdir(parents=True)
    save_pack(folder, pixels.astype(np.uint8), table, classes, recipe)
    return open_pack(folder)


def write_images(pack: Pack, folder: Path) -> None:
    """Writes the training tiles as PNG files, one folder per class."""
    from PIL import Image

    for index in pack.indices("train"):
        place = folder / f"{pack.table.label[index]:03d}"
        place.mkdir(parents=True, exist_ok=True)
        pixels = pack.tiles[index].transpose(1, 2, 0)
        Image.fromarray(np.ascontiguousarray(pixels)).save(place / f"{index}.png")


def run_ours(args: argparse.Namespace, pack: Pack, folder: Path) -> dict[str, Any]:
    """Trains with `fit`."""
    folder.mkdir()
    scene = SpecScene(
        scene_id="scn_0", name="bench", raster_path="", tile_size_px=pack.tiles.shape[-1], sha256=""
    )
    dataset = SpecDataset(
        dataset_id="dst_0",
        content_hash=pack.folder.name,
        classes=pack.classes,
        scenes=[scene],
        recipe=pack.recipe,
        tiles_path="",
        tile_count=len(pack.table),
        splits=["train"],
    )
    spec = {
        "v": 1,
        "runId": RUN_ID,
        "runName": "throughput",
        "config": {
            "baseModel": args.base if args.base == "starter" else f"folder:{args.base}",
            "method": args.method,
            "epochs": args.epochs,
            "batchSize": args.batch,
            "precision": args.precision,
            "device": args.device,
            "augmentation": {"cropScaleMin": 1, "brightness": 0, "contrast": 0},
        },
        "dataset": dataset.model_dump(by_alias=True),
        "baseModelPath": args.base,
        "packFolder": str(pack.folder.parent),
        "threads": args.threads,
    }
    (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    cpu_seconds = run("trainer", "fit", "--run-folder", str(folder))
    events = [json.loads(line) for line in (folder / "events.ndjson").open(encoding="utf-8")]
    started = next(event for event in events if event["type"] == "started")
    result = events[-1]["result"]
    return {
        "samplesPerSecond": result["samplesPerSecond"],
        "seconds": result["durationMs"] / 1000,
        "cpuSeconds": cpu_seconds,
        "device": started["environment"]["device"],
    }


def run_theirs(args: argparse.Namespace, pack: Pack, folder: Path) -> dict[str, Any]:
    """Trains with the plain script."""
    from trainer.backbones.starter import STARTER_FOLDER
    from trainer.describe import describe

    facts = describe(args.base)
    out = folder / "theirs.json"
    base = str(STARTER_FOLDER) if args.base == "starter" else args.base
    options = ["--images", str(folder / "images"), "--base", base, "--out", str(out)]
    options += ["--size", str(facts["inputSizePx"]), "--epochs", str(args.epochs)]
    options += ["--batch", str(args.batch), "--workers", str(args.workers)]
    options += ["--precision", args.precision, "--threads", str(args.threads)]
    if args.method == "lora":
        options += ["--targets", *facts["autoTargets"]]
    cpu_seconds = run("bench.plain_hf_trainer", *options, hide_gpu=args.device == "cpu")
    result: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return result | {"cpuSeconds": cpu_seconds}


def run(module: str, *options: str, hide_gpu: bool = False) -> float:
    """Runs a module and returns the processor time it took, s; shows its output when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | ({"CUDA_VISIBLE_DEVICES": ""} if hide_gpu else {})
    done = subprocess.run(
        [sys.executable, "-m", module, *options],
        cwd=TRAINER,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{module} failed:\n{done.stdout}\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
