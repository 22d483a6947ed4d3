"""Every method with adapters: trained, saved, and loaded again by plain PEFT with equal logits."""

from __future__ import annotations

import argparse
import json
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from families_table import TINY
from make_run import make_dataset, make_model, make_run, read_events, read_exit
from safetensors.torch import load_file
from test_kill import PATIENCE_S, start, wait_for_step

from trainer import fit, loop
from trainer.__main__ import main
from trainer.adapt.oft import lay_flat
from trainer.adapt.registry import METHODS, apply_method
from trainer.backbones.registry import load_backbone
from trainer.backbones.stem import fit_stem, match_bands
from trainer.contract.run_spec import RunConfig, SpecDataset
from trainer.errors import TrainerError
from trainer.export_onnx import ServingModel, open_session
from trainer.inspect_run import inspect
from trainer.pack import prepare_pack
from trainer.save_model import load_model

ADAPTERS = ("lora", "dora", "rslora", "adalora", "ia3", "vera", "oft", "layernorm")
CLASSES = ["a", "b", "c"]
ADALORA = {
    "method": "adalora",
    "lora": {"r": 3},
    "adalora": {"initialR": 5, "warmupRatio": 0.1, "settleRatio": 0.3},
}


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
        ("adalora", "vit", 3, {**ADALORA, "epochs": 4}),
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
    run, base, tiles = run_once(tmp_path, family, bands, **{"method": method, **config})
    check_saved(run, base, tiles, bands)
    events = read_events(run)
    started = next(event for event in events if event["type"] == "started")
    assert started["targetModules"]
    assert 0 < started["trainableParameters"] < started["totalParameters"]
    assert not [event for event in events if event["type"] == "warning"]


