"""Models of shapes without weights, to look at what a run would train before it is launched.

Inside `shapes_only()` base models are built on PyTorch's meta device: nothing is read but
config.json, and a model of billions of parameters takes no memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch

_ONLY_SHAPES: ContextVar[bool] = ContextVar("only_shapes", default=False)


@contextmanager
def shapes_only() -> Iterator[None]:
    """Makes every model that is loaded inside one of shapes, and every tensor that is made."""
    token = _ONLY_SHAPES.set(True)
    try:
        with torch.device("meta"):
            yield
    finally:
        _ONLY_SHAPES.reset(token)


def only_shapes() -> bool:
    """Tells whether weights are not to be read."""
    return _ONLY_SHAPES.get()


def make_empty(loader: Any, path: str, options: dict[str, Any]) -> Any:
    """Builds a model from its configuration alone.

    Args:
        loader: Auto class of transformers.
        path: Folder in transformers format, or a hub id.
        options: Those of `from_pretrained`: `config`, or attributes that change it.
    """
    from transformers import AutoConfig

    config = options.get("config") or AutoConfig.from_pretrained(path, trust_remote_code=False)
    given = {name: value for name, value in options.items() if name != "config"}
    for name in [name for name in given if hasattr(config, name)]:
        setattr(config, name, given.pop(name))
    return loader.from_config(config, **given)
