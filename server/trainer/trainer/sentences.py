"""Says sentences of the message catalogue in English; the studio says them in other languages.

`contract/sentences.py` is a generated copy of the trainer's part of the catalogue. Its texts are
ICU messages; what is used of ICU is understood here: `{name}`, `{name, number}`, `plural` and
`select`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypedDict

from trainer.contract.sentences import SENTENCES

Value = str | int | float | Sequence[str]
BYTE_UNITS = ("B", "KB", "MB", "GB", "TB")


class Sentence(TypedDict):
    """A key of the catalogue and what to fill in, as the contract has it."""

    key: str
    values: dict[str, Any]


class Said(NamedTuple):
    """What happened and was found, and what to do about it ("" where nothing is)."""

    message: str
    hint: str


def name_sentence(key: str, values: Mapping[str, Value]) -> Sentence:
    """Returns the sentence as it goes into events and result files: lists instead of tuples."""
    plain = {
        name: value if isinstance(value, str | int | float) else list(value)
        for name, value in values.items()
    }
    return {"key": key, "values": plain}


def say(key: str, values: Mapping[str, Value]) -> Said:
    """Returns message and hint in English.

    Raises:
        KeyError: The catalogue lacks the key, or a value is missing.
    """
    if key in SENTENCES:
        return Said(fill(SENTENCES[key], values), "")
    hint = SENTENCES.get(f"{key}.hint", "")
    return Said(fill(SENTENCES[f"{key}.message"], values), fill(hint, values))


def fill(text: str, values: Mapping[str, Value], count: str = "#") -> str:
    """Fills an ICU message; `count` is what `#` stands for within a plural."""
    pieces = []
    for is_argument, piece in split(text):
        pieces.append(argument(piece, values) if is_argument else piece.replace("#", count))
    return "".join(pieces)


def split(text: str) -> Iterator[tuple[bool, str]]:
    """Yields literal pieces (False) and the insides of braces (True), in order."""
    start, depth = 0, 0
    for position, character in enumerate(text):
        if character == "{":
            if depth == 0:
                yield False, text[start:position]
                start = position + 1
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield True, text[start:position]
                start = position + 1
    yield False, text[start:]


def argument(inside: str, values: Mapping[str, Value]) -> str:
    """Returns the text for one `{...}`."""
    name, _, rest = (part.strip() for part in inside.partition(","))
    kind, _, branches = (part.strip() for part in rest.partition(","))
    value = values[name]
    if kind in ("plural", "select"):
        return choose(kind, value, dict(iter_branches(branches)), values)
    if isinstance(value, int | float):
        if name.endswith("Bytes"):
            return format_bytes(value)
        return f"{value:,}" if kind == "number" else str(value)
    return value if isinstance(value, str) else ", ".join(value)


def iter_branches(text: str) -> Iterator[tuple[str, str]]:
    """Yields (selector, message) of `one {...} other {...}`."""
    selector = ""
    for is_message, piece in split(text):
        if is_message:
            yield selector, piece
        else:
            selector = piece.strip()


def choose(kind: str, value: Value, branches: dict[str, str], values: Mapping[str, Value]) -> str:
    """Returns the branch of a plural or select that fits the value."""
    if kind == "select" or not isinstance(value, int | float):
        return fill(branches.get(str(value), branches["other"]), values)
    category = "one" if value == 1 else "other"
    fitting = (branches[name] for name in (f"={value}", category, "other") if name in branches)
    return fill(next(fitting), values, f"{value:,}")


def format_bytes(size: float) -> str:
    """Returns 1536 as `1.54 KB`: decimal units, three digits, as the studio writes sizes."""
    unit = 0
    while size >= 1000 and unit < len(BYTE_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    digits = 0 if unit == 0 or size >= 100 else 1 if size >= 10 else 2
    text = f"{size:,.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} {BYTE_UNITS[unit]}"
