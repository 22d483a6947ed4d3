"""The one error type of the trainer's commands, with its closed list of codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from trainer.contract.sentences import SENTENCES, SentenceKey
from trainer.sentences import Sentence, Value, name_sentence, say

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
    sentence: Sentence


class TrainerError(Exception):
    """A failure that a person can act on.

    Args:
        code: One of the closed list of codes.
        key: The sentence of the catalogue: what happened and what was found, and what to do.
        values: What the sentence leaves open.
    """

    def __init__(self, code: ErrorCode, key: SentenceKey, /, **values: Value) -> None:
        self.code: ErrorCode = code
        self.message, self.hint = say(key, values)
        self.sentence: Sentence = name_sentence(key, values)
        super().__init__(self.message)

    def to_record(self) -> ErrorRecord:
        """Returns the fields for a result file."""
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "sentence": self.sentence,
        }

    @staticmethod
    def from_record(record: Mapping[str, Any]) -> TrainerError:
        """Returns the error that another process of the trainer, or the studio, wrote."""
        sentence: Sentence = record["sentence"]
        if sentence["key"] not in SENTENCES:
            return StudioError(record)
        return rebuild(record["code"], sentence)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return (rebuild, (self.code, self.sentence))


class StudioError(TrainerError):
    """What the studio says is wrong, in its own words: they are not in the trainer's catalogue."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        Exception.__init__(self, record["message"])
        self.code = record["code"]
        self.message = record["message"]
        self.hint = record.get("hint") or ""
        self.sentence = record["sentence"]

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return (StudioError, (self.to_record(),))


def rebuild(code: ErrorCode, sentence: Sentence) -> TrainerError:
    """Makes an error from its parts; its key was one of the catalogue when it was written."""
    key: Any = sentence["key"]
    return TrainerError(code, key, **sentence["values"])
