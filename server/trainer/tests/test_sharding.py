"""Runs divided over processes: the same run as one process, stopped, killed and resumed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch
from make_run import make_model, make_run, read_events, read_exit
from safetensors.torch import load_file

TRAINER = Path(__file__).parents[1]
PATIENCE_S = 180

needs_deepspeed = pytest.mark.skipif(
    importlib.util.find_spec("deepspeed") is None,
    reason="DeepSpeed is not installed (requirements-deepspeed.txt): ZeRO is not run",
)


@pytest.fixture(scope="module")
def vit(shared: Path) -> Path:
    """A tiny ViT with random weights, which has no batch norms."""
    return make_model(shared / "sharding-vit", "vit")


@pytest.fixture(scope="module")
def options(vit: Path, dataset: dict[str, Any], packs: Path) -> tuple[Path, dict[str, Any], Path]:
    """Base model, dataset and pack folder of a run."""
    return vit, dataset, packs


def settings(kind: str, method: str, **more: Any) -> dict[str, Any]:
    """A run without dropout in 2 processes, whose last batch is a short one."""
    offload = kind in ("zero3", "fsdp2")
    sharding = {
        "kind": kind,
        "processes": None if kind == "none" else 2,
        "offloadOptimizer": offload and kind == "zero3",
        "offloadParameters": offload,
    }
    return {
        "method": method,
        "lora": {"dropout": 0},
        "batchSize": 12,
        "accumulationSteps": 2,
        # Long enough that a run can be killed on its way however fast the machine is.
        "epochs": 24,
        "learningRate": 0.001,
        "sharding": sharding,
        **more,
    }


def start(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    """Starts `fit` as the studio does."""
    log = (folder / "trainer.log").open("ab")
    command = [sys.executable, "-m", "trainer", "fit", "--run-folder", str(folder), *more]
    return subprocess.Popen(
        command, cwd=TRAINER, stdout=log, stderr=log, start_new_session=True, env=os.environ
    )


def finish(folder: Path) -> Path:
    """Trains to the end."""
    assert start(folder).wait(PATIENCE_S) == 0, (folder / "trainer.log").read_text()
    return folder


def losses(folder: Path) -> list[float]:
    """Every loss that was reported, in order."""
    return [
        event["values"]["loss"]
        for event in read_events(folder)
        if event["type"] == "metrics" and "loss" in event["values"]
    ]


def model_files(folder: Path) -> list[str]:
    """What the model folder holds."""
    return sorted(
        path.relative_to(folder / "model").as_posix() for path in (folder / "model").rglob("*.*")
    )


def assert_same_run(divided: Path, whole: Path) -> None:
    """Same losses, same order of events, same model in the same files."""
    assert losses(divided) == pytest.approx(losses(whole), rel=1e-3, abs=1e-4)
    events = read_events(divided)
    assert [event["seq"] for event in events] == list(range(len(events)))
    assert events[-1]["type"] == "finished"
    assert model_files(divided) == model_files(whole)
    name = "model/merged/model.safetensors"
    expected, found = load_file(whole / name), load_file(divided / name)
    assert expected.keys() == found.keys()
    for key, value in expected.items():
        torch.testing.assert_close(found[key], value, rtol=1e-3, atol=1e-3)


def wait_for_step(folder: Path, process: subprocess.Popen[bytes], step: int) -> None:
    """Waits until the event file shows that at least so many steps are done."""
    limit = time.monotonic() + PATIENCE_S
    while time.monotonic() < limit:
        assert process.poll() is None, (folder / "trainer.log").read_text()
        path = folder / "events.ndjson"
        whole = path.read_text().rpartition("\n")[0] if path.exists() else ""
        if any(int(done) >= step for done in re.findall(r'"step":(\d+),', whole)):
            return
        time.sleep(0.02)
    raise AssertionError(f"step {step} was not reached in {PATIENCE_S} s")


class Finished:
    """Runs that were trained to the end, each once for all tests."""

    def __init__(self, folder: Path, options: tuple[Path, dict[str, Any], Path]) -> None:
        self._folder = folder
        self._options = options

    def get(self, kind: str, method: str) -> Path:
        """Returns the run's folder."""
        place = self._folder / f"{kind}-{method}"
        if place.exists():
            return place
        return finish(make_run(place, *self._options, **settings(kind, method)))


