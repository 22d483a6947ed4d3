"""Measures how fast training goes, leaving out evaluation and saving."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from trainer.batches import Batches
from trainer.checkpoint import LoopState


class Clock:
    """Times of one attempt; totals over all attempts go into the state."""

    def __init__(self, state: LoopState) -> None:
        self._state = state
        self._last = time.perf_counter()
        self._saved_at = time.monotonic()
        self._saved_step = state.step
        self._first_step = state.step
        self._started = self._last
        self._window_s = 0.0
        self._window_tiles = 0
        self._wait_before = 0.0
        self._wait_s = 0.0
        self._wait_now = 0.0

    def step_done(self, tiles: int, batches: Batches) -> None:
        """Counts a training step of so many tiles."""
        now = time.perf_counter()
        elapsed = now - self._last
        self._last = now
        self._window_s += elapsed
        self._window_tiles += tiles
        self._wait_s = batches.data_wait_s - self._wait_before
        self._state.trained_tiles += tiles
        self._state.trained_ms += elapsed * 1000
        self._wait_now = batches.data_wait_s

    def rates(self) -> dict[str, float]:
        """Returns speed and share of waiting since the last call."""
        span = max(self._window_s, 1e-9)
        values = {
            "samples_per_second": self._window_tiles / span,
            "data_wait_ratio": min(1.0, self._wait_s / span),
        }
        self._window_s, self._window_tiles = 0.0, 0
        self._wait_before = self._wait_now
        return values

    def remaining_ms(self, steps: int) -> int | None:
        """Estimates the time for so many more steps, evaluation between them included."""
        done = self._state.step - self._first_step
        if done < 1:
            return None
        return int((time.perf_counter() - self._started) / done * steps * 1000)

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Leaves out what is done inside."""
        try:
            yield
        finally:
            self._last = time.perf_counter()

    def saved(self) -> None:
        """Remembers that a checkpoint was written."""
        self._saved_at = time.monotonic()
        self._saved_step = self._state.step

    def just_saved(self) -> bool:
        """Tells whether the newest step is in the checkpoint."""
        return self._saved_step == self._state.step

    def since_saved_s(self) -> float:
        """Seconds since a checkpoint was written."""
        return time.monotonic() - self._saved_at
