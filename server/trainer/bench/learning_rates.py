"""Which learning rate suits full fine-tuning of the starter model, with LoRA beside it.

Every run goes through `python -m trainer fit`, on packs that are made once. Three tasks: EuroSAT
(the starter has seen its training tiles; validation is on tiles it has not), the simulated scene
of the demonstration project with six bands, and any image folder (`class/*.jpg`), such as UC
Merced. Only learning rate, method and seed differ; all else are the defaults of the form.

    python -m bench.learning_rates --archive eurosat_rgb_train.zip --images uc_merced --out o.json

A budget in minutes ends it early; seeds are the outermost loop, so that what is done then is
complete for the first seeds. Started again with the same --out it goes on with what is missing.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pretrain.data import CLASS_NAMES, TILE_PX, decode_tile, is_validation, parse_tile_name
from trainer.contract.run_spec import BandRecipe, SpecClass, SpecDataset, SpecScene
from trainer.pack import Pack, open_pack, save_pack
from trainer.spec import TileTable

TRAINER = Path(__file__).parents[1]
PER_CLASS = 100
DEMONSTRATION_SHARE = 0.3
MIN_PURITY = 0.6
RGB = BandRecipe(
    bands=[1, 2, 3],
    band_names=["red", "green", "blue"],
    low=[0] * 3,
    high=[255] * 3,
    dtype="uint8",
)


@dataclass(frozen=True)
class Setting:
    """One column of the table."""

    method: str
    rate: float

    def config(self) -> dict[str, Any]:
        """What differs from the defaults of the form."""
        lora = {"r": 8, "alpha": 16} if self.method == "lora" else {}
        return {"method": self.method, "learningRate": self.rate, "lora": lora}


def main() -> None:
    """Measures, prints the table and writes all numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, help="eurosat_rgb_train.zip")
    parser.add_argument("--images", type=Path, action="append", default=[], help="class/*.jpg")
    parser.add_argument("--rates", type=float, nargs="+", default=[3e-5, 1e-4, 3e-4, 1e-3, 3e-3])
    parser.add_argument("--lora-rates", type=float, nargs="*", default=[2e-3])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=25, help="no run starts after that")
    parser.add_argument("--no-demonstration", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    settings = [Setting("full", rate) for rate in args.rates]
    settings += [Setting("lora", rate) for rate in args.lora_rates]
    with tempfile.TemporaryDirectory(prefix="rates-") as name:
        packs = make_packs(args, Path(name))
        results: list[dict[str, Any]] = []
        if args.out.exists():
            results = json.loads(args.out.read_text(encoding="utf-8"))
        done = {(one["seed"], one["task"], one["method"], one["learningRate"]) for one in results}
        ends = time.monotonic() + args.minutes * 60
        for number, (seed, task, setting) in enumerate(plan(args.seeds, packs, settings)):
            if time.monotonic() > ends:
                break
            if (seed, task, setting.method, setting.rate) in done:
                continue
            folder = Path(name) / f"run{number}"
            results.append(run_once(task, packs[task], setting, seed, args.epochs, folder))
            args.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
            print(json.dumps({**results[-1], "curve": None}), flush=True)
    print(to_table(results))


def plan(
    seeds: list[int], packs: dict[str, Pack], settings: list[Setting]
) -> Iterator[tuple[int, str, Setting]]:
    """Yields every run, seed by seed."""
    for seed in seeds:
        for task in packs:
            for setting in settings:
                yield seed, task, setting


def make_packs(args: argparse.Namespace, folder: Path) -> dict[str, Pack]:
    """Decodes every task once."""
    packs: dict[str, Pack] = {}
    if args.archive:
        packs["EuroSAT"] = eurosat(args.archive, folder / "eurosat")
    if not args.no_demonstration:
        packs["demonstration"] = demonstration(folder / "demonstration")
    for images in args.images:
        packs[images.name] = image_folder(images, folder / images.name)
    return packs


def eurosat(archive: Path, folder: Path) -> Pack:
    """The first tiles of every class: for training of those the starter saw, else unseen ones."""
    pixels: list[NDArray[np.uint8]] = []
    labels: list[int] = []
    splits: list[int] = []
    counts: Counter[tuple[str, bool]] = Counter()
    with zipfile.ZipFile(archive) as zipped:
        for name in sorted(one for one in zipped.namelist() if one.endswith(".jpg")):
            label, number = parse_tile_name(name.rsplit("/", 1)[-1])
            kind = (label, is_validation(number))
            if counts[kind] == PER_CLASS:
                continue
            counts[kind] += 1
            pixels.append(decode_tile(io.BytesIO(zipped.read(name))))
            labels.append(CLASS_NAMES.index(label))
            splits.append(int(kind[1]))
    return keep(folder, pixels, labels, splits, list(CLASS_NAMES))


def image_folder(images: Path, folder: Path) -> Pack:
    """Every other image of every class for training, shrunk to the size the starter takes."""
    names = sorted(one.name for one in images.iterdir() if one.is_dir())
    pixels: list[NDArray[np.uint8]] = []
    labels: list[int] = []
    splits: list[int] = []
    for index, name in enumerate(names):
        for number, path in enumerate(sorted((images / name).iterdir())):
            with Image.open(path) as image:
                small = image.convert("RGB").resize((TILE_PX, TILE_PX), Image.Resampling.LANCZOS)
            pixels.append(np.array(small, dtype=np.uint8))
            labels.append(index)
            splits.append(number % 2)
    return keep(folder, pixels, labels, splits, names)


def keep(
    folder: Path,
    pixels: list[NDArray[np.uint8]],
    labels: list[int],
    splits: list[int],
    names: list[str],
) -> Pack:
    """Writes decoded images `[height, width, 3]` as a pack."""
    folder.mkdir()
    count = np.arange(len(labels), dtype=np.int32)
    table = TileTable(
        scene=np.zeros(len(labels), np.int32),
        row=count,
        col=count,
        label=np.array(labels, np.int16),
        split=np.array(splits, np.uint8),
    )
    tiles = np.ascontiguousarray(np.stack(pixels).transpose(0, 3, 1, 2))
    save_pack(folder, tiles, table, spec_classes(names), RGB)
    return open_pack(folder)


def spec_classes(names: list[str]) -> list[SpecClass]:
    """Classes as a dataset names them."""
    return [
        SpecClass(index=index, id=f"cls_{index}", name=name, colour="#000000")
        for index, name in enumerate(names)
    ]


def demonstration(folder: Path) -> Pack:
    """As many clear tiles of the simulated scene as the demonstration project has labels."""
    folder.mkdir()
    scene = folder / "scene"
    call("simulate", "--output", str(scene), "--result", str(folder / "result.json"))
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    bands = result["scene"]["bands"]
    truth = json.loads((scene / "truth.json").read_text(encoding="utf-8"))
    names = [one["name"] for one in sorted(truth["classes"], key=lambda one: one["value"])]
    rows = np.loadtxt(scene / "labels.csv", delimiter=",", skiprows=1)
    clear = rows[rows[:, 3] >= MIN_PURITY]
    draw = np.random.default_rng(7)
    chosen = draw.permutation(clear)[: round(DEMONSTRATION_SHARE * len(rows))]
    lines = ["sceneIndex,row,col,classIndex,split"]
    for number, (row, col, label, _) in enumerate(chosen):
        split = "val" if number % 10 < 3 else "train"
        lines.append(f"0,{int(row)},{int(col)},{int(label)},{split}")
    (folder / "tiles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    recipe = BandRecipe(
        bands=list(range(1, len(bands) + 1)),
        band_names=[band["name"] for band in bands],
        low=[band["p2"] for band in bands],
        high=[band["p98"] for band in bands],
        dtype="uint16",
    )
    dataset = to_dataset("demonstration", spec_classes(names), recipe, len(chosen), 32)
    dataset.scenes[0].raster_path = str(scene / "scene.tif")
    dataset.tiles_path = "tiles.csv"
    (folder / "dataset.json").write_text(dataset.model_dump_json(by_alias=True), encoding="utf-8")
    packs = str(folder / "packs")
    call("pack", "--dataset", str(folder / "dataset.json"), "--pack-folder", packs)
    return open_pack(folder / "packs" / "demonstration")


def to_dataset(
    content_hash: str, classes: list[SpecClass], recipe: BandRecipe, tiles: int, tile_px: int
) -> SpecDataset:
    """A dataset of one scene whose pack is named by `content_hash`."""
    scene = SpecScene(
        scene_id="scn_0", name="bench", raster_path="", tile_size_px=tile_px, sha256=""
    )
    return SpecDataset(
        dataset_id="dst_0",
        content_hash=content_hash,
        classes=classes,
        scenes=[scene],
        recipe=recipe,
        tiles_path="",
        tile_count=tiles,
        splits=["train", "val"],
    )


def run_once(
    task: str, pack: Pack, setting: Setting, seed: int, epochs: int, folder: Path
) -> dict[str, Any]:
    """Trains once; a run that fails says why instead of giving a score."""
    folder.mkdir()
    side = pack.tiles.shape[-1]
    dataset = to_dataset(pack.folder.name, pack.classes, pack.recipe, len(pack.table), side)
    spec = {
        "v": 1,
        "runId": "run_0123456789abcdefghjk",
        "runName": f"{task} {setting.method} {setting.rate:g} seed {seed}",
        "config": {**setting.config(), "epochs": epochs, "seed": seed, "device": "cpu"},
        "dataset": dataset.model_dump(by_alias=True),
        "baseModelPath": "starter",
        "packFolder": str(pack.folder.parent),
        "threads": 1,
    }
    (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    call("fit", "--run-folder", str(folder), may_fail=True)
    events = [json.loads(line) for line in (folder / "events.ndjson").open(encoding="utf-8")]
    curve = [event for event in events if event["type"] == "metrics" and event["split"] == "val"]
    last = events[-1]
    outcome: dict[str, Any] = {
        "task": task,
        "method": setting.method,
        "learningRate": setting.rate,
        "seed": seed,
        "outcome": last["type"],
        "curve": [event["values"] for event in curve],
        "lostSteps": sum(event.get("code") == "loss_not_finite" for event in events),
    }
    if last["type"] == "finished":
        outcome["macroF1"] = last["result"]["evaluations"][0]["macroF1"]
        outcome["firstMacroF1"] = curve[0]["values"]["macro_f1"]
        outcome["samplesPerSecond"] = last["result"]["samplesPerSecond"]
        outcome["trainableParameters"] = last["result"]["trainableParameters"]
    else:
        outcome["message"] = last.get("message")
    return outcome


def call(*arguments: str, may_fail: bool = False) -> None:
    """Runs a command of the trainer on one thread."""
    done = subprocess.run(
        [sys.executable, "-m", "trainer", *arguments],
        cwd=TRAINER,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 and not may_fail:
        raise SystemExit(f"{arguments[0]} failed:\n{done.stdout}\n{done.stderr}")


def to_table(results: list[dict[str, Any]]) -> str:
    """Macro-F1 of the best epoch, mean and range over the seeds, and after the first epoch."""
    lines = ["| task | method | learning rate | macro-F1, mean (range) | after 1 epoch | seeds |"]
    lines.append("|---|---|---|---|---|---|")
    groups: dict[tuple[str, str, float], list[dict[str, Any]]] = {}
    for one in results:
        groups.setdefault((one["task"], one["method"], one["learningRate"]), []).append(one)
    for (task, method, rate), members in sorted(groups.items()):
        scores = [one["macroF1"] for one in members if "macroF1" in one]
        first = [one["firstMacroF1"] for one in members if "macroF1" in one]
        failed = len(members) - len(scores)
        seeds = f"{len(members)}" + (f", {failed} failed" if failed else "")
        if scores:
            mean = statistics.mean(scores)
            spread = f"{mean:.4f} ({min(scores):.4f} to {max(scores):.4f})"
            start = f"{statistics.mean(first):.4f}"
            lines.append(f"| {task} | {method} | {rate:g} | {spread} | {start} | {seeds} |")
        else:
            lines.append(f"| {task} | {method} | {rate:g} | – | – | {seeds} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
