"""Vision towers, and families whose images are handed over in their own way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from families_run import SIDE, plain_feature, tiles
from families_table import TINY
from make_run import CLASS_NAMES
from safetensors.torch import load_file

from trainer.backbones.registry import load_backbone
from trainer.describe import describe
from trainer.errors import TrainerError
from trainer.export_onnx import ServingModel, export_onnx
from trainer.preprocess import Preprocess, PreprocessSettings


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
        wanted = expected[theirs].float()
        # One row of positions serves all images.
        wanted = wanted[:1] if ours == "spatial_shapes" else wanted
        torch.testing.assert_close(found[ours].float(), wanted)


def test_a_tower_without_an_onnx_file_says_why(
    bases: Callable[[str], Path], tmp_path: Path
) -> None:
    classifier = load_backbone(str(bases("qwen3-vl")), CLASS_NAMES, 0).eval()
    settings = PreprocessSettings([1], ["a"], [0.0], [1.0], [0.0], [1.0], SIDE)
    serving = ServingModel(Preprocess(settings), classifier)
    found = export_onnx(serving, tiles(2, 1), tmp_path)
    assert found.path is None
    assert found.problem is not None
    assert "python -m trainer predict" in found.problem
    assert not list(tmp_path.iterdir())


def test_what_a_form_is_told(bases: Callable[[str], Path]) -> None:
    for name, tiny in TINY.items():
        described = describe(str(bases(name)))
        assert described["poolings"] == list(tiny.poolings)
        assert described["visionTower"] == (tiny.made_as == "reader")
        assert set(described["autoTargets"]) == set(tiny.auto)
        assert described["gradientCheckpointing"] == tiny.checkpointing
        assert described["channels"] == 3
        classifier = load_backbone(str(bases(name)), CLASS_NAMES, 0)
        body = sum(value.numel() for value in classifier.base_body().parameters())
        assert abs(described["parameters"] - body) < 100  # the head has other classes
