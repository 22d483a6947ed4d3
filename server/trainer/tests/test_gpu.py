"""Training from a pack alone; on a GPU where there is one, else skipped with a reason."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from make_run import make_model, read_events

from trainer import fit
from trainer.contract.run_spec import BandRecipe, SpecClass
from trainer.pack import save_pack
from trainer.spec import TileTable

needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="PyTorch finds no GPU here")

NAMES = ["a", "b", "c"]


def packed_run(folder: Path, dtype: str, **config: Any) -> Path:
    """Writes a pack of noisy flat tiles and a run that trains on it; needs no rasterio."""
    draw = np.random.default_rng(0)
    label = draw.integers(0, 3, 192)
    level = np.array([[2000, 9000, 4000], [8000, 3000, 4000], [5000, 5000, 9000]])[label]
    pixels = level[:, :, None, None] + draw.normal(0, 1500, (192, 3, 16, 16))
    count = np.arange(192, dtype=np.int32)
    split = (count % 4 == 0).astype(np.uint8)
    table = TileTable(np.zeros(192, np.int32), count, count, label.astype(np.int16), split)
    classes = [
        SpecClass(index=index, id=name, name=name, colour="#000000")
        for index, name in enumerate(NAMES)
    ]
    recipe = BandRecipe(
        bands=[1, 2, 3],
        band_names=["red", "green", "blue"],
        low=[0] * 3,
        high=[10000] * 3,
        dtype=dtype,
    )
    pack = folder / "packs" / "hash"
    pack.mkdir(parents=True)
    save_pack(pack, pixels.clip(0, 65535).astype(dtype), table, classes, recipe)
    base = make_model(folder / "base", "vit")
    settings = {"baseModel": "folder:base", "epochs": 6, "batchSize": 16, "device": "cuda"}
    spec = {
        "v": 1,
        "runId": "run_0123456789abcdefghjk",
        "runName": "gpu",
        "config": settings | {"inputSizePx": 32, "learningRate": 0.01, "method": "full"} | config,
        "dataset": {
            "datasetId": "dst",
            "contentHash": "hash",
            "classes": [item.model_dump() for item in classes],
            "scenes": [
                {"sceneId": "s", "name": "s", "rasterPath": "", "tileSizePx": 16, "sha256": ""}
            ],
            "recipe": recipe.model_dump(by_alias=True),
            "tilesPath": "",
            "tileCount": 192,
            "splits": ["train", "val"],
        },
        "baseModelPath": str(base),
        "packFolder": str(folder / "packs"),
        "threads": None,
    }
    run = folder / "run"
    run.mkdir()
    (run / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    return run


def test_a_pack_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rasterio", None)
    folder = packed_run(tmp_path, "uint16", device="cpu")
    assert fit.run(argparse.Namespace(run_folder=folder, attempt=1, resume=False)) == 0
    assert read_events(folder)[-1]["result"]["evaluations"][0]["accuracy"] > 0.9


@needs_gpu
@pytest.mark.parametrize("dtype", ["uint16", "int16", "float32"])
@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
@pytest.mark.parametrize("method", ["full", "lora", "probe"])
def test_learns_on_the_gpu(method: str, precision: str, dtype: str, tmp_path: Path) -> None:
    folder = packed_run(tmp_path, dtype, method=method, precision=precision)
    assert fit.run(argparse.Namespace(run_folder=folder, attempt=1, resume=False)) == 0
    result = read_events(folder)[-1]["result"]
    assert result["peakMemoryKind"] == "gpu"
    assert result["evaluations"][0]["accuracy"] > (0.9 if method == "full" else 0.5)


@needs_gpu
def test_copied_batches_equal_resident_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainer.batches import TileSource
    from trainer.pack import open_pack

    packed_run(tmp_path, "uint16")
    pack = open_pack(tmp_path / "packs" / "hash")
    wanted = np.array([5, 100, 7])
    resident = TileSource(pack, torch.device("cuda")).get(wanted)
    monkeypatch.setattr("trainer.batches.RESIDENT_SHARE", 0.0)
    copied = TileSource(pack, torch.device("cuda")).get(wanted)
    assert torch.equal(resident, copied)
    assert (resident.cpu().numpy() == pack.tiles[wanted]).all()
