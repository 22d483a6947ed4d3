"""Writes a classifier as one ONNX file, preprocessing included, and checks it against PyTorch."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from trainer.preprocess import Preprocess

ONNX_FILE = "model.onnx"
INPUT_NAME, OUTPUT_NAME = "image_BCHW", "logits_BK"
OPSET = 18
# Above this difference of logits the file is not the model that was judged.
MAX_DIFFERENCE = 1e-3


@dataclass(frozen=True)
class OnnxExport:
    """What came of an export.

    Attributes:
        path: File name within the model folder; None when there is no file.
        max_difference: Largest absolute difference of logits on real tiles.
        problem: Why there is no file.
    """

    path: str | None
    max_difference: float | None
    problem: str | None


class ServingModel(nn.Module):
    """Stored pixel values in, logits out: what is exported."""

    def __init__(self, preprocess: Preprocess, classifier: nn.Module) -> None:
        super().__init__()
        self.preprocess = preprocess
        self.classifier = classifier

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """Float32 stored values `[B, bands, any, any]` to logits `[B, K]`."""
        logits: Tensor = self.classifier(self.preprocess(image_BCHW))
        return logits


def export_onnx(model: ServingModel, tiles_BCHW: NDArray[np.float32], folder: Path) -> OnnxExport:
    """Exports, checks, and keeps the file only when it agrees.

    Args:
        model: On the CPU, in float32, in evaluation mode.
        tiles_BCHW: Real tiles as stored values.
        folder: Model folder; receives `model.onnx`.
    """
    path = folder / ONNX_FILE
    features = getattr(model.classifier, "features", None)
    if features is not None and (problem := features.onnx_problem()) is not None:
        return OnnxExport(None, None, problem)
    model = model.cpu().float().eval()
    try:
        write_onnx(model, torch.from_numpy(tiles_BCHW[:2]), path)
        difference = largest_difference(model, tiles_BCHW, path)
    except Exception as error:
        path.unlink(missing_ok=True)
        return OnnxExport(None, None, f"{type(error).__name__}: {first_line(error)}")
    if not difference <= MAX_DIFFERENCE:
        path.unlink(missing_ok=True)
        problem = (
            f"ONNX and PyTorch differ by {difference:.2g} in the logits; "
            f"at most {MAX_DIFFERENCE:g} is accepted."
        )
        return OnnxExport(None, difference if np.isfinite(difference) else None, problem)
    return OnnxExport(ONNX_FILE, difference, None)


def write_onnx(model: ServingModel, example_BCHW: Tensor, path: Path) -> None:
    """Traces the model with free batch size, height and width; weights inside the file.

    The older tracer is the second try, for operations that the new one cannot follow.
    """
    example_BCHW = distinct_shape(example_BCHW)
    # The exporter tells every time that torchvision, which we do not use, is not there.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            names = ("batch", "height", "width")
            batch, height, width = (torch.export.Dim(name, min=1) for name in names)
            program = torch.onnx.export(
                model,
                (example_BCHW,),
                dynamo=True,
                opset_version=OPSET,
                input_names=[INPUT_NAME],
                output_names=[OUTPUT_NAME],
                dynamic_shapes={INPUT_NAME: {0: batch, 2: height, 3: width}},
                verbose=False,
            )
            assert program is not None
            program.save(path, external_data=False)
        except Exception:
            torch.onnx.export(
                model,
                (example_BCHW,),
                path,
                dynamo=False,
                opset_version=OPSET,
                input_names=[INPUT_NAME],
                output_names=[OUTPUT_NAME],
                dynamic_axes={
                    INPUT_NAME: {0: "batch", 2: "height", 3: "width"},
                    OUTPUT_NAME: {0: "batch"},
                },
            )


def distinct_shape(image_BCHW: Tensor) -> Tensor:
    """Returns two images of unequal sides: equal sizes would be taken for one and the same."""
    pair = image_BCHW.expand(2, -1, -1, -1) if len(image_BCHW) == 1 else image_BCHW
    height, width = pair.shape[2] + 3, pair.shape[3] + 5
    return nn.functional.interpolate(pair, size=(height, width), mode="nearest").contiguous()


def largest_difference(model: ServingModel, tiles_BCHW: NDArray[np.float32], path: Path) -> float:
    """Runs the file in ONNX Runtime beside PyTorch, all tiles at once and one alone."""
    session = open_session(path)
    difference = 0.0
    for part in (tiles_BCHW, tiles_BCHW[:1]):
        with torch.inference_mode():
            expected = model(torch.from_numpy(part)).numpy()
        found = session.run([OUTPUT_NAME], {INPUT_NAME: part})[0]
        difference = max(difference, float(np.abs(expected - found).max()))
    return difference


def open_session(path: Path, threads: int = 0) -> Any:
    """Opens a file in ONNX Runtime on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def first_line(error: BaseException) -> str:
    """Returns the first line of an error's text, short enough to show."""
    return (str(error).strip().split("\n") or [""])[0][:300]
