"""Every family, two steps each way: saved, loaded by plain libraries, and judged alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from families_table import TINY, make_tiny
from make_run import CLASS_NAMES, make_dataset, make_run
from safetensors.torch import load_file
from torch import Tensor

from trainer import save_model as saving
from trainer.adapt.registry import apply_method
from trainer.adapt.targets import count_endings
from trainer.backbones.classifier import TileClassifier
from trainer.backbones.registry import load_backbone
from trainer.backbones.stem import find_stem, fit_stem, match_bands
from trainer.contract.run_spec import RunConfig
from trainer.device import describe_environment
from trainer.errors import TrainerError
from trainer.export_onnx import OnnxExport
from trainer.prepare import Prepared, enable_checkpointing
from trainer.preprocess import Preprocess, PreprocessSettings
from trainer.save_model import load_model, save_model
from trainer.spec import read_run_spec

SIDE = 32
BANDS = ["red", "green", "blue", "nir"]
TOLERANCE = {"atol": 2e-5, "rtol": 1e-4}


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Returns the folder of a family's checkpoint, made when it is first asked for."""
    root = tmp_path_factory.mktemp("bases")

    def make(name: str) -> Path:
        folder = root / name
        return folder if folder.exists() else make_tiny(folder, name)

    return make


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One ONNX export takes seconds, and test_model_folder has them."""
    absent = OnnxExport(None, None, "not asked for")
    monkeypatch.setattr(saving, "export_onnx", lambda *_: absent)


def prepared(base: Path, folder: Path, method: str, bands: int, pooling: str = "auto") -> Any:
    """Returns a run's spec, and its model after two steps on random tiles."""
    dataset = make_dataset(folder / "dataset", bands=bands, rows=1, cols=5)
    run = make_run(folder / "run", base, dataset, folder / "p", method=method, pooling=pooling)
    spec = read_run_spec(run)
    classifier = load_backbone(str(base), CLASS_NAMES, 0, pooling)
    torch.manual_seed(0)
    fit_stem(classifier, match_bands(BANDS[:bands], classifier.facts))
    targets = apply_method(classifier, spec.config)
    settings = PreprocessSettings(
        bands=list(range(1, bands + 1)),
        band_names=BANDS[:bands],
        low=[0.0] * bands,
        high=[255.0] * bands,
        mean=[0.5] * bands,
        std=[0.25] * bands,
        input_size_px=SIDE,
    )
    device = torch.device("cpu")
    ready = Prepared(
        classifier,
        Preprocess(settings),
        targets,
        device,
        torch.float32,
        describe_environment(device),
    )
    train_two_steps(ready)
    return spec, ready


def train_two_steps(ready: Prepared) -> None:
    """Follows the gradient twice; what is trained must move, the rest must not."""
    classifier = ready.classifier
    classifier.train_mode()
    before = {name: value.detach().clone() for name, value in classifier.named_parameters()}
    trained = [value for value in classifier.parameters() if value.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=0.05)
    for _ in range(2):
        logits = classifier(
            ready.preprocess(torch.from_numpy(tiles(4, len(ready.preprocess.settings.bands))))
        )
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor([0, 1, 2, 0]))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    for name, value in classifier.named_parameters():
        assert value.requires_grad or torch.equal(value, before[name]), name
    moved = [
        name
        for name, value in classifier.named_parameters()
        if not torch.equal(value, before[name])
    ]
    for part in classifier.trained_whole():
        assert any(part in name for name in moved), (part, moved)
    if ready.targets:
        assert any("lora_B" in name for name in moved)
    classifier.eval()


