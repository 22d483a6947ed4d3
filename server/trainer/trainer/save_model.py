"""Writes what a run leaves behind: `model/`, usable without this project."""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from trainer.backbones.classifier import TileClassifier
from trainer.backbones.registry import load_backbone
from trainer.backbones.stem import fit_stem, match_bands
from trainer.contract.run_spec import RunSpec
from trainer.contract.trainer_events import Evaluation, ModelFile, ModelManifest
from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.export_onnx import MAX_DIFFERENCE, OnnxExport, ServingModel, export_onnx
from trainer.model_card import write_card
from trainer.prepare import Prepared
from trainer.preprocess import Preprocess, PreprocessSettings
from trainer.progress import write_json

MODEL_FOLDER = "model"
MERGED_FOLDER, ADAPTER_FOLDER = "merged", "adapter"
HEAD_FILE = "head.safetensors"
PREPROCESSING_FILE, MANIFEST_FILE, CARD_FILE = "preprocessing.json", "model.json", "README.md"
# What a person needs to know about the saved model beside the manifest of the contract.
DETAILS_FILE = "details.json"


@dataclass(frozen=True)
class SavedModel:
    """The manifest, and how far merging moved the logits (None without adapters)."""

    manifest: ModelManifest
    merge_difference: float | None

    def warn(self, events: EventWriter) -> None:
        """Says what a person should know."""
        if self.merge_difference is not None and self.merge_difference > MAX_DIFFERENCE:
            moved = f"{self.merge_difference:.2g}"
            events.warning("trainer.warnings.merge_inexact", difference=moved)
        if self.manifest.onnx_problem is not None:
            events.warning("trainer.warnings.onnx_refused", reason=self.manifest.onnx_problem)


def save_model(
    run_folder: Path,
    spec: RunSpec,
    prepared: Prepared,
    tiles_BCHW: NDArray[np.float32],
    evaluations: list[Evaluation],
) -> SavedModel:
    """Writes adapter, head, merged model, ONNX file, preprocessing, card and manifest.

    Everything is written beside `model/` and moved into place at the end. The classifier is
    merged in place, so it is not to be trained any more.

    Args:
        run_folder: The run's folder.
        spec: The run's spec.
        prepared: The model with its best weights, and its preprocessing.
        tiles_BCHW: Some real tiles as stored values, to check the ONNX file with.
        evaluations: For the card.
    """
    staging = run_folder / f".{MODEL_FOLDER}.new"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    from safetensors.torch import save_file

    classifier, targets = prepared.classifier.cpu().eval(), prepared.targets
    preprocess = prepared.preprocess.cpu()
    save_file(classifier.head_state(), staging / HEAD_FILE)
    merge_difference = merge(classifier, preprocess, tiles_BCHW, staging) if targets else None
    save_merged(classifier, preprocess.settings, staging / MERGED_FOLDER)
    write_json(staging / PREPROCESSING_FILE, preprocess.settings.to_json())
    onnx = export_onnx(ServingModel(preprocess, classifier), tiles_BCHW, staging)
    write_json(staging / DETAILS_FILE, details(spec, classifier, targets))
    write_card(staging / CARD_FILE, spec, classifier, preprocess.settings, evaluations, onnx)
    manifest = make_manifest(staging, spec, classifier, preprocess.settings, onnx)
    place = run_folder / MODEL_FOLDER
    shutil.rmtree(place, ignore_errors=True)
    staging.rename(place)
    return SavedModel(manifest, merge_difference)


def merge(
    classifier: TileClassifier,
    preprocess: Preprocess,
    tiles_BCHW: NDArray[np.float32],
    folder: Path,
) -> float:
    """Saves the adapter, merges it into the body, and returns how far that moved the logits."""
    body: Any = classifier.body
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a vocabulary, which images do not have
        body.save_pretrained(folder / ADAPTER_FOLDER)
    # PEFT adds a card about a base model on the hub, with blanks to fill in; ours says what is so.
    (folder / ADAPTER_FOLDER / "README.md").unlink(missing_ok=True)
    image_BCHW = preprocess(torch.from_numpy(tiles_BCHW))
    with torch.inference_mode():
        before = classifier(image_BCHW)
        classifier.body = body.merge_and_unload()
        classifier.follower = None
        after = classifier(image_BCHW)
    return float((before - after).abs().max())


