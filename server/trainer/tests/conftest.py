"""What many tests share: made once, never changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from families_table import make_tiny
from make_run import make_dataset, make_model


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the whole session."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="session")
def dataset(shared: Path) -> dict[str, Any]:
    """96 RGB tiles of 16 px in three classes."""
    return make_dataset(shared / "dataset")


@pytest.fixture(scope="session")
def packs(shared: Path) -> Path:
    """Where the session's runs keep decoded tiles."""
    return shared / "packs"


@pytest.fixture(scope="session")
def base_model(shared: Path) -> Path:
    """A tiny ConvNeXt V2 with random weights."""
    return make_model(shared / "base")


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Returns the folder of a family's checkpoint, made when it is first asked for."""
    root = tmp_path_factory.mktemp("bases")

    def make(name: str) -> Path:
        folder = root / name
        return folder if folder.exists() else make_tiny(folder, name)

    return make
