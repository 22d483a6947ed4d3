"""What a run says: `events.ndjson`, its heartbeat and its last word, `exit.json`."""

from __future__ import annotations

import json
import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from trainer.contract.sentences import SentenceKey
from trainer.contract.trainer_events import RunResult, TrainerEnvironment, TrainerEvent
from trainer.errors import TrainerError
from trainer.progress import write_json
from trainer.sentences import Value, name_sentence, say

EVENTS_FILE = "events.ndjson"
HEARTBEAT_FILE = "heartbeat"
EXIT_FILE = "exit.json"
HEARTBEAT_INTERVAL_S = 5.0
# Given back before the last words of a run, so that a full disk can still be reported.
RESERVE_FILE = ".reserve"
RESERVE_BYTES = 256 * 1024

Phase = Literal["packing", "loading", "training", "evaluating", "exporting"]
Split = Literal["train", "val", "test"]
Outcome = Literal["finished", "failed", "canceled"]


class EventWriter:
    """Appends events to `events.ndjson`; one whole line per write, `seq` without gaps.

    Every event is checked against the contract before it is written, so a reader never meets
    one that it cannot parse.
    """

    def __init__(
        self,
        run_folder: Path,
        run_id: str,
        attempt: int,
        watch: Callable[[Mapping[str, Any]], None] | None = None,
        first_seq: int = 0,
    ) -> None:
        """`watch` is told of every event that has been written; `first_seq` goes on from others."""
        self._run_id = run_id
        self._attempt = attempt
        self._seq = first_seq
        self._watch = watch
        self._lock = threading.Lock()
        self._reserve = run_folder / RESERVE_FILE
        self._reserve.write_bytes(b"\0" * RESERVE_BYTES)
        path = run_folder / EVENTS_FILE
        drop_partial_line(path)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def emit(self, type_: str, **fields: Any) -> None:
        """Writes one event.

        Args:
            type_: Event type of the contract.
            fields: The event's own fields, by their names in the contract (camelCase).

        Raises:
            pydantic.ValidationError: The fields do not fit the contract.
            OSError: The disk is full.
        """
        with self._lock:
            record = {
                "v": 1,
                "runId": self._run_id,
                "attempt": self._attempt,
                "seq": self._seq,
                "atMs": time.time_ns() // 1_000_000,
                "type": type_,
                **fields,
            }
            event = TrainerEvent.model_validate(record)
            line = event.model_dump_json(by_alias=True) + "\n"
            write_all(self._file, line.encode())
            self._seq += 1
        if self._watch is not None:
            self._watch(record)

    def started(
        self,
        *,
        total_steps: int,
        total_epochs: int,
        start_step: int,
        trainable_parameters: int,
        total_parameters: int,
        target_modules: list[str],
        environment: TrainerEnvironment,
    ) -> None:
        """Says that training begins, and with what."""
        self.emit(
            "started",
            totalSteps=total_steps,
            totalEpochs=total_epochs,
            startStep=start_step,
            trainableParameters=trainable_parameters,
            totalParameters=total_parameters,
            targetModules=target_modules,
            environment=environment.model_dump(by_alias=True),
        )

    def phase(
        self,
        phase: Phase,
        fraction: float | None = None,
        key: SentenceKey | None = None,
        **values: Value,
    ) -> None:
        """Says what is being done; `fraction` is 0..1 of the phase, `key` a sentence about it."""
        message = None if key is None else say(key, values).message
        sentence = None if key is None else name_sentence(key, values)
        self.emit("phase", phase=phase, fraction=fraction, message=message, sentence=sentence)

    def metrics(
        self,
        split: Split,
        step: int,
        epoch: float,
        values: Mapping[str, float | None],
        remaining_ms: int | None = None,
    ) -> None:
        """Writes metric values; NaN and infinities become null."""
        finite = {
            name: value if value is not None and math.isfinite(value) else None
            for name, value in values.items()
        }
        self.emit(
            "metrics", split=split, step=step, epoch=epoch, values=finite, remainingMs=remaining_ms
        )

    def checkpoint(self, step: int, path: str, best: bool) -> None:
        """Says that a checkpoint lies at `path`, relative to the run folder."""
        self.emit("checkpoint", step=step, path=path, best=best)

    def warning(self, key: SentenceKey, /, **values: Value) -> None:
        """Says something that a person should know but that does not end the run.

        The last part of the sentence's key is the code of the warning.
        """
        message, hint = say(key, values)
        code, sentence = key.rpartition(".")[2], name_sentence(key, values)
        self.emit("warning", code=code, message=message, hint=hint or None, sentence=sentence)

    def finished(self, result: RunResult) -> None:
        """The last event of a run that reached its end."""
        self._release_reserve()
        self.emit("finished", result=result.model_dump(by_alias=True))

    def failed(self, error: TrainerError) -> None:
        """The last event of a run that could not go on."""
        self._release_reserve()
        self.emit(
            "failed",
            code=error.code,
            message=error.message,
            hint=error.hint or None,
            sentence=error.sentence,
        )

    def canceled(self, step: int, checkpoint_path: str | None) -> None:
        """The last event of a run that was stopped."""
        self._release_reserve()
        self.emit("canceled", step=step, checkpointPath=checkpoint_path)

    def close(self) -> None:
        """Closes the file and gives the reserve back."""
        self._release_reserve()
        os.close(self._file)

    def _release_reserve(self) -> None:
        self._reserve.unlink(missing_ok=True)


class SilentWriter(EventWriter):
    """For processes of a divided run that do not speak for it: nothing is written."""

    def __init__(self) -> None:
        """Opens nothing."""

    def emit(self, type_: str, **fields: Any) -> None:
        """Says nothing."""

    def close(self) -> None:
        """Has nothing to close."""

    def _release_reserve(self) -> None:
        """Has none."""


def next_seq(run_folder: Path, attempt: int) -> int:
    """Returns the number of an attempt's next event, after those that another process wrote."""
    path = run_folder / EVENTS_FILE
    if not path.exists():
        return 0
    whole = path.read_bytes().rpartition(b"\n")[0].decode("utf-8", "replace").splitlines()
    if not whole:
        return 0
    last = json.loads(whole[-1])
    return int(last["seq"]) + 1 if last["attempt"] == attempt else 0


def write_all(file: int, line: bytes) -> None:
    """Writes a line whole or not at all: what a full disk cut off is taken back."""
    written = 0
    try:
        while written < len(line):
            written += os.write(file, line[written:])
    except OSError:
        if written:
            os.ftruncate(file, os.fstat(file).st_size - written)
        raise


def drop_partial_line(path: Path) -> None:
    """Cuts off what a killed attempt left after the last line end; nobody has read it yet."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        content = file.read()
        end = content.rfind(b"\n") + 1
        if end < len(content):
            file.truncate(end)


def write_exit(
    run_folder: Path, attempt: int, outcome: Outcome, error: TrainerError | None = None
) -> None:
    """Writes `exit.json`, the last act of an attempt; atomic."""
    write_json(
        run_folder / EXIT_FILE,
        {
            "ok": outcome == "finished",
            "outcome": outcome,
            "code": error.code if error else None,
            "message": error.message if error else None,
            "hint": error.hint or None if error else None,
            "sentence": error.sentence if error else None,
            "attempt": attempt,
        },
    )


class Heartbeat:
    """A thread that touches a file every few seconds, also while a native call takes long."""

    def __init__(self, run_folder: Path) -> None:
        self._path = run_folder / HEARTBEAT_FILE
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._path.touch()
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT_INTERVAL_S):
            try:
                self._path.touch()
            except OSError:  # a full disk ends the run elsewhere, with a message
                continue
