"""`predict`: class probabilities for one tile, a folder of tiles, or a scene cut into tiles."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from trainer.contract.run_spec import BandRecipe
from trainer.errors import TrainerError
from trainer.job import deliver, report
from trainer.job_errors import from_exception

if TYPE_CHECKING:  # it loads torch, which predicting by ONNX does without
    from trainer.preprocess import PreprocessSettings

SUFFIXES = {".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2"}
# One tile; anything larger is a scene and needs a tile size.
MAX_TILE_PIXELS = 4096 * 4096
BATCH = 64

Classify = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `predict`."""
    parser.add_argument("--model-folder", type=Path, required=True, help="model/ of a run")
    parser.add_argument("--source", type=Path, required=True, help="image, folder, or scene")
    parser.add_argument("--tile-size", type=int, help="cut the source into tiles of so many px")
    parser.add_argument("--engine", choices=["auto", "onnx", "torch"], default="auto")
    parser.add_argument("--result", type=Path, help="file that receives the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Predicts; 0 when it worked, 2 when it did not."""
    try:
        result = predict(args.model_folder, args.source, args.tile_size, args.engine)
        deliver({"ok": True, **result}, args.result)
    except Exception as error:
        return report(from_exception(error), args.result)
    return 0


def predict(
    model_folder: Path, source: Path, tile_size_px: int | None, engine: str
) -> dict[str, Any]:
    """Returns `classes` (names, in order) and `tiles`.

    Each tile has `probabilities` in the order of the classes and the position `predicted` of the
    largest; both are None where the model gives no numbers, as one that overflows does. `path`
    names the file it came from, or `row` and `col` its place in the scene.
    """
    from trainer.preprocess import PreprocessSettings
    from trainer.save_model import DETAILS_FILE, PREPROCESSING_FILE

    try:
        details = json.loads((model_folder / DETAILS_FILE).read_text(encoding="utf-8"))
        text = (model_folder / PREPROCESSING_FILE).read_text(encoding="utf-8")
        settings = PreprocessSettings.from_json(json.loads(text))
    except (OSError, ValueError, KeyError) as error:
        raise TrainerError(
            "invalid_input",
            "trainer.models.notAModelFolder",
            name=model_folder.name,
            reason=str(error),
        ) from error
    recipe = BandRecipe(
        bands=settings.bands,
        band_names=settings.band_names,
        low=settings.low,
        high=settings.high,
        dtype="float32",
    )
    refuse_other_scale(source, settings)
    classify = open_engine(model_folder, engine)
    if tile_size_px is not None:
        tiles = read_scene(source, tile_size_px, recipe)
    else:
        tiles = read_images(source, recipe)
    results = []
    for places, batch in in_batches(tiles):
        for place, row in zip(places, softmax(classify(batch)), strict=True):
            results.append({**place, **verdict(row)})
    return {"classes": [item["name"] for item in details["classes"]], "tiles": results}


def verdict(probabilities_K: NDArray[np.float64]) -> dict[str, Any]:
    """Returns `predicted` and `probabilities` of one tile; of NaN any class would be invented."""
    if not np.isfinite(probabilities_K).all():
        return {"predicted": None, "probabilities": None}
    return {
        "predicted": int(probabilities_K.argmax()),
        "probabilities": [round(float(value), 6) for value in probabilities_K],
    }


def open_engine(model_folder: Path, engine: str) -> Classify:
    """Returns a function from stored values to logits: ONNX Runtime where there is a file."""
    from trainer.export_onnx import INPUT_NAME, ONNX_FILE, OUTPUT_NAME, ServingModel, open_session

    path = model_folder / ONNX_FILE
    if engine == "onnx" or (engine == "auto" and path.exists()):
        if not path.exists():
            raise TrainerError("invalid_input", "trainer.models.noOnnx")
        session = open_session(path)

        def classify_onnx(image_BCHW: NDArray[np.float32]) -> NDArray[np.float32]:
            logits: NDArray[np.float32] = session.run([OUTPUT_NAME], {INPUT_NAME: image_BCHW})[0]
            return logits

        return classify_onnx

    import torch

    from trainer.device import choose_device
    from trainer.save_model import load_model

    device = choose_device("auto")
    classifier, preprocess, _ = load_model(model_folder)
    model = ServingModel(preprocess, classifier).to(device).eval()

    def classify_torch(image_BCHW: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            logits: NDArray[np.float32] = (
                model(torch.from_numpy(image_BCHW).to(device)).cpu().numpy()
            )
        return logits

    return classify_torch


def refuse_other_scale(source: Path, settings: PreprocessSettings) -> None:
    """Compares the source's values with those the model learned from, where it says them.

    What cannot be read, or lacks a band, is told by what reads it next.
    """
    from trainer.image_scale import measure_scale
    from trainer.imagery.gdal_errors import GDAL_ERRORS
    from trainer.scale_check import check_scale

    paths = find_images(source)
    if settings.seen is None or not paths:
        return
    try:
        found = measure_scale(paths, settings.bands)
    except (TrainerError, IndexError):
        return
    except GDAL_ERRORS:
        return
    check_scale(settings.seen, found, source.name)


def find_images(source: Path) -> list[Path]:
    """Returns the images of a folder in order, or the one image."""
    if not source.is_dir():
        return [source]
    return sorted(path for path in source.rglob("*") if path.suffix.lower() in SUFFIXES)


def read_images(
    source: Path, recipe: BandRecipe
) -> Iterator[tuple[dict[str, Any], NDArray[np.float32]]]:
    """Yields every image as one tile, under its name."""
    paths = find_images(source)
    if not paths:
        raise TrainerError(
            "invalid_input",
            "trainer.predictions.noImage",
            name=source.name,
            suffixes=sorted(SUFFIXES),
        )
    root = source if source.is_dir() else source.parent
    for path in paths:
        yield {"path": path.relative_to(root).as_posix()}, read_image(path, recipe)


def read_image(path: Path, recipe: BandRecipe) -> NDArray[np.float32]:
    """Reads the chosen bands of a whole image as stored values `[bands, height, width]`."""
    from trainer.imagery.gdal_errors import GDAL_ERRORS
    from trainer.imagery.open import ReadLimits, open_raster
    from trainer.tile_reader import fill_no_data

    try:
        with open_raster(path, ReadLimits(max_pixels=MAX_TILE_PIXELS)) as image:
            if max(recipe.bands) > image.count:
                raise TrainerError(
                    "invalid_input",
                    "trainer.predictions.bandMissing",
                    name=path.name,
                    bandCount=image.count,
                    band=max(recipe.bands),
                )
            pixels, mask = image.read(recipe.bands), image.read_masks(recipe.bands)
    except GDAL_ERRORS as error:
        raise TrainerError(
            "unreadable_file", "trainer.predictions.imageUnreadable", name=path.name
        ) from error
    filled: NDArray[np.float32] = fill_no_data(pixels, mask, recipe.low).astype(np.float32)
    return filled


def read_scene(
    path: Path, tile_size_px: int, recipe: BandRecipe
) -> Iterator[tuple[dict[str, Any], NDArray[np.float32]]]:
    """Yields the tiles of a scene, row by row."""
    from trainer.tile_reader import TileReader

    with TileReader(path, path.name, recipe) as reader:
        rows, cols = reader.grid(tile_size_px)
        for row in range(rows):
            for col in range(cols):
                tile = reader.read(row, col, tile_size_px, tile_size_px)
                yield {"row": row, "col": col}, tile.astype(np.float32)


def in_batches(
    tiles: Iterator[tuple[dict[str, Any], NDArray[np.float32]]],
) -> Iterator[tuple[list[dict[str, Any]], NDArray[np.float32]]]:
    """Groups tiles of equal size that follow each other."""
    places: list[dict[str, Any]] = []
    images: list[NDArray[np.float32]] = []
    for place, image in tiles:
        if images and (len(images) == BATCH or images[0].shape != image.shape):
            yield places, np.stack(images)
            places, images = [], []
        places.append(place)
        images.append(image)
    if images:
        yield places, np.stack(images)


def softmax(logits_BK: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities that sum to 1 per tile; NaN where the logits hold NaN or infinity."""
    with np.errstate(invalid="ignore"):
        powers = np.exp(logits_BK.astype(np.float64) - logits_BK.max(axis=1, keepdims=True))
        probabilities: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return probabilities
