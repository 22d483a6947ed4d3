"""The one error type of the trainer's commands, with its closed list of codes."""

from __future__ import annotations

from typing import Literal, TypedDict

ErrorCode = Literal[
    "unreadable_file",
    "unsupported",
    "too_large",
    "invalid_input",
    "storage_full",
    "diverged",
    "canceled",
    "internal",
]


class ErrorRecord(TypedDict):
    """What a result file says about a failure."""

    code: ErrorCode
    message: str
    hint: str


class TrainerError(Exception):
    """A failure that a person can act on.

    Args:
        code: One of the closed list of codes.
        message: What happened and what was found, as a sentence.
        hint: What to do about it, as a sentence.
    """

    def __init__(self, code: ErrorCode, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.hint = hint

    def to_record(self) -> ErrorRecord:
        """Returns the three fields for a result file."""
        return {"code": self.code, "message": self.message, "hint": self.hint}

    def __reduce__(self) -> tuple[type[TrainerError], tuple[ErrorCode, str, str]]:
        return (TrainerError, (self.code, self.message, self.hint))