def save_merged(classifier: TileClassifier, settings: PreprocessSettings, folder: Path) -> None:
    """Saves the body in transformers format, with the statistics its processors look for."""
    classifier.base_body().save_pretrained(folder)
    side = settings.input_size_px
    processor = {
        "image_processor_type": "ViTImageProcessor",
        "do_resize": True,
        "size": {"height": side, "width": side},
        "resample": 2,
        "do_rescale": False,
        "do_normalize": True,
        "image_mean": settings.mean,
        "image_std": settings.std,
        "band_names": settings.band_names,
    }
    (folder / "preprocessor_config.json").write_text(
        json.dumps(processor, indent=2) + "\n", encoding="utf-8"
    )


def details(spec: RunSpec, classifier: TileClassifier, targets: list[str]) -> dict[str, Any]:
    """What is needed to put adapter and base together again, and where it came from."""
    return {
        "v": 1,
        "runId": spec.run_id,
        "runName": spec.run_name,
        "baseModel": spec.config.base_model,
        "datasetId": spec.dataset.dataset_id,
        "datasetContentHash": spec.dataset.content_hash,
        "classes": [item.model_dump() for item in spec.dataset.classes],
        "targetModules": targets,
        "trainedWhole": classifier.trained_whole(),
        "plainTransformers": classifier.own_head is None,
        "pooling": "auto" if classifier.own_head is None else classifier.features.pooling,
        "config": spec.config.model_dump(by_alias=True),
    }


def make_manifest(
    folder: Path,
    spec: RunSpec,
    classifier: TileClassifier,
    settings: PreprocessSettings,
    onnx: OnnxExport,
) -> ModelManifest:
    """Lists every file with its hash, and writes `model.json`, which lists all but itself."""
    files = [
        ModelFile(
            path=path.relative_to(folder).as_posix(),
            bytes=path.stat().st_size,
            sha256=file_hash(path),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    manifest = ModelManifest(
        v=1,
        architecture=type(classifier.base_body()).__name__,
        method=spec.config.method,
        input_size_px=settings.input_size_px,
        bands=len(settings.bands),
        onnx_path=onnx.path,
        onnx_max_difference=onnx.max_difference,
        onnx_problem=onnx.problem,
        files=files,
    )
    write_json(folder / MANIFEST_FILE, manifest.model_dump(by_alias=True))
    return manifest


def file_hash(path: Path) -> str:
    """Returns the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_model(folder: Path) -> tuple[TileClassifier, Preprocess, list[dict[str, Any]]]:
    """Loads a model folder: classifier, preprocessing and classes.

    Raises:
        TrainerError: The folder is no model folder or is incomplete.
    """
    from safetensors.torch import load_file

    try:
        settings = PreprocessSettings.from_json(
            json.loads((folder / PREPROCESSING_FILE).read_text(encoding="utf-8"))
        )
        facts = json.loads((folder / DETAILS_FILE).read_text(encoding="utf-8"))
        head = load_file(folder / HEAD_FILE)
    except (OSError, ValueError, KeyError) as error:
        raise TrainerError(
            "invalid_input", "trainer.models.incompleteFolder", name=folder.name, reason=str(error)
        ) from error
    names = [item["name"] for item in facts["classes"]]
    # Models that were saved before there was a choice have the body's own pooled output.
    pooling = facts.get("pooling", "auto" if facts["plainTransformers"] else "own")
    classifier = load_backbone(str(folder / MERGED_FOLDER), names, seed=0, pooling=pooling)
    fit_stem(classifier, match_bands(settings.band_names, classifier.facts))
    if classifier.own_head is None:
        classifier.base_body().load_state_dict(head, strict=False)
    else:
        own = {key.removeprefix("head."): value for key, value in head.items()}
        own = {key: value for key, value in own.items() if key in classifier.own_head.state_dict()}
        classifier.own_head.load_state_dict(own)
    return classifier.eval(), Preprocess(settings), facts["classes"]
