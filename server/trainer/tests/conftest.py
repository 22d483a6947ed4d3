"""What many tests share: made once, never changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

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