def tiles(count: int, bands: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Returns tiles as stored values."""
    draw = np.random.default_rng(5)
    return draw.uniform(0, 255, (count, bands, SIDE, SIDE)).astype(np.float32)


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


def load_plain(folder: Path, classifies: bool) -> Any:
    """Loads a merged model as its card says."""
    from transformers import AutoModel, AutoModelForImageClassification

    loader: Any = AutoModelForImageClassification if classifies else AutoModel
    body, info = loader.from_pretrained(folder, output_loading_info=True)
    assert not [key for key in info["missing_keys"] if not key.startswith("pooler.")]
    return body.eval()


def load_adapted(base: Path, model: Path, trained: TileClassifier) -> Any:
    """Puts base, adapter and head together with PEFT and plain PyTorch."""
    from peft import PeftModel

    classifier = load_backbone(str(base), CLASS_NAMES, 7, trained.features.pooling)
    body = classifier.base_body()
    fit_stem(classifier, match_bands(BANDS, classifier.facts))
    adapted = PeftModel.from_pretrained(body, model / "adapter")
    head = load_file(model / "head.safetensors")
    outside = {key: value for key, value in head.items() if not key.startswith("head.")}
    assert not adapted.get_base_model().load_state_dict(outside, strict=False).unexpected_keys
    return adapted.eval()


def plain_logits(body: Any, model: Path, name: str, features: Any, image_BCHW: Tensor) -> Tensor:
    """Computes logits by what the card says; nothing of ours but the arguments of odd families."""
    base = body.get_base_model() if hasattr(body, "get_base_model") else body
    if features.feed == "pixels":
        output = body(pixel_values=image_BCHW)
    else:
        output = body(**features.arguments(base, image_BCHW))
    head = load_file(model / "head.safetensors")
    if "head.linear.weight" not in head:
        logits: Tensor = output.logits
        return logits
    feature = plain_feature(output, name, len(image_BCHW))
    feature = torch.nn.functional.layer_norm(
        feature, feature.shape[1:], head["head.norm.weight"], head["head.norm.bias"]
    )
    return feature @ head["head.linear.weight"].T + head["head.linear.bias"]


def plain_feature(output: Any, name: str, batch: int) -> Tensor:
    """The default pooling of families that have no classifier in transformers, written out."""
    feature: Tensor
    if name.startswith("qwen"):
        feature = torch.stack([part.mean(0) for part in output.pooler_output.chunk(batch)])
    elif name in ("dinov3-vit", "dinov3-convnext", "clip-vision"):
        feature = output.pooler_output
    elif name == "internvl":
        feature = output.last_hidden_state[:, 1:].mean(1)
    else:
        feature = output.last_hidden_state.mean(1)
    return feature


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


@pytest.mark.parametrize("name", [name for name, tiny in TINY.items() if tiny.made_as == "reader"])
def test_a_vision_tower_is_that_of_the_whole_model(name: str, bases: Callable[[str], Path]) -> None:
    from transformers import AutoModelForImageTextToText

    base = bases(name)
    whole = AutoModelForImageTextToText.from_pretrained(base).eval()
    inner = whole.base_model
    tower = next(
        getattr(inner, part)
        for part in ("visual", "vision_tower", "vision_model")
        if hasattr(inner, part)
    )
    classifier = load_backbone(str(base), CLASS_NAMES, 0).eval()
    ours = classifier.base_body()
    state = ours.state_dict()
    assert state.keys() == tower.state_dict().keys()
    assert all(torch.equal(state[key], value) for key, value in tower.state_dict().items())
    assert classifier.facts.mean == [0.4, 0.5, 0.6]
    image_BCHW = torch.randn(2, 3, SIDE, SIDE)
    with torch.inference_mode():
        arguments = classifier.features.arguments(ours, image_BCHW)
        feature = plain_feature(tower(**arguments), name, 2)
        assert classifier.own_head is not None
        torch.testing.assert_close(classifier.own_head(feature), classifier(image_BCHW))


def test_lost_weights_of_a_tower_are_named(bases: Callable[[str], Path], tmp_path: Path) -> None:
    from safetensors.torch import save_file

    base = bases("gemma3")
    weights = load_file(base / "model.safetensors")
    lost = next(key for key in weights if key.endswith("encoder.layers.1.mlp.fc1.weight"))
    kept = {key: value for key, value in weights.items() if key != lost}
    save_file(kept, tmp_path / "model.safetensors", metadata={"format": "pt"})
    (tmp_path / "config.json").write_text((base / "config.json").read_text())
    with pytest.raises(TrainerError, match=r"mlp\.fc1\.weight"):
        load_backbone(str(tmp_path), CLASS_NAMES, 0)


def test_a_masked_autoencoder_is_its_encoder(bases: Callable[[str], Path]) -> None:
    from transformers import ViTMAEModel

    base = bases("mae")
    reference = ViTMAEModel.from_pretrained(base, mask_ratio=0.0).eval()
    classifier = load_backbone(str(base), CLASS_NAMES, 0, "mean").eval()
    image_BCHW = torch.randn(2, 3, SIDE, SIDE)
    noise = torch.arange(16.0).expand(2, -1)
    with torch.inference_mode():
        expected = reference(pixel_values=image_BCHW, noise=noise).last_hidden_state
        found = classifier.base_body()(pixel_values=image_BCHW).last_hidden_state
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("name", ["qwen2.5-vl", "siglip2-naflex"])
def test_patches_are_cut_as_the_image_processor_cuts_them(
    name: str, bases: Callable[[str], Path]
) -> None:
    classifier = load_backbone(str(bases(name)), CLASS_NAMES, 0)
    draw = np.random.default_rng(0)
    image_BHWC = draw.integers(0, 255, (2, SIDE, 2 * SIDE, 3), dtype=np.uint8)
    plain = {"do_resize": False, "do_normalize": False, "do_rescale": False, "patch_size": 8}
    processor: Any
    if name.startswith("qwen"):
        from transformers import Qwen2VLImageProcessorPil

        processor = Qwen2VLImageProcessorPil(**plain, merge_size=2, temporal_patch_size=2)
        keys = {"hidden_states": "pixel_values", "grid_thw": "image_grid_thw"}
    else:
        from transformers import Siglip2ImageProcessorPil

        processor = Siglip2ImageProcessorPil(**plain, max_num_patches=32)
        keys = {key: key for key in ("pixel_values", "pixel_attention_mask", "spatial_shapes")}
    expected = processor(list(image_BHWC), return_tensors="pt")
    image_BCHW = torch.from_numpy(image_BHWC).permute(0, 3, 1, 2).float()
    found = classifier.features.arguments(classifier.base_body(), image_BCHW)
    for ours, theirs in keys.items():
        torch.testing.assert_close(found[ours].float(), expected[theirs].float())


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