@pytest.mark.parametrize(
    ("config", "died_at"),
    [
        ({"method": "dora", "lora": {"init": "pissa", "r": 2}}, 4),
        ({"method": "rslora", "lora": {"bias": "all"}}, 4),
        (ADALORA, 4),
        (ADALORA, 11),
        ({"method": "ia3"}, 4),
        ({"method": "vera", "vera": {"r": 8}}, 4),
        ({"method": "oft", "oft": {"blockSize": 4}}, 4),
        ({"method": "layernorm"}, 4),
    ],
    ids=str,
)
def test_resumed_is_the_same_run(
    config: dict[str, Any], died_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AdaLoRA dies once while ranks are taken away, and once when that is over (12 steps)."""
    dataset = make_dataset(tmp_path / "dataset", rows=5, cols=8)
    base = make_model(tmp_path / "base", "vit")
    folders = [tmp_path / "whole", tmp_path / "killed"]
    for folder in folders:
        make_run(folder, base, dataset, tmp_path / "packs", batchSize=8, epochs=4, **config)
    assert run_attempt(folders[0], 1) == 0
    take_step = loop.take_step

    def dies(run: loop.Training, *others: Any) -> tuple[float, float]:
        if run.state.step == died_at:
            raise SystemExit
        return take_step(run, *others)

    with monkeypatch.context() as patch:
        patch.setattr(loop, "take_step", dies)
        assert run_attempt(folders[1], 1) == 2
    assert run_attempt(folders[1], 2) == 0
    assert [e["startStep"] for e in read_events(folders[1]) if e["type"] == "started"][1] > 0
    for name in ("last", "best"):
        expected, found = (
            load_file(folder / f"checkpoints/{name}/trained.safetensors") for folder in folders
        )
        assert expected.keys() == found.keys()
        assert all(torch.equal(expected[key], found[key]) for key in expected)


def run_attempt(folder: Path, attempt: int) -> int:
    """Runs `fit` in this process; later attempts resume."""
    torch.set_grad_enabled(True)
    return fit.run(argparse.Namespace(run_folder=folder, attempt=attempt, resume=attempt > 1))


def test_adalora_goes_on_after_a_real_kill(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path / "dataset", rows=5, cols=8)
    base = make_model(tmp_path / "base", "vit")
    folder = make_run(
        tmp_path / "run", base, dataset, tmp_path / "packs", **ADALORA, batchSize=8, epochs=20
    )
    process = start(folder)
    wait_for_step(folder, process, 10)
    process.kill()
    assert process.wait(PATIENCE_S) == -signal.SIGKILL
    assert run_attempt(folder, 2) == 0
    assert read_exit(folder)["outcome"] == "finished"
    left = load_file(folder / "checkpoints/last/trained.safetensors")
    ranks = [int(value.count_nonzero()) for name, value in left.items() if "lora_E" in name]
    # Two layers of two blocks with rank 5 each; the mean of 3 is left, spread as it is needed.
    assert len(ranks) == 4
    assert sum(ranks) == 12
    assert int(left["follower.steps"]) == 60


@pytest.mark.parametrize("family", ["vit", "convnextv2", "clip"])
@pytest.mark.parametrize("method", METHODS)
def test_inspection_finds_what_the_run_will_train(method: str, family: str, tmp_path: Path) -> None:
    base = make_model(tmp_path, family)
    bands = ["red", "green", "blue", "nir"]
    config = RunConfig.model_validate(
        {"method": method, "lora": {"r": 4, "bias": "lora_only", "init": "olora"}}
    )
    classifier = load_backbone(str(base), CLASSES, 0)
    fit_stem(classifier, match_bands(bands, classifier.facts))
    if method in ("prompt", "prefix"):
        for look in (
            lambda: apply_method(classifier, config),
            lambda: inspect(str(base), config, 3, bands),
        ):
            with pytest.raises(TrainerError, match="trains tokens before a text"):
                look()
        return
    targets = apply_method(classifier, config)
    found = inspect(str(base), config, 3, bands)
    trained, total = classifier.count_parameters()
    assert (found["trainableParameters"], found["totalParameters"]) == (trained, total)
    assert found["moduleCount"] == len(targets) == sum(one["count"] for one in found["modules"])
    assert (method in ADAPTERS) == bool(targets)
    parts = [*found["modules"], *found["whole"]]
    assert sum(one["parameters"] for one in parts) == trained


@pytest.mark.parametrize("name", TINY)
def test_inspection_knows_every_family(name: str, bases: Callable[[str], Path]) -> None:
    for method in ("ia3", "layernorm", "lora"):
        config = RunConfig.model_validate({"method": method})
        classifier = load_backbone(str(bases(name)), CLASSES, 0)
        try:
            targets = apply_method(classifier, config)
        except TrainerError as error:
            with pytest.raises(TrainerError, match=re.escape(error.message)):
                inspect(str(bases(name)), config, 3, None)
            continue
        found = inspect(str(bases(name)), config, 3, None)
        assert found["moduleCount"] == len(targets)
        trained, total = classifier.count_parameters()
        assert (found["trainableParameters"], found["totalParameters"]) == (trained, total)


def test_layers_and_patterns(tmp_path: Path) -> None:
    base = str(make_model(tmp_path / "vit", "vit"))

    def targets(**lora: Any) -> list[str]:
        config = RunConfig.model_validate({"method": "lora", "lora": lora})
        return apply_method(load_backbone(base, CLASSES, 0), config)

    last = targets(layers=[1])
    assert last == [name for name in targets() if ".1." in name]
    assert len(last) == 2
    assert targets(targetModules=["layers.0.*.q_proj", "layer.0.*.q_proj"]) == [
        name for name in targets() if ".0." in name and name.endswith("q_proj")
    ]
    assert {name.rsplit(".", 1)[1] for name in targets(targetModules=["fc*"])} == {"fc1", "fc2"}
    with pytest.raises(TrainerError, match="2 blocks, 0 to 1"):
        targets(layers=[0, 7])
    with pytest.raises(TrainerError, match=r"Linear layers are: .*q_proj \(2\)"):
        targets(targetModules=["query*"])


def test_what_cannot_be_adapted_is_said(tmp_path: Path) -> None:
    resnet = load_backbone(str(make_model(tmp_path, "resnet")), CLASSES, 0)
    for method, sentence in {"layernorm": "no layer norms", "oft": "no Linear layers"}.items():
        with pytest.raises(TrainerError, match=sentence):
            apply_method(resnet, RunConfig.model_validate({"method": method}))
    config = {"method": "adalora", "lora": {"r": 8}, "adalora": {"initialR": 8}}
    with pytest.raises(TrainerError, match="begins with rank 8"):
        apply_method(resnet, RunConfig.model_validate(config))


def test_the_command_line_inspects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = make_model(tmp_path / "base", "vit")
    settings = tmp_path / "settings.json"
    settings.write_text('{"lora": {"r": 2}}', encoding="utf-8")
    assert main(["inspect", "--base", str(base), "--config", str(settings), "--classes", "4"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["moduleCount"] == 4
    assert {one["name"].rsplit(".", 1)[1] for one in found["modules"]} == {"q_proj", "v_proj"}
    assert found["modules"][0]["parameters"] == 2 * 2 * (16 + 16)
    result = tmp_path / "result.json"
    asked = ["inspect", "--base", str(base), "--method", "prompt", "--result", str(result)]
    assert main(asked) == 2
    assert json.loads(result.read_text())["error"]["code"] == "unsupported"
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "which layers a run would train" in " ".join(capsys.readouterr().out.split())
