"""How a run is asked to stop: `control/stop` or SIGTERM."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Literal

StopMode = Literal["save", "now"]
STOP_FILE = Path("control") / "stop"
CHECK_INTERVAL_S = 0.2


class Stopped(Exception):  # noqa: N818 (it is no error)
    """Raised between two units of work when the run was asked to stop.

    Attributes:
        mode: `save` keeps a checkpoint, `now` leaves at once.
    """

    def __init__(self, mode: StopMode) -> None:
        super().__init__(mode)
        self.mode: StopMode = mode


class StopRequest:
    """Remembers the first request to stop; SIGTERM and SIGINT mean `save`."""

    def __init__(self, run_folder: Path, heeds: bool = True) -> None:
        """`heeds`: whether this process decides; others of a divided run follow the first."""
        self._heeds = heeds
        self._path = run_folder / STOP_FILE
        self._signaled = False
        self._next_look_at = 0.0
        self._mode: StopMode | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Takes over SIGTERM and SIGINT while inside; to be called from the main thread."""
        numbers = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def mode(self) -> StopMode | None:
        """Returns how to stop, or None to go on. Looks at the file at most every 0.2 s."""
        if self._mode is None and self._signaled:
            self._mode = "save"
        if self._heeds and self._mode is None and time.monotonic() >= self._next_look_at:
            self._next_look_at = time.monotonic() + CHECK_INTERVAL_S
            if self._path.exists():
                self._mode = read_mode(self._path)
        return self._mode

    def check(self) -> None:
        """Raises Stopped when a stop was asked for."""
        mode = self.mode()
        if mode is not None:
            raise Stopped(mode)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signaled = True


def read_mode(path: Path) -> StopMode:
    """Reads the stop file; anything but a plain `now` saves, which loses nothing."""
    try:
        request = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "save"
    return "now" if isinstance(request, dict) and request.get("mode") == "now" else "save"
