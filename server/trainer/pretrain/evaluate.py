"""Measures a network on tiles: accuracy, macro-F1, F1 per class."""

from dataclasses import dataclass

import torch
from sklearn.metrics import confusion_matrix, f1_score
from transformers import ConvNextForImageClassification

from pretrain.data import CLASS_NAMES, Tiles


@dataclass(frozen=True)
class Report:
    """Scores 0..1; `confusion[i][j]` counts tiles of class i that were called class j."""

    accuracy: float
    macro_f1: float
    class_f1: dict[str, float]
    confusion: list[list[int]]


def normalise(image_BCHW: torch.Tensor, mean: list[float], std: list[float]) -> torch.Tensor:
    """Pixels 0..1 to the zero-mean, unit-variance input of the network."""
    return (image_BCHW - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]


@torch.inference_mode()
def predict(
    network: ConvNextForImageClassification,
    pixels_BCHW: torch.Tensor,
    mean: list[float],
    std: list[float],
) -> torch.Tensor:
    """Class index per tile, int64 [N], from uint8 tiles; fp32, no test-time augmentation."""
    network.eval()
    found: list[torch.Tensor] = []
    for chunk_BCHW in torch.split(pixels_BCHW, 256):
        image_BCHW = normalise(chunk_BCHW.float() / 255, mean, std)
        found.append(network(pixel_values=image_BCHW).logits.argmax(1))
    return torch.cat(found)


def evaluate(
    network: ConvNextForImageClassification, tiles: Tiles, mean: list[float], std: list[float]
) -> Report:
    """Scores of `network` on all of `tiles`."""
    truth = tiles.labels.numpy()
    found = predict(network, tiles.pixels, mean, std).numpy()
    indices = list(range(len(CLASS_NAMES)))
    per_class = f1_score(truth, found, labels=indices, average=None, zero_division=0.0)
    return Report(
        accuracy=float((truth == found).mean()),
        macro_f1=float(per_class.mean()),
        class_f1={name: float(score) for name, score in zip(CLASS_NAMES, per_class, strict=True)},
        confusion=confusion_matrix(truth, found, labels=indices).tolist(),
    )
