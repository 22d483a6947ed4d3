"""The small model that ships with the project: RGB tiles of 64 px, trained on open imagery."""

from __future__ import annotations

from pathlib import Path

from trainer.backbones import vision
from trainer.backbones.classifier import TileClassifier
from trainer.errors import TrainerError

STARTER_FOLDER = Path(__file__).resolve().parents[2] / "starter"


def load(path: str, class_names: list[str], seed: int, pooling: str = "auto") -> TileClassifier:
    """Loads the starter model with a new head, wherever the project lies."""
    if not (STARTER_FOLDER / "model.safetensors").exists():
        raise TrainerError("invalid_input", "trainer.models.starterMissing")
    return vision.load(str(STARTER_FOLDER), class_names, seed, pooling)
