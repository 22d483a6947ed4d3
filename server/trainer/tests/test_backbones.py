"""Families of models: heads, stems, adapters; and what plain libraries make of the result."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from make_run import FAMILIES, make_model
from safetensors.torch import load_file, save_file

from trainer.adapt.registry import apply_method
from trainer.adapt.targets import count_endings, find_targets
from trainer.backbones.classifier import ModelFacts
from trainer.backbones.registry import load_backbone
from trainer.backbones.stem import band_statistics, find_stem, fit_stem, match_bands
from trainer.contract.run_spec import RunConfig
from trainer.errors import TrainerError

CLASSES = ["a", "b", "c", "d"]
RGB = ModelFacts("x", 3, 32, [0.1, 0.2, 0.3], [1.0, 2.0, 3.0], ["red", "green", "blue"])

ATTENTION = {"q_proj": 2, "v_proj": 2}
POINTWISE = {"pwconv1": 2, "pwconv2": 2}


@pytest.mark.parametrize(
    ("family", "auto", "attention", "all_linear"),
    [
        ("convnextv2", POINTWISE, None, POINTWISE),
        ("convnext", POINTWISE, None, POINTWISE),
        ("vit", ATTENTION, {"q_proj", "k_proj", "v_proj", "o_proj"}, None),
        ("dinov2", ATTENTION, {"q_proj", "k_proj", "v_proj", "o_proj"}, None),
        ("swin", ATTENTION, {"q_proj", "k_proj", "v_proj", "o_proj"}, None),
        ("clip", ATTENTION, {"q_proj", "k_proj", "v_proj", "out_proj"}, None),
        ("dinov3", ATTENTION, {"q_proj", "k_proj", "v_proj", "o_proj"}, None),
    ],
)
def test_lora_targets(
    family: str,
    auto: dict[str, int],
    attention: set[str] | None,
    all_linear: dict[str, int] | None,
    tmp_path: Path,
) -> None:
    classifier = load_backbone(str(make_model(tmp_path, family)), CLASSES, 0)
    body, whole = classifier.base_body(), classifier.trained_whole()
    assert count_endings(find_targets(body, "auto", whole)) == auto
    if attention is None:
        with pytest.raises(TrainerError, match=r"pwconv1 \(2\)"):
            find_targets(body, "attention", whole)
    else:
        assert set(count_endings(find_targets(body, "attention", whole))) == attention
    everything = find_targets(body, "all-linear", whole)
    assert set(everything) >= set(find_targets(body, "auto", whole))
    assert not any("classifier" in name for name in everything)
    if all_linear is not None:
        assert count_endings(everything) == all_linear
    ending = next(iter(auto))
    assert count_endings(find_targets(body, [ending], whole)) == {ending: 2}


def test_resnet_has_nothing_to_adapt(tmp_path: Path) -> None:
    classifier = load_backbone(str(make_model(tmp_path, "resnet")), CLASSES, 0)
    with pytest.raises(TrainerError, match="no Linear layers"):
        apply_method(classifier, RunConfig.model_validate({"method": "lora"}))
    apply_method(classifier, RunConfig.model_validate({"method": "probe"}))
    classifier.train_mode()
    norms = [m for m in classifier.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    assert norms
    assert not any(norm.training for norm in norms)
    apply_method(classifier, RunConfig.model_validate({"method": "full"}))
    classifier.train_mode()
    assert all(norm.training for norm in norms)
    assert any("running_mean" in name for name in classifier.trained_state())


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_takes_four_bands(family: str, tmp_path: Path) -> None:
    classifier = load_backbone(str(make_model(tmp_path, family)), CLASSES, 0).eval()
    _, stem = find_stem(classifier.base_body(), 3)
    old = stem.weight.detach().clone()
    matched = match_bands(["blue", "green", "red", "nir"], classifier.facts)
    assert matched == [2, 1, 0, None]
    assert fit_stem(classifier, matched)
    _, stem = find_stem(classifier.base_body(), 4)
    for band, channel in enumerate((2, 1, 0)):
        assert torch.equal(stem.weight[:, band], old[:, channel])
    assert torch.allclose(stem.weight[:, 3], old.mean(1) * 3 / 4)
    logits = classifier(torch.rand(2, 4, 32, 32))
    assert logits.shape == (2, 4)
    assert logits.dtype == torch.float32
    with torch.autocast("cpu", torch.bfloat16):
        assert classifier(torch.rand(2, 4, 32, 32)).dtype == torch.float32


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["red", "green", "blue"], [0, 1, 2]),
        (["B02", "B03", "B04"], [2, 1, 0]),
        (["Band 1", "Band 2", "Band 3"], [0, 1, 2]),
        (["nir", "red", "green"], [None, 0, 1]),
        (["Band 1", "Band 2"], [None, None]),
        (["red", "red", "green"], [0, None, 1]),
        (["红", "绿", "蓝"], [0, 1, 2]),
    ],
)
def test_bands_find_their_channels(names: list[str], expected: list[int | None]) -> None:
    assert match_bands(names, RGB) == expected


def test_statistics_follow_the_bands() -> None:
    mean, std = band_statistics([2, None], RGB)
    assert mean == pytest.approx([0.3, 0.2])
    assert std == pytest.approx([3.0, 2.0])


def test_swapped_bands_see_the_same_picture(tmp_path: Path) -> None:
    path = str(make_model(tmp_path))
    image = torch.rand(2, 3, 32, 32)
    expected = load_backbone(path, CLASSES, 0).eval()(image)
    swapped = load_backbone(path, CLASSES, 0).eval()
    assert not fit_stem(swapped, [2, 1, 0])
    assert swapped.trained_whole() == ["convnextv2.layernorm", "classifier"]
    assert torch.allclose(swapped(image.flip(1)), expected, atol=1e-6)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    make_model(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    lost = "convnextv2.encoder.stages.1.layers.0.pwconv1.weight"
    del weights[lost]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(TrainerError, match=r"pwconv1\.weight"):
        load_backbone(str(tmp_path), CLASSES, 0)


def test_a_headless_checkpoint_gets_a_head(tmp_path: Path) -> None:
    from transformers import AutoModel

    AutoModel.from_pretrained(make_model(tmp_path / "with", "vit")).save_pretrained(tmp_path / "w")
    classifier = load_backbone(str(tmp_path / "w"), CLASSES, 0)
    assert type(classifier.body).__name__ == "ViTForImageClassification"


@pytest.mark.parametrize("content", [None, {"model_type": "bert"}, {"model_type": "nonsense"}])
def test_what_is_no_image_model(content: dict[str, Any] | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "config.json").write_text(json.dumps(content))
    with pytest.raises(TrainerError) as caught:
        load_backbone(str(tmp_path), CLASSES, 0)
    assert caught.value.code in ("invalid_input", "unsupported")


def test_pickled_weights_are_refused_unopened(tmp_path: Path) -> None:
    make_model(tmp_path)
    (tmp_path / "model.safetensors").unlink()
    opened = tmp_path / "opened"
    (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps(Trap(str(opened))))
    with pytest.raises(TrainerError, match=r"pickle \(pytorch_model\.bin\)") as caught:
        load_backbone(str(tmp_path), CLASSES, 0)
    assert "save_pretrained" in caught.value.hint
    assert not opened.exists()


def test_code_beside_a_model_is_not_run(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    config = {"model_type": "strange", "auto_map": {"AutoConfig": "strange.StrangeConfig"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "strange.py").write_text(f"open({str(opened)!r}, 'w')\nclass StrangeConfig: ...\n")
    with pytest.raises(TrainerError):
        load_backbone(str(tmp_path), CLASSES, 0)
    assert not opened.exists()


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return (open, (self.path, "w"))


def test_new_heads_depend_on_the_seed_alone(tmp_path: Path) -> None:
    path = str(make_model(tmp_path))
    heads = [load_backbone(path, CLASSES, seed).head_state() for seed in (1, 1, 2)]
    weights = [head["classifier.weight"].numpy() for head in heads]
    assert np.array_equal(weights[0], weights[1])
    assert not np.array_equal(weights[0], weights[2])
