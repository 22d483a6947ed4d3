"""Progress lines and result files: what a command tells the process that started it."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trainer.contract.sentences import SentenceKey
from trainer.sentences import Sentence, name_sentence, say

# Many small steps must not turn into many small writes; the last line of a phase always goes out.
MIN_INTERVAL_S = 0.1


class Progress:
    """Appends `{"fraction", "message", "sentence", "done", "total"}` lines to a file, or nowhere.

    A fraction never goes back: phases are laid end to end with `phase`.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._low = 0.0
        self._high = 1.0
        self._message = ""
        self._sentence: Sentence | None = None
        self._last_at = 0.0
        self._fraction: float | None = None

    def phase(self, key: SentenceKey, low: float, high: float) -> None:
        """Starts a phase that covers the fractions from `low` to `high`; `key` says what it is."""
        self._message, self._sentence = say(key, {}).message, name_sentence(key, {})
        self._low, self._high = low, high
        self._write(low, None, None)

    def step(self, done: int, total: int) -> None:
        """Reports `done` of `total` units within the present phase."""
        if done < total and time.monotonic() - self._last_at < MIN_INTERVAL_S:
            return
        share = done / total if total else 1.0
        self._write(self._low + (self._high - self._low) * min(share, 1.0), done, total)

    def share(self, share: float) -> None:
        """Reports how much of the present phase is done, 0 to 1, where nothing can be counted."""
        fraction = self._low + (self._high - self._low) * share
        if fraction != self._fraction:
            self._write(fraction, None, None)

    def _write(self, fraction: float | None, done: int | None, total: int | None) -> None:
        self._last_at = time.monotonic()
        self._fraction = fraction
        if self._path is None:
            return
        record = {
            "fraction": fraction,
            "message": self._message,
            "sentence": self._sentence,
            "done": done,
            "total": total,
        }
        line = json.dumps(record, ensure_ascii=False)
        # One write per line, so that a reader never sees half of one.
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Writes JSON atomically: a temporary file beside `path`, then a rename.

    NaN and infinities become null, because `JSON.parse` refuses them.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(without_nan(value), file, ensure_ascii=False, allow_nan=False)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def without_nan(value: Any) -> Any:
    """Returns the same JSON-like value with None in place of NaN and infinities."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return value
