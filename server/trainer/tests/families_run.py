"""Two steps of training for any family, and its logits by plain libraries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from make_run import CLASS_NAMES, make_dataset, make_run
from safetensors.torch import load_file
from torch import Tensor

from trainer.adapt.registry import apply_method
from trainer.backbones.classifier import TileClassifier
from trainer.backbones.registry import load_backbone
from trainer.backbones.stem import fit_stem, match_bands
from trainer.device import describe_environment
from trainer.prepare import Prepared
from trainer.preprocess import Preprocess, PreprocessSettings
from trainer.spec import read_run_spec

SIDE = 32
BANDS = ["red", "green", "blue", "nir"]
TOLERANCE = {"atol": 2e-5, "rtol": 1e-4}


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
    arguments = features.arguments(base, image_BCHW)
    if features.feed == "pixels":
        arguments = {"pixel_values": image_BCHW}
    elif features.feed == "naflex":
        rows_and_cols = [[SIDE // 8, SIDE // 8]] * len(image_BCHW)
        arguments["spatial_shapes"] = torch.tensor(rows_and_cols)
    output = body(**arguments)
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
