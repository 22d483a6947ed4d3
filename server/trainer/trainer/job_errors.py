"""Turns whatever ended a job into a sentence for people."""

from __future__ import annotations

import errno
import signal
from pathlib import Path

from trainer.contract.sentences import SentenceKey
from trainer.errors import ErrorCode, TrainerError

FULL: tuple[ErrorCode, SentenceKey] = ("storage_full", "trainer.jobs.diskFull")
# How GDAL words a write that the disk refused; its own error classes carry no error number.
FULL_SIGNS = ("No space left on device", "Disk quota exceeded")
OS_ERRORS: dict[int, SentenceKey] = {
    errno.ENOENT: "trainer.files.missing",
    errno.EACCES: "trainer.files.forbidden",
    errno.EPERM: "trainer.files.forbidden",
}


def died(number: int) -> TrainerError:
    """Explains a child that was ended by a signal."""
    if number == signal.SIGXCPU:
        return TrainerError("too_large", "trainer.jobs.processorTime")
    if number == signal.SIGKILL:
        return TrainerError("too_large", "trainer.jobs.killed")
    name = signal.Signals(number).name
    return TrainerError("unreadable_file", "trainer.jobs.libraryCrashed", signal=name)


def from_exception(error: BaseException) -> TrainerError:
    """Turns any exception into an error for people.

    Running out of GPU memory is known by its name, because torch is not loaded here.
    """
    if isinstance(error, TrainerError):
        return error
    if type(error).__name__ == "OutOfMemoryError":
        return TrainerError("too_large", "trainer.training.gpuMemoryFull")
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or any(sign in str(error) for sign in FULL_SIGNS):
        return TrainerError(*FULL)
    if isinstance(error, OSError) and error.errno in OS_ERRORS:
        name = Path(str(error.filename)).name if error.filename else "?"
        return TrainerError("invalid_input", OS_ERRORS[error.errno], name=name)
    if isinstance(error, MemoryError):
        return TrainerError("too_large", "trainer.jobs.memory")
    return TrainerError(
        "internal", "trainer.jobs.defect", reason=f"{type(error).__name__}: {error}"
    )
