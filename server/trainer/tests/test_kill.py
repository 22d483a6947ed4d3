"""Runs that are killed and stopped from outside, as the worker and the system do it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from make_run import make_run, read_events, read_exit
from safetensors.torch import load_file

from trainer.checkpoint import BEST, LAST, LoopState, load_checkpoint, save_checkpoint

TRAINER = Path(__file__).parents[1]
PATIENCE_S = 90


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Starts `fit` as the worker does: a process group of its own, output to a file."""
    log = (folder / "trainer.log").open("ab")
    command = [sys.executable, "-m", "trainer", "fit", "--run-folder", str(folder), *options]
    return subprocess.Popen(
        command, cwd=TRAINER, stdout=log, stderr=log, start_new_session=True, env=os.environ
    )


def wait_for_step(folder: Path, process: subprocess.Popen[bytes], step: int) -> None:
    """Waits until the event file shows that a step is done."""
    limit = time.monotonic() + PATIENCE_S
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise AssertionError((folder / "trainer.log").read_text())
        path = folder / "events.ndjson"
        if path.exists():
            whole = path.read_bytes().rpartition(b"\n")[0].decode()
            if f'"step":{step},' in whole:
                return
        time.sleep(0.01)
    raise AssertionError(f"step {step} was not reached in {PATIENCE_S} s")


@pytest.fixture
def options(
    base_model: Path, dataset: dict[str, Any], packs: Path
) -> tuple[Path, dict[str, Any], Path]:
    """Base model, dataset and pack folder of a run."""
    return base_model, dataset, packs


LONG = {"method": "lora", "epochs": 16, "learningRate": 0.001}


def test_killed_then_resumed_is_the_same_run(
    tmp_path: Path, options: tuple[Path, dict[str, Any], Path]
) -> None:
    whole = make_run(tmp_path / "whole", *options, **LONG)
    assert start(whole).wait(PATIENCE_S) == 0
    killed = make_run(tmp_path / "killed", *options, **LONG)
    for attempt, step in ((1, 10), (2, 30)):
        process = start(killed, "--attempt", str(attempt), *(["--resume"] if attempt > 1 else []))
        wait_for_step(killed, process, step)
        process.kill()
        assert process.wait(PATIENCE_S) == -signal.SIGKILL
        assert not (killed / "exit.json").exists()
    assert start(killed, "--attempt", "3", "--resume").wait(PATIENCE_S) == 0
    assert read_exit(killed)["attempt"] == 3
    starts = [event["startStep"] for event in read_events(killed) if event["type"] == "started"]
    assert starts[0] == 0
    assert 0 < starts[1] <= 20 < starts[2] <= 50
    expected = load_file(whole / "checkpoints/last/trained.safetensors")
    found = load_file(killed / "checkpoints/last/trained.safetensors")
    assert all(torch.equal(expected[key], found[key]) for key in expected)


@pytest.mark.parametrize("how", ["signal", "file"])
def test_asked_to_stop(
    how: str, tmp_path: Path, options: tuple[Path, dict[str, Any], Path]
) -> None:
    folder = make_run(tmp_path, *options, **LONG | {"epochs": 1000})
    process = start(folder)
    wait_for_step(folder, process, 8)
    if how == "signal":
        process.send_signal(signal.SIGTERM)
    else:
        (folder / "control").mkdir()
        (folder / "control" / "stop").write_text('{"mode":"save"}')
    assert process.wait(PATIENCE_S) == 3
    last = read_events(folder)[-1]
    assert last["type"] == "canceled"
    assert read_exit(folder)["outcome"] == "canceled"
    loaded = load_file(folder / last["checkpointPath"] / "trained.safetensors")
    assert loaded
    assert (folder / "heartbeat").exists()


@pytest.mark.parametrize("fatal_call", range(1, 9))
def test_a_checkpoint_can_be_loaded_after_death_at_any_moment(
    fatal_call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(step: int) -> None:
        weights = {"weight": torch.full((3,), float(step))}
        save_checkpoint(tmp_path, LAST, "d", LoopState(step=step), weights, {"step": step})

    save(1)
    calls = 0

    def dies(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= fatal_call:
            raise SystemExit
        return None

    renames = Path.rename

    def rename(self: Path, target: Path) -> Path:
        dies()
        return renames(self, target)

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(Path, "rename", rename)
        patch.setattr("trainer.checkpoint.sync", dies)
        save(2)
        raise SystemExit
    loaded = load_checkpoint(tmp_path, LAST, "d")
    assert loaded is not None
    assert loaded.weights["weight"][0] == loaded.state.step == loaded.optimizer["step"]
    save(3)
    loaded = load_checkpoint(tmp_path, LAST, "d")
    assert loaded is not None
    assert loaded.state.step == 3
    assert load_checkpoint(tmp_path, BEST, "d") is None
