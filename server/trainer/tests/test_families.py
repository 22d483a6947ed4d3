"""Every family, two steps each way: saved, loaded by plain libraries, and judged alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from families_run import (
    SIDE,
    TOLERANCE,
    load_adapted,
    load_plain,
    plain_logits,
    prepared,
    tiles,
)
from families_table import TINY
from make_run import CLASS_NAMES
from torch import Tensor

from trainer import save_model as saving
from trainer.adapt.registry import apply_method
from trainer.adapt.targets import count_endings
from trainer.backbones.classifier import TileClassifier
from trainer.backbones.registry import load_backbone
from trainer.backbones.stem import find_stem, fit_stem, match_bands
from trainer.contract.run_spec import RunConfig
from trainer.errors import TrainerError
from trainer.export_onnx import OnnxExport
from trainer.prepare import enable_checkpointing
from trainer.save_model import load_model, save_model


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One ONNX export takes seconds, and test_model_folder has them."""
    absent = OnnxExport(None, None, "not asked for")
    monkeypatch.setattr(saving, "export_onnx", lambda *_: absent)


@pytest.mark.parametrize("method", ["lora", "full"])
@pytest.mark.parametrize("name", TINY)
def test_plain_libraries_load_what_was_trained(
    name: str, method: str, bases: Callable[[str], Path], tmp_path: Path
) -> None:
    base = bases(name)
    if method == "lora" and not TINY[name].auto:
        with pytest.raises(TrainerError, match="no Linear layers"):
            prepared(base, tmp_path, method, 4)
        return
    spec, ready = prepared(base, tmp_path, method, 4)
    image_BCHW = ready.preprocess(torch.from_numpy(tiles(4, 4)))
    features = ready.classifier.features
    with torch.inference_mode():
        expected = ready.classifier(image_BCHW)
    if method == "lora":
        assert set(count_endings(ready.targets)) == set(TINY[name].auto)
    saved = save_model(tmp_path / "run", spec, ready, tiles(4, 4), [])
    assert saved.merge_difference is None or saved.merge_difference < 1e-4
    model = tmp_path / "run" / "model"
    with torch.inference_mode():
        classifier, _, _ = load_model(model)
        torch.testing.assert_close(classifier(image_BCHW), expected, **TOLERANCE)
        plain = load_plain(model / "merged", ready.classifier.own_head is None)
        torch.testing.assert_close(
            plain_logits(plain, model, name, features, image_BCHW), expected, **TOLERANCE
        )
        if method == "lora":
            adapted = load_adapted(base, model, ready.classifier)
            torch.testing.assert_close(
                plain_logits(adapted, model, name, features, image_BCHW), expected, **TOLERANCE
            )


@pytest.mark.parametrize("name", TINY)
def test_every_pooling_is_saved_and_loaded(
    name: str, bases: Callable[[str], Path], tmp_path: Path
) -> None:
    base, tiny = bases(name), TINY[name]
    image_BCHW = torch.randn(2, 3, SIDE, SIDE)
    found = {}
    for pooling in ("auto", *tiny.poolings):
        with torch.inference_mode():
            classifier = load_backbone(str(base), CLASS_NAMES, 0, pooling).eval()
            found[pooling] = classifier(image_BCHW)
    assert torch.equal(found["auto"], found[tiny.poolings[0]])
    different = [found[pooling] for pooling in tiny.poolings]
    for index, logits in enumerate(different):
        assert not any(torch.allclose(logits, other, atol=1e-3) for other in different[:index])
    missing = "map" if "map" not in tiny.poolings else "cls"
    with pytest.raises(TrainerError, match=f'no pooling "{missing}"') as caught:
        load_backbone(str(base), CLASS_NAMES, 0, missing)
    assert all(pooling in caught.value.hint for pooling in tiny.poolings)
    for pooling in tiny.poolings[1:]:
        spec, ready = prepared(base, tmp_path / pooling, "full", 3, pooling)
        with torch.inference_mode():
            expected = ready.classifier(image_BCHW)
            save_model(tmp_path / pooling / "run", spec, ready, tiles(2, 3), [])
            loaded, _, _ = load_model(tmp_path / pooling / "run" / "model")
            torch.testing.assert_close(loaded(image_BCHW), expected, **TOLERANCE)


