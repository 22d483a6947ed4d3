"""`export`: writes the ONNX file of a model folder again and brings its manifest up to date."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trainer.fit import sample_tiles
from trainer.job import deliver, report
from trainer.job_errors import from_exception

CHECK_TILES, CHECK_SIDE_PX = 8, 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `export`."""
    parser.add_argument("--model-folder", type=Path, required=True, help="model/ of a run")
    parser.add_argument("--pack", type=Path, help="decoded tiles to check with; else made-up ones")
    parser.add_argument("--result", type=Path, help="file that receives the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Exports; 0 when the file was written, 2 when it was refused or something failed."""
    try:
        result = export(args.model_folder, args.pack)
    except Exception as error:
        return report(from_exception(error), args.result)
    deliver({"ok": result["onnxPath"] is not None, **result}, args.result)
    return 0 if result["onnxPath"] else 2


def export(model_folder: Path, pack_folder: Path | None) -> dict[str, Any]:
    """Returns onnxPath, onnxMaxDifference and onnxProblem, as in the manifest."""
    from trainer.contract.trainer_events import ModelFile
    from trainer.export_onnx import ServingModel, export_onnx
    from trainer.pack import open_pack
    from trainer.progress import write_json
    from trainer.save_model import MANIFEST_FILE, file_hash, load_model

    classifier, preprocess, _ = load_model(model_folder)
    tiles = (
        sample_tiles(open_pack(pack_folder))
        if pack_folder is not None
        else made_up_tiles(preprocess.settings.low, preprocess.settings.high)
    )
    onnx = export_onnx(ServingModel(preprocess, classifier), tiles, model_folder)
    result = {
        "onnxPath": onnx.path,
        "onnxMaxDifference": onnx.max_difference,
        "onnxProblem": onnx.problem,
    }
    manifest_path = model_folder / MANIFEST_FILE
    manifest = json.loads(manifest_path.read_text(encoding="utf-8")) | result
    files = [item for item in manifest["files"] if item["path"] != "model.onnx"]
    if onnx.path is not None:
        path = model_folder / onnx.path
        file = ModelFile(path=onnx.path, bytes=path.stat().st_size, sha256=file_hash(path))
        files.append(file.model_dump(by_alias=True))
    manifest["files"] = sorted(files, key=lambda item: item["path"])
    write_json(manifest_path, manifest)
    return result


def made_up_tiles(low_B: list[float], high_B: list[float]) -> NDArray[np.float32]:
    """Returns random tiles over the whole range of values."""
    draw = np.random.default_rng(0)
    shape = (CHECK_TILES, len(low_B), CHECK_SIDE_PX, CHECK_SIDE_PX)
    low, high = (np.asarray(side)[:, None, None] for side in (low_B, high_B))
    tiles: NDArray[np.float32] = (low + draw.random(shape) * (high - low)).astype(np.float32)
    return tiles
