"""Reads weights safely, and refuses a model part of which would stay random."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from trainer.backbones.shapes import make_empty, only_shapes
from trainer.errors import TrainerError


def from_pretrained(loader: Any, path: str, **options: Any) -> tuple[Any, dict[str, Any]]:
    """Loads weights in float32; turns the library's failures into errors for people.

    Neither pickled weights nor code that lies beside them are ever loaded: both would run whatever
    their author wrote.
    """
    refuse_pickled(path)
    if only_shapes():
        return make_empty(loader, path, options), {"missing_keys": []}
    try:
        body, info = loader.from_pretrained(
            path,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.float32,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **options,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = str(error).strip().split("\n")[0]
        raise TrainerError(
            "unsupported", "trainer.models.notLoaded", name=Path(path).name, reason=reason
        ) from error
    return body, info


def refuse_pickled(path: str) -> None:
    """Says how to convert a folder that has its weights as a pickle only.

    Raises:
        TrainerError: There are `.bin` weights and no `.safetensors`.
    """
    folder = Path(path)
    if any(folder.glob("*.safetensors")):
        return
    pickled = sorted(file.name for file in folder.glob("*.bin"))
    if pickled:
        raise TrainerError(
            "unsupported", "trainer.models.pickled", name=folder.name, file=pickled[0]
        )


def check_loaded(info: dict[str, Any], new: tuple[str, ...], path: str) -> None:
    """Refuses a model part of which would silently stay random."""
    missing = sorted(key for key in info["missing_keys"] if not key.startswith(new))
    changed = sorted(
        str(key[0]) for key in info.get("mismatched_keys", ()) if not str(key[0]).startswith(new)
    )
    if missing or changed:
        lost = [*missing, *changed]
        raise TrainerError(
            "invalid_input",
            "trainer.models.weightsMissing",
            name=Path(path).name,
            lost=lost[:5],
            more=max(0, len(lost) - 5),
        )
