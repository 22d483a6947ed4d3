"""Every method with adapters: trained, saved, and loaded again by plain PEFT with equal logits."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from make_run import make_dataset, make_model, make_run, read_events, read_exit
from safetensors.torch import load_file

from trainer import fit
from trainer.adapt.oft import lay_flat
from trainer.adapt.registry import METHODS, apply_method
from trainer.backbones.registry import load_backbone
from trainer.contract.run_spec import RunConfig, SpecDataset
from trainer.errors import TrainerError
from trainer.export_onnx import ServingModel, open_session
from trainer.pack import prepare_pack
from trainer.save_model import load_model

ADAPTERS = ("lora", "dora", "rslora", "adalora", "ia3", "vera", "oft", "layernorm")
CLASSES = ["a", "b", "c"]


@pytest.fixture(autouse=True)
def gradients() -> Iterator[None]:
    """Gradients are on when a test starts, whatever the one before did."""
    torch.set_grad_enabled(True)
    yield
    torch.set_grad_enabled(True)


def run_once(folder: Path, family: str, bands: int = 3, **config: Any) -> tuple[Path, Path, Any]:
    """Trains two epochs; returns the run folder, the base folder and tiles as stored values."""
    dataset = make_dataset(folder / "dataset", bands=bands, rows=5, cols=8)
    base = make_model(folder / "base", family)
    run = make_run(folder / "run", base, dataset, folder / "packs", batchSize=8, **config)
    assert fit.run(argparse.Namespace(run_folder=run, attempt=1, resume=False)) == 0
    pack = prepare_pack(
        SpecDataset.model_validate(dataset), folder / "packs", lambda *_, **__: None
    )
    return run, base, pack.tiles[:5].astype(np.float32)


def check_saved(run: Path, base: Path, tiles: Any, bands: int) -> None:
    """Compares plain PEFT, the merged model, our loader and ONNX Runtime."""
    from peft import PeftModel
    from transformers import AutoModelForImageClassification

    model = run / "model"
    classifier, preprocess, _ = load_model(model)
    torch.set_grad_enabled(False)
    image = preprocess(torch.from_numpy(tiles))
    merged = AutoModelForImageClassification.from_pretrained(model / "merged").eval()
    expected = merged(pixel_values=image).logits
    plain = AutoModelForImageClassification.from_pretrained(
        base, num_labels=3, num_channels=bands, ignore_mismatched_sizes=True
    )
    adapted = PeftModel.from_pretrained(plain, model / "adapter").eval()
    head = load_file(model / "head.safetensors")
    assert not adapted.get_base_model().load_state_dict(head, strict=False).unexpected_keys
    for value in load_file(model / "adapter" / "adapter_model.safetensors").values():
        assert value.numel() > 0
    close = {"atol": 1e-4, "rtol": 1e-4}
    if adapted.peft_type == "OFT":  # plain PEFT refuses the inputs of ConvNeXt's Linear layers
        for name in json.loads((model / "details.json").read_text())["targetModules"]:
            lay_flat(adapted.get_base_model().get_submodule(name))
    ours = ServingModel(preprocess, classifier)(torch.from_numpy(tiles))
    torch.testing.assert_close(ours, expected, **close)
    found = open_session(model / "model.onnx").run(["logits_BK"], {"image_BCHW": tiles})[0]
    torch.testing.assert_close(torch.from_numpy(found), expected, **close)
    torch.testing.assert_close(adapted(pixel_values=image).logits, expected, **close)
    assert (plain_logits(base, bands, head, image) - expected).abs().max() > 1e-4


def plain_logits(base: Path, bands: int, head: Any, image: torch.Tensor) -> torch.Tensor:
    """Returns what the base says with the trained head but without the adapter."""
    from transformers import AutoModelForImageClassification

    plain = AutoModelForImageClassification.from_pretrained(
        base, num_labels=3, num_channels=bands, ignore_mismatched_sizes=True
    )
    plain.load_state_dict(head, strict=False)
    logits: torch.Tensor = plain.eval()(pixel_values=image).logits
    return logits


@pytest.mark.parametrize(
    ("method", "family", "bands", "config"),
    [
        ("dora", "vit", 3, {}),
        ("dora", "convnextv2", 4, {"lora": {"bias": "all"}}),
        ("rslora", "dinov2", 3, {"lora": {"bias": "lora_only"}}),
        ("lora", "vit", 4, {"lora": {"init": "pissa", "r": 4}}),
        ("lora", "vit", 3, {"lora": {"init": "olora", "r": 4, "bias": "lora_only"}}),
        ("lora", "vit", 3, {"lora": {"init": "orthogonal", "r": 4}}),
        ("lora", "convnext", 3, {"lora": {"init": "gaussian", "bias": "all"}}),
        ("dora", "vit", 3, {"lora": {"init": "pissa", "r": 4}}),
        ("adalora", "vit", 3, {"lora": {"r": 3}, "adalora": {"initialR": 5}, "epochs": 4}),
        ("ia3", "vit", 3, {}),
        ("ia3", "convnextv2", 4, {"lora": {"targetModules": "all-linear"}}),
        ("vera", "vit", 4, {"vera": {"r": 16}}),
        ("vera", "convnextv2", 3, {"vera": {"r": 16}}),
        ("oft", "vit", 3, {"oft": {"blockSize": 4}}),
        ("oft", "convnextv2", 3, {"oft": {"shareBlocks": True}}),
        ("layernorm", "vit", 3, {}),
        ("layernorm", "convnextv2", 4, {}),
    ],
)
def test_saved_merged_and_exported(
    method: str, family: str, bands: int, config: dict[str, Any], tmp_path: Path
) -> None:
    run, base, tiles = run_once(tmp_path, family, bands, method=method, **config)
    check_saved(run, base, tiles, bands)
    events = read_events(run)
    started = next(event for event in events if event["type"] == "started")
    assert started["targetModules"]
    assert 0 < started["trainableParameters"] < started["totalParameters"]
    assert not [event for event in events if event["type"] == "warning"]
