"""Guards of divided models: what is gathered, saved and loaded again must be the whole model.

Adapters of shape [0], heads of one process and weights that stayed random have all been saved by
others without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from trainer.backbones.classifier import TileClassifier
from trainer.checkpoint import WEIGHTS_FILE
from trainer.errors import TrainerError

Shapes = dict[str, tuple[int, ...]]
# Logits of the divided and of the saved model: sums in another order, or in half precision.
LOGITS_TOLERANCE = {torch.float32: 1e-3, torch.bfloat16: 0.1, torch.float16: 0.1}


def whole_shapes(classifier: TileClassifier) -> Shapes:
    """Returns the shapes of everything that is trained, before the model is divided."""
    return {name: tuple(value.shape) for name, value in classifier.trained_state().items()}


def check_whole(
    state: Mapping[str, Tensor], shapes: Shapes, expected: Mapping[str, Tensor] | None = None
) -> None:
    """Refuses gathered weights that are not the whole of what is trained.

    Args:
        state: Gathered weights.
        shapes: Their shapes before the model was divided.
        expected: Their values, where they must not have changed.

    Raises:
        TrainerError: A weight is missing, empty, of another shape, or changed by dividing it.
    """
    for name, shape in shapes.items():
        found = state.get(name)
        if found is None or tuple(found.shape) != shape:
            held = "missing" if found is None else str(list(found.shape))
            raise TrainerError(
                "internal",
                "trainer.sharding.notWhole",
                name=name,
                found=held,
                wanted=str(list(shape)),
            )
        if expected is not None and not torch.equal(found.cpu(), expected[name].cpu()):
            raise TrainerError("internal", "trainer.sharding.changedByDividing", name=name)


def check_saved(folder: Path, weights: Mapping[str, Tensor]) -> None:
    """Reads a checkpoint again; every weight must be there, whole and equal.

    Raises:
        TrainerError: It is not what was saved.
    """
    from safetensors.torch import load_file

    found = load_file(folder / WEIGHTS_FILE)
    for name, value in weights.items():
        if value.numel() == 0 or name not in found or not torch.equal(found[name], value.cpu()):
            raise TrainerError("internal", "trainer.sharding.savedDiffers", name=name)


def check_same_logits(divided_NK: Tensor, saved_NK: Tensor, precision: torch.dtype) -> None:
    """Refuses a saved model that answers otherwise than the one that was trained.

    Raises:
        TrainerError: Logits differ by more than the order of sums explains.
    """
    scale = max(1.0, float(divided_NK.abs().max()))
    difference = float((divided_NK - saved_NK).abs().max()) / scale
    if not difference <= LOGITS_TOLERANCE[precision]:
        raise TrainerError(
            "internal", "trainer.sharding.logitsDiffer", difference=f"{difference:.2g}"
        )


def optimizer_record(
    state: dict[int, dict[str, Tensor]], groups: list[dict[str, Any]]
) -> dict[str, Any]:
    """Returns the state of an optimizer as a run of one process saves it, without a scaler."""
    return {"optimizer": {"state": state, "param_groups": groups}, "scaler": {}}


def diverged() -> TrainerError:
    """A divided step cannot be taken back, so the first bad one ends the run."""
    return TrainerError("diverged", "trainer.sharding.diverged")