@pytest.fixture(scope="module")
def finished(shared: Path, options: tuple[Path, dict[str, Any], Path]) -> Finished:
    """See Finished."""
    return Finished(shared / "sharding-runs", options)


@pytest.mark.parametrize("kind", ["ddp", "fsdp2"])
def test_two_processes_train_the_run_of_one(kind: str, finished: Finished) -> None:
    assert_same_run(finished.get(kind, "full"), finished.get("none", "full"))


@needs_deepspeed
@pytest.mark.parametrize(
    ("kind", "method"),
    [("zero3", "full"), ("zero3", "lora"), ("zero1", "full"), ("fsdp2", "lora"), ("ddp", "lora")],
)
def test_other_ways_and_methods_train_the_run_of_one_process(
    kind: str, method: str, finished: Finished
) -> None:
    divided = finished.get(kind, method)
    assert_same_run(divided, finished.get("none", method))
    if kind.startswith("zero"):
        written = json.loads((divided / "deepspeed.json").read_text())
        assert written["zero_optimization"]["stage"] == int(kind[-1])


@pytest.mark.parametrize("kind", ["ddp", pytest.param("zero3", marks=needs_deepspeed)])
def test_killing_the_leader_leaves_nothing_and_the_run_goes_on_exactly(
    kind: str, tmp_path: Path, options: tuple[Path, dict[str, Any], Path], finished: Finished
) -> None:
    whole = finished.get(kind, "full")
    killed = make_run(tmp_path, *options, **settings(kind, "full"))
    process = start(killed)
    wait_for_step(killed, process, 8)
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 3  # torchrun and two processes
    process.kill()
    assert process.wait(PATIENCE_S) == -signal.SIGKILL
    _, left = psutil.wait_procs(family, timeout=60)
    assert left == []
    assert not (killed / "exit.json").exists()
    assert start(killed, "--attempt", "2", "--resume").wait(PATIENCE_S) == 0
    starts = [event["startStep"] for event in read_events(killed) if event["type"] == "started"]
    assert starts[0] == 0
    assert starts[1] > 0
    expected = load_file(whole / "checkpoints/last/trained.safetensors")
    found = load_file(killed / "checkpoints/last/trained.safetensors")
    assert all(torch.equal(expected[key], found[key]) for key in expected)


def test_asked_to_stop_all_processes_save_and_end(
    tmp_path: Path, options: tuple[Path, dict[str, Any], Path]
) -> None:
    folder = make_run(tmp_path, *options, **settings("ddp", "lora", epochs=1000))
    process = start(folder)
    wait_for_step(folder, process, 8)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_S) == 3, (folder / "trainer.log").read_text()
    last = read_events(folder)[-1]
    assert last["type"] == "canceled"
    assert last["step"] >= 8
    assert load_file(folder / last["checkpointPath"] / "trained.safetensors")
    assert read_exit(folder)["outcome"] == "canceled"


def test_a_process_that_dies_ends_the_run_with_a_reason(
    tmp_path: Path, options: tuple[Path, dict[str, Any], Path]
) -> None:
    folder = make_run(tmp_path, *options, **settings("ddp", "lora", epochs=1000))
    process = start(folder)
    wait_for_step(folder, process, 4)
    family = psutil.Process(process.pid).children(recursive=True)
    victim = next(one for one in family if one.environ().get("RANK") == "1")
    victim.kill()
    assert process.wait(PATIENCE_S) == 2
    events = read_events(folder)
    assert events[-1]["type"] == "failed"
    assert events[-1]["sentence"]["key"] == "trainer.sharding.processDied"
    assert [event["seq"] for event in events] == list(range(len(events)))
    assert read_exit(folder)["code"] == "too_large"
