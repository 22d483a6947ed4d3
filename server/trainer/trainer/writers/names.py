"""Names of scenes as parts of files' names."""

from __future__ import annotations

import re

from trainer.writers.types import Export


def name_scenes(export: Export) -> list[str]:
    """Returns a word for each scene that is written: letters, digits and underscores, each once."""
    names: list[str] = []
    for tiles in export.parts:
        stem = re.sub(r"\W+", "_", tiles.scene.name).strip("_")[:60] or "scene"
        name, number = stem, 2
        while name.casefold() in (known.casefold() for known in names):
            name, number = f"{stem}_{number}", number + 1
        names.append(name)
    return names
