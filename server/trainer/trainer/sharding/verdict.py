"""How each process of a divided run says how it ended, and what that means for the run."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from trainer.errors import TrainerError
from trainer.progress import write_json

VERDICTS = Path("control") / "processes"
# How PyTorch words that another process is gone: a consequence, never the cause.
CONSEQUENCES = (
    "Connection closed by peer",
    "Connection reset by peer",
    "Broken pipe",
    "Socket Timeout",
    "Connection refused",
    "NCCL",
    "Gloo",
    "gloo",
    "ProcessGroup",
)


def verdict_folder(run_folder: Path) -> Path:
    """Returns where the processes of a run leave their verdicts."""
    return run_folder / VERDICTS


def write_verdict(run_folder: Path, rank: int, error: TrainerError | None) -> None:
    """Says how one process ended; its last act."""
    record = {
        "atMs": time.time_ns() // 1_000_000,
        "error": error.to_record() if error is not None else None,
    }
    write_json(verdict_folder(run_folder) / f"{rank}.json", record)


def read_verdict(run_folder: Path, count: int) -> TrainerError | None:
    """Returns why a run of `count` processes did not finish, or None where it did.

    The first process decides when it finished or was stopped. Otherwise the earliest error that is
    not the consequence of another process's end; where there is none, somebody ended a process
    from outside, most often the system for want of memory.
    """
    verdicts = [find_verdict(run_folder, rank) for rank in range(count)]
    first = verdicts[0]
    if first is not None and (first["error"] is None or first["error"]["code"] == "canceled"):
        return None if first["error"] is None else TrainerError.from_record(first["error"])
    failed = [verdict for verdict in verdicts if verdict is not None and verdict["error"]]
    causes = [verdict for verdict in failed if not is_consequence(verdict["error"])]
    if causes:
        earliest = min(causes, key=lambda verdict: int(verdict["atMs"]))
        return TrainerError.from_record(earliest["error"])
    return TrainerError("too_large", "trainer.sharding.processDied", count=count)


def find_verdict(run_folder: Path, rank: int) -> dict[str, Any] | None:
    """Returns what a process said at its end; None where it was killed."""
    try:
        text = (verdict_folder(run_folder) / f"{rank}.json").read_text(encoding="utf-8")
        verdict: dict[str, Any] = json.loads(text)
    except (OSError, ValueError):
        return None
    return verdict


def is_consequence(error: dict[str, Any]) -> bool:
    """Tells whether an error only says that another process is gone."""
    return error["code"] == "internal" and any(sign in error["message"] for sign in CONSEQUENCES)