@pytest.mark.parametrize("name", TINY)
def test_recomputed_activations_give_the_same_gradients(
    name: str, bases: Callable[[str], Path]
) -> None:
    classifier = load_backbone(str(bases(name)), CLASS_NAMES, 0)
    image_BCHW = torch.randn(2, 3, SIDE, SIDE)
    expected = gradients(classifier, image_BCHW)
    warnings = enable_checkpointing(classifier)
    assert bool(warnings) != TINY[name].checkpointing
    if not warnings:
        assert classifier.base_body().is_gradient_checkpointing
        found = gradients(classifier, image_BCHW)
        assert expected.keys() == found.keys()
        for key, value in expected.items():
            torch.testing.assert_close(found[key], value, atol=1e-5, rtol=1e-4)


def gradients(classifier: TileClassifier, image_BCHW: Tensor) -> dict[str, Tensor]:
    """Returns the gradient of every weight that has one."""
    classifier.train_mode()
    classifier.zero_grad()
    torch.manual_seed(0)  # DINOv3 shifts its positions at random, BEiT skips layers
    classifier(image_BCHW).square().sum().backward()
    return {
        name: value.grad.clone()
        for name, value in classifier.named_parameters()
        if value.grad is not None
    }


@pytest.mark.parametrize("name", TINY)
def test_unknown_bands_get_the_mean_filter(name: str, bases: Callable[[str], Path]) -> None:
    base = str(bases(name))
    image_BCHW = torch.randn(2, 3, SIDE, SIDE)
    known, wide = (load_backbone(base, CLASS_NAMES, 0).eval() for _ in range(2))
    assert fit_stem(wide, match_bands(["blue", "nir", "green", "red"], wide.facts))
    name, stem = find_stem(wide.base_body(), 4)
    assert name in wide.trained_whole()
    apply_method(wide, RunConfig.model_validate({"method": "probe"}))
    apply_method(wide, RunConfig.model_validate({"method": "full"}))
    assert stem.weight.requires_grad
    nir = torch.randn(2, SIDE, SIDE)
    blue, green, red = image_BCHW.unbind(1)
    with torch.inference_mode():
        # The filters of red, green and blue are as before: a blank new band changes nothing.
        blank = torch.zeros_like(nir)
        found = wide(torch.stack([blue, blank, green, red], 1))
        torch.testing.assert_close(found, known(torch.stack([red, green, blue], 1)), **TOLERANCE)
        # The new one answers like the mean of all three, times 3 / 4: like nir / 4 in each.
        found = wide(torch.stack([blue, nir, green, red], 1))
        shared = torch.stack([red, green, blue], 1) + nir[:, None] / 4
        torch.testing.assert_close(found, known(shared), **TOLERANCE)
    config = json.loads(json.dumps(wide.base_body().config.to_dict(), default=str))
    assert 4 in [
        holder.get(key)
        for holder in (config, config.get("vision_config", {}))
        for key in ("num_channels", "in_channels", "in_chans")
    ]


@pytest.mark.parametrize("name", ["vit", "clip-vision", "dinov3-vit", "resnet"])
def test_folders_from_before_there_was_a_choice_open(
    name: str, bases: Callable[[str], Path], tmp_path: Path
) -> None:
    spec, ready = prepared(bases(name), tmp_path, "full", 3)
    save_model(tmp_path / "run", spec, ready, tiles(2, 3), [])
    details = tmp_path / "run" / "model" / "details.json"
    known = json.loads(details.read_text())
    del known["pooling"]
    details.write_text(json.dumps(known))
    classifier, preprocess, _ = load_model(details.parent)
    image_BCHW = preprocess(torch.from_numpy(tiles(2, 3)))
    with torch.inference_mode():
        torch.testing.assert_close(classifier(image_BCHW), ready.classifier(image_BCHW))
