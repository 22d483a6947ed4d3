"""What a run leaves behind, loaded by plain libraries; and the commands that use it."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from make_run import make_dataset, make_model, make_run, read_events
from safetensors.torch import load_file

from trainer import fit
from trainer.__main__ import main
from trainer.contract.run_spec import SpecDataset
from trainer.contract.trainer_events import ModelManifest
from trainer.export_onnx import ServingModel, export_onnx, open_session
from trainer.pack import prepare_pack
from trainer.preprocess import Preprocess, PreprocessSettings
from trainer.save_model import load_model


@pytest.fixture(autouse=True)
def gradients() -> Iterator[None]:
    """Gradients are on when a test starts, whatever the one before did."""
    torch.set_grad_enabled(True)
    yield
    torch.set_grad_enabled(True)


def trained(folder: Path, family: str, bands: int, method: str) -> tuple[Path, Path, Any]:
    """Runs an epoch; returns the model folder, the base folder, and tiles as stored values."""
    dataset = make_dataset(folder / "dataset", bands=bands)
    base = make_model(folder / "base", family)
    run = make_run(folder / "run", base, dataset, folder / "packs", method=method, epochs=1)
    assert fit.run(argparse.Namespace(run_folder=run, attempt=1, resume=False)) == 0
    pack = prepare_pack(
        SpecDataset.model_validate(dataset), folder / "packs", lambda *_, **__: None
    )
    return run / "model", base, pack.tiles[:7].astype(np.float32)


def prepared(model: Path, tiles: Any) -> torch.Tensor:
    """Prepares tiles by the formulas of preprocessing.json, without our code."""
    settings = json.loads((model / "preprocessing.json").read_text())
    low, high, mean, std = (
        torch.tensor(settings[key])[:, None, None] for key in ("low", "high", "mean", "std")
    )
    scaled = ((torch.from_numpy(tiles) - low) / (high - low)).clip(0, 1)
    size = (settings["inputSizePx"],) * 2
    image = torch.nn.functional.interpolate(scaled, size, mode="bilinear", align_corners=False)
    normalised: torch.Tensor = (image - mean) / std
    return normalised


def onnx_logits(model: Path, tiles: Any) -> torch.Tensor:
    found = open_session(model / "model.onnx").run(["logits_BK"], {"image_BCHW": tiles})[0]
    return torch.from_numpy(found)


@pytest.mark.parametrize(
    ("family", "bands", "method"),
    [
        ("convnext", 3, "lora"),
        ("convnextv2", 4, "lora"),
        ("vit", 3, "lora"),
        ("swin", 3, "full"),
        ("dinov2", 5, "lora"),
        ("resnet", 4, "full"),
        ("vit", 4, "probe"),
    ],
)
def test_plain_transformers_and_peft(family: str, bands: int, method: str, tmp_path: Path) -> None:
    from peft import PeftModel
    from transformers import AutoModelForImageClassification

    model, base, tiles = trained(tmp_path, family, bands, method)
    torch.set_grad_enabled(False)
    image = prepared(model, tiles)
    merged = AutoModelForImageClassification.from_pretrained(model / "merged").eval()
    assert merged.config.id2label == {0: "Water", 1: "Forest", 2: "Field"}
    expected = merged(pixel_values=image).logits
    classifier, preprocess, _ = load_model(model)
    torch.testing.assert_close(
        ServingModel(preprocess, classifier)(torch.from_numpy(tiles)), expected
    )
    torch.testing.assert_close(onnx_logits(model, tiles), expected, atol=1e-4, rtol=1e-4)
    if method == "lora":
        plain = AutoModelForImageClassification.from_pretrained(
            base, num_labels=3, num_channels=bands, ignore_mismatched_sizes=True
        )
        adapted = PeftModel.from_pretrained(plain, model / "adapter")
        head = load_file(model / "head.safetensors")
        left = adapted.get_base_model().load_state_dict(head, strict=False)
        assert not left.unexpected_keys
        found = adapted.eval()(pixel_values=image).logits
        torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_a_family_without_a_classifier(tmp_path: Path) -> None:
    from transformers import AutoModel

    model, _, tiles = trained(tmp_path, "clip", 4, "lora")
    torch.set_grad_enabled(False)
    body = AutoModel.from_pretrained(model / "merged").eval()
    head = load_file(model / "head.safetensors")
    feature = body(pixel_values=prepared(model, tiles)).pooler_output
    feature = torch.nn.functional.layer_norm(
        feature, feature.shape[1:], head["head.norm.weight"], head["head.norm.bias"]
    )
    expected = feature @ head["head.linear.weight"].T + head["head.linear.bias"]
    torch.testing.assert_close(onnx_logits(model, tiles), expected, atol=1e-4, rtol=1e-4)
    assert not json.loads((model / "details.json").read_text())["plainTransformers"]
    assert "AutoModel.from_pretrained" in (model / "README.md").read_text()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A finished LoRA run and some of its tiles."""
    folder = tmp_path_factory.mktemp("finished")
    model, _, tiles = trained(folder, "convnextv2", 3, "lora")
    return model, tiles


