"""Sends metrics to the event file and to TensorBoard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trainer.events import EventWriter, Split

TENSORBOARD_FOLDER = "tensorboard"


class Report:
    """Metrics of one attempt.

    TensorBoard files are written where the package is installed; a resumed attempt tells it to
    forget the points after the checkpoint, which come again.
    """

    def __init__(
        self, run_folder: Path, events: EventWriter, start_step: int, speaks: bool = True
    ) -> None:
        """One of several processes `speaks`; what the others measure is not written."""
        self._events = events
        self._board: Any = None
        if not speaks:
            return
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            return
        self._board = SummaryWriter(
            str(run_folder / TENSORBOARD_FOLDER), purge_step=start_step + 1 if start_step else None
        )

    def metrics(
        self,
        split: Split,
        step: int,
        epoch: float,
        values: Mapping[str, float | None],
        remaining_ms: int | None = None,
    ) -> None:
        """Writes the values of one step."""
        self._events.metrics(split, step, epoch, values, remaining_ms)
        if self._board is not None:
            for name, value in values.items():
                if value is not None:
                    self._board.add_scalar(f"{split}/{name}", value, step)

    def close(self) -> None:
        """Writes out what TensorBoard still holds."""
        if self._board is not None:
            self._board.close()
