"""The event file, its recorded streams, and stop requests."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from trainer.contract.run_spec import RunConfig
from trainer.contract.trainer_events import TrainerEvent
from trainer.events import EventWriter
from trainer.stop import StopRequest

STREAMS = sorted((Path(__file__).parent / "streams").glob("*.ndjson"))


def test_lines_are_whole_and_numbered(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path, "run_x", 1)
    writer.phase("packing")
    writer.metrics("train", 1, 0.5, {"loss": float("nan"), "gradient_norm": float("inf")})
    writer.close()
    (tmp_path / "events.ndjson").open("a").write('{"v":1,"half')
    writer = EventWriter(tmp_path, "run_x", 2)
    writer.canceled(3, None)
    writer.close()
    lines = [json.loads(line) for line in (tmp_path / "events.ndjson").read_text().splitlines()]
    assert [(line["attempt"], line["seq"]) for line in lines] == [(1, 0), (1, 1), (2, 0)]
    assert lines[1]["values"] == {"loss": None, "gradient_norm": None}
    assert not (tmp_path / ".reserve").exists()


def test_refuses_what_the_contract_does_not_know(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path, "run_x", 1)
    with pytest.raises(ValidationError):
        writer.emit("phase", phase="dreaming", fraction=None, message=None)
    with pytest.raises(ValidationError):
        writer.emit("heartbeat", extra=1)
    writer.close()
    assert (tmp_path / "events.ndjson").read_text() == ""


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_recorded_stream(path: Path) -> None:
    events = [TrainerEvent.model_validate_json(line).root for line in path.open()]
    attempts = sorted({event.attempt for event in events})
    for attempt in attempts:
        part = [event for event in events if event.attempt == attempt]
        assert [event.seq for event in part] == list(range(len(part)))
        assert [event.type for event in part].count("started") <= 1
        ends = [event.type for event in part if event.type in ("finished", "failed", "canceled")]
        assert ends in ([part[-1].type], [])
    assert events[-1].type in ("finished", "failed", "canceled")


def test_there_are_recorded_streams() -> None:
    assert {path.stem for path in STREAMS} >= {"finished", "resumed", "failed"}


@pytest.mark.parametrize(
    ("text", "mode"),
    [('{"mode":"save"}', "save"), ('{"mode":"now"}', "now"), ("", "save"), ("[1]", "save")],
)
def test_stop_file(tmp_path: Path, text: str, mode: str) -> None:
    stop = StopRequest(tmp_path)
    assert stop.mode() is None
    (tmp_path / "control").mkdir()
    (tmp_path / "control" / "stop").write_text(text)
    assert StopRequest(tmp_path).mode() == mode


def test_defaults_survive_a_round_trip() -> None:
    config = RunConfig()
    assert config.lora.r == 8
    assert config.augmentation.dihedral
    again = RunConfig.model_validate_json(config.model_dump_json(by_alias=True))
    assert again == config