def test_manifest_lists_every_file(finished: tuple[Path, Any]) -> None:
    model, _ = finished
    manifest = ModelManifest.model_validate_json((model / "model.json").read_text())
    listed = {file.path: file for file in manifest.files}
    present = {path.relative_to(model).as_posix() for path in model.rglob("*") if path.is_file()}
    assert listed.keys() == present - {"model.json"}
    for name, file in listed.items():
        content = (model / name).read_bytes()
        assert (file.bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    event = read_events(model.parent)[-1]["result"]["model"]
    assert manifest == ModelManifest.model_validate(event)


def test_onnx_takes_any_size(finished: tuple[Path, Any]) -> None:
    model, _ = finished
    classifier, preprocess, _ = load_model(model)
    serving = ServingModel(preprocess, classifier).eval()
    for shape in ((1, 3, 9, 40), (5, 3, 64, 64), (2, 3, 32, 32), (1, 3, 1, 1)):
        image = np.random.default_rng(0).uniform(-50, 300, shape).astype(np.float32)
        image[0, 0, 0, 0] = np.nan
        with torch.inference_mode():
            expected = serving(torch.from_numpy(image))
        torch.testing.assert_close(onnx_logits(model, image), expected, atol=1e-4, rtol=1e-4)


def test_an_onnx_file_that_differs_is_refused(tmp_path: Path) -> None:
    settings = PreprocessSettings([1], ["a"], [0.0], [1.0], [0.0], [1.0], 8)

    class Moody(torch.nn.Module):
        """Answers otherwise when it is exported."""

        def forward(self, image: torch.Tensor) -> torch.Tensor:
            exporting = torch.compiler.is_exporting()
            return image.flatten(1)[:, :3] * (1.1 if exporting else 1.0)

    tiles = np.random.default_rng(0).random((2, 1, 8, 8)).astype(np.float32)
    result = export_onnx(ServingModel(Preprocess(settings), Moody()), tiles, tmp_path)
    assert result.path is None
    assert result.problem is not None
    assert "differ by" in result.problem
    assert not (tmp_path / "model.onnx").exists()


def test_predict_and_export(
    finished: tuple[Path, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import Image

    model, tiles = finished
    for index, tile in enumerate(tiles[:3]):
        Image.fromarray(tile.transpose(1, 2, 0).astype(np.uint8)).save(tmp_path / f"{index}.png")
    expected = torch.softmax(onnx_logits(model, tiles[:3]), 1)
    base = ["predict", "--model-folder", str(model), "--source", str(tmp_path)]
    for engine in ("onnx", "torch"):
        assert main([*base, "--engine", engine]) == 0
        result = json.loads(capsys.readouterr().out)
        assert result["classes"] == ["Water", "Forest", "Field"]
        assert [tile["path"] for tile in result["tiles"]] == ["0.png", "1.png", "2.png"]
        found = torch.tensor([tile["probabilities"] for tile in result["tiles"]])
        torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)
    scene = model.parents[1] / "dataset" / "scene.tif"
    base = ["predict", "--model-folder", str(model), "--source", str(scene), "--tile-size", "16"]
    assert main(base) == 0
    by_place = {
        (tile["row"], tile["col"]): tile["probabilities"]
        for tile in json.loads(capsys.readouterr().out)["tiles"]
    }
    assert len(by_place) == 96
    assert by_place[0, 0] == pytest.approx(expected[0].tolist(), abs=1e-5)
    (model / "model.onnx").unlink()
    assert main(["export", "--model-folder", str(model)]) == 0
    assert json.loads(capsys.readouterr().out)["onnxPath"] == "model.onnx"
    manifest = json.loads((model / "model.json").read_text())
    file = next(item for item in manifest["files"] if item["path"] == "model.onnx")
    assert file["sha256"] == hashlib.sha256((model / "model.onnx").read_bytes()).hexdigest()


def test_measure_and_describe(
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = make_run(tmp_path, base_model, dataset, packs)
    before = sorted(tmp_path.iterdir())
    assert main(["measure", "--run-folder", str(folder)]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["ok"]
    assert measured["peakMemoryBytes"] > 1e6
    assert measured["millisecondsPerStep"] > 0
    assert sorted(tmp_path.iterdir()) == before
    result = tmp_path / "result.json"
    assert main(["describe-model", "--base", str(base_model), "--result", str(result)]) == 0
    described = json.loads(result.read_text())
    assert described["architecture"] == "ConvNextV2ForImageClassification"
    assert described["autoTargets"] == ["pwconv1", "pwconv2"]
    assert described["linearModules"] == [
        {"name": "pwconv1", "count": 2, "widthSum": 120},
        {"name": "pwconv2", "count": 2, "widthSum": 120},
    ]
    assert described["inputSizePx"] == 32
    assert main(["describe-model", "--base", str(tmp_path), "--result", str(result)]) == 2
    assert json.loads(result.read_text())["error"]["code"] == "invalid_input"
