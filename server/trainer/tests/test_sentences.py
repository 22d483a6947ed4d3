"""What the trainer says: the catalogue, its English, and what goes over the wire."""

from __future__ import annotations

import ast
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trainer.contract.sentences import SENTENCES
from trainer.errors import TrainerError
from trainer.events import EventWriter
from trainer.progress import Progress
from trainer.sentences import fill, iter_branches, say, split

# Functions that take a key and fill in the values themselves, and a pair of both.
PASSED_ON = ("hostile", "too_large", "mismatch", "Advice")
SOURCES = Path(__file__).parent.parent / "trainer"
KNOWN = json.loads((Path(__file__).parent / "sentences.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("{name} is empty.", {"name": "a.tif"}, "a.tif is empty."),
        ("{n, number} px", {"n": 1234567}, "1,234,567 px"),
        ("{n}", {"n": 1234567}, "1234567"),
        ("{n, plural, one {# band} other {# bands}}", {"n": 1}, "1 band"),
        ("{n, plural, one {# band} other {# bands}}", {"n": 1200}, "1,200 bands"),
        ("{n, plural, =0 {} other { and # more}}.", {"n": 0}, "."),
        ("{k, select, yes {a {b}} other {c}}", {"k": "yes", "b": "d"}, "a d"),
        ("{k, select, yes {a} other {c}}", {"k": "?"}, "c"),
        ("{freeBytes}", {"freeBytes": 999}, "999 B"),
        ("{freeBytes}", {"freeBytes": 12_345_678}, "12.3 MB"),
        ("{freeBytes}", {"freeBytes": 1_000_000_000}, "1 GB"),
        ("It has {names}.", {"names": ["a", "b"]}, "It has a, b."),
    ],
)
def test_english(text: str, values: dict[str, Any], said: str) -> None:
    assert fill(text, values) == said


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: str(known["key"]))
def test_speaks_as_the_studio_does(known: dict[str, Any]) -> None:
    """The studio's own tests say the same sentences from the catalogue itself."""
    assert say(known["key"], known["values"]) == (known["message"], known["hint"])


def values_of(text: str) -> Iterator[str]:
    """Yields the names of the values that a message leaves open."""
    for is_argument, inside in split(text):
        if not is_argument:
            continue
        name, _, rest = inside.partition(",")
        yield name.strip()
        for _, branch in iter_branches(rest.partition(",")[2]) if "{" in rest else ():
            yield from values_of(branch)


def test_every_sentence_is_given_its_values() -> None:
    """A call that names a sentence gives just the values that its message and hint need."""
    seen = 0
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or any(word.arg is None for word in node.keywords):
                continue
            for key in [item.value for item in node.args if isinstance(item, ast.Constant)]:
                texts = [SENTENCES.get(f"{key}{part}") for part in ("", ".message", ".hint")]
                wanted = {name for text in texts if text for name in values_of(text)}
                if not any(texts) or getattr(node.func, "id", "") in PASSED_ON:
                    continue
                given = {word.arg for word in node.keywords}
                assert wanted == given, f"{path.name}:{node.lineno} {key}"
                seen += 1
    assert seen > 100


def test_errors_carry_their_sentence_between_processes() -> None:
    error = TrainerError("unreadable_file", "trainer.files.unreadable", name="a.tif", reason="cut")
    sentence = {
        "key": "trainer.files.unreadable",
        "values": {"name": "a.tif", "reason": "cut"},
    }
    record = error.to_record()
    assert record["message"] == "a.tif cannot be read: cut."
    assert record["hint"].startswith("The file is damaged")
    assert record["sentence"] == sentence
    for copy in (
        TrainerError.from_record(json.loads(json.dumps(record))),
        pickle.loads(pickle.dumps(error)),
    ):
        assert copy.to_record() == record


def test_events_and_progress_carry_their_sentences(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path, "run_x", 1)
    writer.phase("packing", 0.5, "trainer.phases.tiles", done=64, total=1280)
    writer.warning("trainer.warnings.loss_not_finite", step=3)
    writer.failed(TrainerError("diverged", "trainer.training.diverged", count=5, step=9))
    writer.close()
    lines = [json.loads(line) for line in (tmp_path / "events.ndjson").read_text().splitlines()]
    assert lines[0]["message"] == "64 of 1,280 tiles"
    assert lines[0]["sentence"]["values"] == {"done": 64, "total": 1280}
    assert lines[1]["code"] == "loss_not_finite"
    assert lines[1]["hint"] == "A lower learning rate usually helps."
    assert lines[2]["sentence"]["key"] == "trainer.training.diverged"
    progress = Progress(tmp_path / "progress.ndjson")
    progress.phase("trainer.progress.measuringBands", 0.5, 1.0)
    line = json.loads((tmp_path / "progress.ndjson").read_text())
    assert line["message"] == "Measuring the bands"
    assert line["sentence"] == {"key": "trainer.progress.measuringBands", "values": {}}


def test_unknown_values_are_a_defect() -> None:
    with pytest.raises(KeyError):
        say("trainer.files.empty", {})
