"""Turns whatever ended a job into a sentence for people."""

from __future__ import annotations

import errno
import signal
from pathlib import Path

from trainer.errors import ErrorCode, TrainerError

FULL: tuple[ErrorCode, str, str] = (
    "storage_full",
    "The disk is full.",
    "Free some space, then start the job again.",
)
# How GDAL words a write that the disk refused; its own error classes carry no error number.
FULL_SIGNS = ("No space left on device", "Disk quota exceeded")
OS_ERRORS: dict[int, tuple[ErrorCode, str, str]] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.ENOENT: ("invalid_input", "{name} does not exist.", "Check its path."),
    errno.EACCES: ("invalid_input", "{name} may not be read or written.", "Check its permissions."),
    errno.EPERM: ("invalid_input", "{name} may not be read or written.", "Check its permissions."),
}


def died(number: int) -> TrainerError:
    """Explains a child that was ended by a signal."""
    if number == signal.SIGXCPU:
        return TrainerError(
            "too_large",
            "Reading the input took more processor time than is allowed.",
            "Use a smaller or simpler file, or convert it with gdal_translate first.",
        )
    if number == signal.SIGKILL:
        return TrainerError(
            "too_large",
            "The job was ended by the system, most likely because memory ran out.",
            "Free memory or use a smaller file.",
        )
    name = signal.Signals(number).name
    return TrainerError(
        "unreadable_file",
        f"Reading the input crashed the image library ({name}).",
        "The file is damaged or was made to do harm. Export it again from its source.",
    )


def from_exception(error: BaseException) -> TrainerError:
    """Turns any exception into an error for people."""
    if isinstance(error, TrainerError):
        return error
    if any(sign in str(error) for sign in FULL_SIGNS):
        return TrainerError(*FULL)
    if isinstance(error, OSError) and error.errno in OS_ERRORS:
        code, message, hint = OS_ERRORS[error.errno]
        name = Path(str(error.filename)).name if error.filename else "The file"
        return TrainerError(code, message.format(name=name), hint)
    if isinstance(error, MemoryError):
        return TrainerError(
            "too_large", "The input needs more memory than is allowed.", "Use a smaller file."
        )
    return TrainerError(
        "internal", f"Unexpected failure: {type(error).__name__}: {error}", "See the job's log."
    )
