"""The straightforward way to predict a scene: a window per tile, batches, ONNX Runtime.

    python bench/plain_predict.py --scene scene.tif --model model.onnx --tile-size 64 \
        --bands 3,2,1 --threads 2 --output plain.u8

Writes the class position + 1 of every tile, and prints JSON with tiles per second. This is the
baseline for the studio's own predictions; it knows nothing of masks and no-data values.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

BATCH = 64


def read_tile(
    dataset: rasterio.DatasetReader, bands: list[int], row: int, col: int, side: int
) -> NDArray[np.float32]:
    """Reads one tile as float32 `[bands, side, side]`, completed by reflection at the edges."""
    top, left = row * side, col * side
    window = Window(left, top, min(side, dataset.width - left), min(side, dataset.height - top))
    tile = dataset.read(bands, window=window).astype(np.float32)
    missing = [(0, 0), (0, side - tile.shape[1]), (0, side - tile.shape[2])]
    return np.pad(tile, missing, mode="reflect") if any(after for _, after in missing) else tile


def predict(
    scene: Path, model: Path, side: int, bands: list[int], threads: int
) -> tuple[NDArray[np.uint8], float]:
    """Returns the plane `[tiles]` and the seconds that it took, loading the model not counted."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    started = time.perf_counter()
    with rasterio.open(scene, driver="GTiff") as dataset:
        rows, cols = -(-dataset.height // side), -(-dataset.width // side)
        plane = np.zeros(rows * cols, np.uint8)
        for first in range(0, rows * cols, BATCH):
            places = range(first, min(first + BATCH, rows * cols))
            tiles = [
                read_tile(dataset, bands, place // cols, place % cols, side) for place in places
            ]
            logits = session.run(["logits_BK"], {"image_BCHW": np.stack(tiles)})[0]
            plane[places.start : places.stop] = logits.argmax(axis=1) + 1
    return plane, time.perf_counter() - started


def main() -> None:
    """Predicts and prints what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scene", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--tile-size", type=int, required=True)
    parser.add_argument("--bands", required=True, help="from 1, such as 3,2,1")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    bands = [int(word) for word in args.bands.split(",")]
    plane, seconds = predict(args.scene, args.model, args.tile_size, bands, args.threads)
    plane.tofile(args.output)
    print(json.dumps({"tiles": len(plane), "seconds": seconds, "perSecond": len(plane) / seconds}))


if __name__ == "__main__":
    main()
