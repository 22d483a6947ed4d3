"""Small scenes, models and run folders for tests; everything from fixed seeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RUN_ID = "run_0123456789abcdefghjk"
CLASS_NAMES = ["Water", "Forest", "Field"]


def make_pixels(
    rows: int, cols: int, tile_px: int, bands: int, seed: int = 0
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Returns `[bands, height, width]` with one class per tile, and the classes `[rows, cols]`."""
    draw = np.random.default_rng(seed)
    class_RC = draw.integers(0, len(CLASS_NAMES), (rows, cols))
    level = np.array([[60, 90, 160], [70, 150, 60], [190, 170, 110]], np.float64)
    level = np.resize(level.T, (bands, len(CLASS_NAMES)))
    image = level[:, class_RC].repeat(tile_px, axis=1).repeat(tile_px, axis=2)
    noisy = image + draw.normal(0, 25, image.shape)
    return noisy.clip(0, 255).astype(np.uint8), class_RC


def write_scene(path: Path, pixels_BHW: NDArray[Any], **options: Any) -> None:
    """Writes a GeoTIFF."""
    import rasterio
    from rasterio.transform import from_origin

    bands, height, width = pixels_BHW.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=bands,
        dtype=pixels_BHW.dtype,
        crs="EPSG:32650",
        transform=from_origin(500000, 4400000, 10, 10),
        **options,
    ) as target:
        target.write(pixels_BHW)


def make_dataset(
    folder: Path, bands: int = 3, rows: int = 8, cols: int = 12, tile_px: int = 16
) -> dict[str, Any]:
    """Writes a scene and `tiles.csv`; returns the content of `dataset.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    pixels, class_RC = make_pixels(rows, cols, tile_px, bands)
    # The last row and column of tiles reach over the edge of the scene.
    pixels = pixels[:, : rows * tile_px - 5, : cols * tile_px - 3]
    write_scene(folder / "scene.tif", pixels)
    lines = ["sceneIndex,row,col,classIndex,split"]
    splits = ["train", "train", "train", "val", "test"]
    for row in range(rows):
        for col in range(cols):
            split = splits[(row * cols + col) % len(splits)]
            lines.append(f"0,{row},{col},{class_RC[row, col]},{split}")
    (folder / "tiles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = ["red", "green", "blue", "nir", "swir"][:bands]
    return {
        "datasetId": "dst_0123456789abcdefghjk",
        "contentHash": f"{bands:02d}" * 32,
        "classes": [
            {"index": index, "id": f"cls_{index}", "name": name, "colour": "#336699"}
            for index, name in enumerate(CLASS_NAMES)
        ],
        "scenes": [
            {
                "sceneId": "scn_0123456789abcdefghjk",
                "name": "Test scene",
                "rasterPath": str(folder / "scene.tif"),
                "tileSizePx": tile_px,
                "sha256": "0" * 64,
            }
        ],
        "recipe": {
            "bands": list(range(1, bands + 1)),
            "bandNames": names,
            "low": [0.0] * bands,
            "high": [255.0] * bands,
            "dtype": "uint8",
        },
        "tilesPath": str(folder / "tiles.csv"),
        "tileCount": rows * cols,
        "splits": ["train", "val", "test"],
    }


def make_model(folder: Path, family: str = "convnextv2") -> Path:
    """Writes a tiny model with random weights in transformers format."""
    import torch
    from transformers import AutoConfig, AutoModel, AutoModelForImageClassification

    torch.manual_seed(3)
    options: dict[str, Any] = dict(FAMILIES[family])
    headless = options.pop("headless", False)
    config = AutoConfig.for_model(**options)
    model = (AutoModel if headless else AutoModelForImageClassification).from_config(config)
    for parameter in model.parameters():
        # Zero starts (layer scale, response norms) would hide mistakes.
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.02)
    model.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(
        json.dumps({"image_mean": [0.4, 0.5, 0.6], "image_std": [0.2, 0.25, 0.3]}), encoding="utf-8"
    )
    return folder


TRANSFORMER = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "image_size": 32,
    "patch_size": 8,
}
FAMILIES: dict[str, dict[str, Any]] = {
    "convnextv2": {
        "model_type": "convnextv2",
        "hidden_sizes": [8, 16],
        "depths": [1, 1],
        "num_stages": 2,
        "image_size": 32,
    },
    "convnext": {
        "model_type": "convnext",
        "hidden_sizes": [8, 16],
        "depths": [1, 1],
        "num_stages": 2,
        "image_size": 32,
        "layer_scale_init_value": 0.1,
    },
    "vit": {"model_type": "vit", **TRANSFORMER},
    "dinov2": {"model_type": "dinov2", **TRANSFORMER, "mlp_ratio": 2},
    "swin": {
        "model_type": "swin",
        "embed_dim": 8,
        "depths": [1, 1],
        "num_heads": [1, 2],
        "window_size": 4,
        "image_size": 32,
        "patch_size": 4,
    },
    "resnet": {
        "model_type": "resnet",
        "embedding_size": 8,
        "hidden_sizes": [8, 16],
        "depths": [1, 1],
        "layer_type": "basic",
    },
    "clip": {"model_type": "clip_vision_model", **TRANSFORMER, "headless": True},
    "dinov3": {"model_type": "dinov3_vit", **TRANSFORMER, "headless": True},
}


def make_run(
    folder: Path, base: Path, dataset: dict[str, Any], pack_folder: Path, **config: Any
) -> Path:
    """Writes `spec.json` into a run folder and returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "baseModel": f"folder:{base}",
        "epochs": 2,
        "batchSize": 16,
        "learningRate": 0.01,
        "device": "cpu",
        "inputSizePx": 32,
    }
    spec = {
        "v": 1,
        "runId": RUN_ID,
        "runName": "Test run",
        "config": settings | config,
        "dataset": dataset,
        "baseModelPath": str(base),
        "packFolder": str(pack_folder),
        "threads": 1,
    }
    (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    return folder


def read_events(folder: Path) -> list[dict[str, Any]]:
    """Returns the events of a run folder."""
    lines = (folder / "events.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_exit(folder: Path) -> dict[str, Any]:
    """Returns `exit.json`."""
    value: dict[str, Any] = json.loads((folder / "exit.json").read_text(encoding="utf-8"))
    return value
