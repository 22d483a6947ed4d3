"""Writes a small ONNX classifier and what it says of the tiles of `reference_tiles.py`.

    python tests/reference_model.py FOLDER CASE

The classifier takes `image_BCHW` of any size, averages every band over the tile and adds weighted
averages up. FOLDER receives `model.onnx` and `expected.json` with a class position and a
probability per tile.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

CLASSES = 3


def write_model(path: Path, bands: int) -> None:
    """Writes the classifier."""
    draw = np.random.default_rng(7)
    weights = (draw.normal(size=(bands, CLASSES)) / 5).astype(np.float32)
    offset = -(weights * 125).sum(axis=0)
    nodes = [
        helper.make_node("ReduceMean", ["image_BCHW", "axes"], ["means"], keepdims=0),
        helper.make_node("MatMul", ["means", "weights"], ["sums"]),
        helper.make_node("Add", ["sums", "offset"], ["logits_BK"]),
    ]
    graph = helper.make_graph(
        nodes,
        "means",
        [
            helper.make_tensor_value_info(
                "image_BCHW", TensorProto.FLOAT, ["batch", bands, "height", "width"]
            )
        ],
        [helper.make_tensor_value_info("logits_BK", TensorProto.FLOAT, ["batch", CLASSES])],
        [
            helper.make_tensor("axes", TensorProto.INT64, [2], [2, 3]),
            helper.make_tensor("weights", TensorProto.FLOAT, weights.shape, weights.ravel()),
            helper.make_tensor("offset", TensorProto.FLOAT, offset.shape, offset),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def main() -> None:
    """Writes the model and its answers."""
    folder, name = Path(sys.argv[1]), sys.argv[2]
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    case = next(one for one in cases if one["name"] == name)
    bands, side = len(case["bands"]), case["tileSizePx"]
    write_model(folder / "model.onnx", bands)
    tiles = np.fromfile(folder / f"{name}.f32", np.float32).reshape(-1, bands, side, side)
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    logits = session.run(["logits_BK"], {"image_BCHW": tiles})[0]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    answers = [
        {"position": int(row.argmax()), "probability": float(row.max())} for row in probabilities
    ]
    (folder / "expected.json").write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
