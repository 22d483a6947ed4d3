"""Whole runs, in this process: their events, resuming, stopping, failing."""

from __future__ import annotations

import argparse
import errno
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from make_run import make_model, make_run, read_events, read_exit
from safetensors.torch import load_file

from trainer import fit
from trainer.contract.trainer_events import TrainerEvent
from trainer.stop import StopRequest


def train(folder: Path, attempt: int = 1, resume: bool = False) -> int:
    return fit.run(argparse.Namespace(run_folder=folder, attempt=attempt, resume=resume))


def stop_after(monkeypatch: pytest.MonkeyPatch, folder: Path, step: int, mode: str) -> None:
    """Asks for a stop as soon as the event file shows that a step is done."""

    def asked(self: StopRequest) -> str | None:
        done = [event.get("step", 0) for event in read_events(folder)]
        return mode if max(done, default=0) >= step else None

    monkeypatch.setattr(StopRequest, "mode", asked)


def curve(folder: Path, split: str) -> dict[int, dict[str, float]]:
    """Values by step that must not depend on how often a run was interrupted."""
    kept = ("loss", "learning_rate", "gradient_norm", "accuracy", "macro_f1")
    return {
        event["step"]: {key: event["values"][key] for key in kept if key in event["values"]}
        for event in read_events(folder)
        if event["type"] == "metrics" and event["split"] == split
    }


@pytest.mark.parametrize("method", ["full", "lora", "probe"])
def test_a_run_learns_and_says_so(
    method: str, tmp_path: Path, base_model: Path, dataset: dict[str, Any], packs: Path
) -> None:
    folder = make_run(tmp_path, base_model, dataset, packs, method=method, epochs=4)
    assert train(folder) == 0
    events = read_events(folder)
    for line in (folder / "events.ndjson").read_text().splitlines():
        TrainerEvent.model_validate_json(line)
    assert [event["seq"] for event in events] == list(range(len(events)))
    assert [event["type"] for event in events].count("started") == 1
    result = events[-1]["result"]
    assert events[-1]["type"] == "finished"
    assert read_exit(folder) == {
        "ok": True,
        "outcome": "finished",
        "code": None,
        "message": None,
        "hint": None,
        "sentence": None,
        "attempt": 1,
    }
    assert [item["split"] for item in result["evaluations"]] == ["val", "test"]
    assert result["model"]["onnxMaxDifference"] < 1e-4
    losses = [values["loss"] for values in curve(folder, "train").values()]
    assert losses[-1] < losses[0]
    if method == "full":
        assert result["evaluations"][0]["accuracy"] > 0.9
    assert any((folder / "tensorboard").iterdir())
    started = next(event for event in events if event["type"] == "started")
    assert bool(started["targetModules"]) == (method == "lora")
    assert started["trainableParameters"] == result["trainableParameters"]


@pytest.mark.parametrize(
    ("method", "step", "options"),
    [
        ("full", 6, {"accumulationSteps": 2, "batchSize": 8}),
        ("lora", 3, {"lora": {"dropout": 0.3}, "augmentation": {"bandDropout": 0.3}}),
        ("probe", 4, {}),
        ("lora", 5, {"precision": "bf16", "schedule": "linear"}),
    ],
)
def test_resuming_changes_nothing(
    method: str,
    step: int,
    options: dict[str, Any],
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = {"method": method, "epochs": 3, **options}
    whole = make_run(tmp_path / "whole", base_model, dataset, packs, **options)
    assert train(whole) == 0
    parts = make_run(tmp_path / "parts", base_model, dataset, packs, **options)
    with monkeypatch.context() as patch:
        stop_after(patch, parts, step, "save")
        assert train(parts) == 3
    assert read_exit(parts)["outcome"] == "canceled"
    canceled = read_events(parts)[-1]
    assert canceled["type"] == "canceled"
    assert canceled["step"] == step
    assert canceled["checkpointPath"] == "checkpoints/last"
    assert train(parts, attempt=2, resume=True) == 0
    started = [event for event in read_events(parts) if event["type"] == "started"]
    assert [event["startStep"] for event in started] == [0, step]
    assert curve(parts, "train") == curve(whole, "train")
    assert curve(parts, "val") == curve(whole, "val")
    for name in ("checkpoints/last/trained.safetensors", "model/merged/model.safetensors"):
        expected, found = load_file(whole / name), load_file(parts / name)
        assert expected.keys() == found.keys()
        assert all(torch.equal(expected[key], found[key]) for key in expected)


def test_stop_now_keeps_the_checkpoint_of_the_epoch(
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = make_run(tmp_path, base_model, dataset, packs)
    stop_after(monkeypatch, folder, 6, "now")
    assert train(folder) == 3
    assert read_events(folder)[-1]["step"] == 6
    state = json.loads((folder / "checkpoints/last/state.json").read_text())
    assert state["step"] == 4


def test_stopped_before_training_has_no_checkpoint(
    tmp_path: Path, base_model: Path, dataset: dict[str, Any], packs: Path
) -> None:
    folder = make_run(tmp_path, base_model, dataset, packs)
    (folder / "control").mkdir()
    (folder / "control" / "stop").write_text('{"mode":"save"}')
    assert train(folder) == 3
    assert read_events(folder)[-1]["checkpointPath"] is None


def test_early_stopping(
    tmp_path: Path, base_model: Path, dataset: dict[str, Any], packs: Path
) -> None:
    options = {"earlyStoppingPatience": 2, "epochs": 50, "method": "full"}
    folder = make_run(tmp_path, base_model, dataset, packs, **options)
    assert train(folder) == 0
    scores = [values["macro_f1"] for values in curve(folder, "val").values()]
    assert len(scores) < 50
    assert max(scores[-2:]) <= max(scores[:-2])
    best = read_events(folder)[-1]["result"]["bestStep"]
    assert curve(folder, "val")[best]["macro_f1"] == max(scores)


def test_loss_that_is_no_number(
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from trainer.losses import TileLoss

    plain = TileLoss.forward
    calls = {"count": 0}

    def sick(self: TileLoss, logits: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        calls["count"] += 1
        loss = plain(self, logits, label)
        return loss * float("nan") if calls["count"] in healthy_until else loss

    healthy_until = range(2, 4)
    monkeypatch.setattr(TileLoss, "forward", sick)
    folder = make_run(tmp_path / "recovers", base_model, dataset, packs)
    assert train(folder) == 0
    events = read_events(folder)
    assert [event["code"] for event in events if event["type"] == "warning"] == ["loss_not_finite"]
    assert curve(folder, "train")[2]["loss"] is None
    assert curve(folder, "train")[4]["loss"] is not None

    calls["count"], healthy_until = 0, range(2, 1000)
    folder = make_run(tmp_path / "diverges", base_model, dataset, packs)
    assert train(folder) == 2
    failed = read_events(folder)[-1]
    assert (failed["type"], failed["code"]) == ("failed", "diverged")
    assert "learning rate" in failed["hint"]


def test_disk_full(
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("trainer.checkpoint.sync", full)
    folder = make_run(tmp_path, base_model, dataset, packs)
    assert train(folder) == 2
    assert read_events(folder)[-1]["code"] == "storage_full"
    assert read_exit(folder)["code"] == "storage_full"


def test_wrong_spec(tmp_path: Path) -> None:
    (tmp_path / "spec.json").write_text('{"v": 1, "runId": "run_1"}')
    assert train(tmp_path) == 2
    ended = read_exit(tmp_path)
    assert ended["code"] == "invalid_input"
    assert "runId" in ended["message"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"method": "lora", "lora": {"targetModules": ["query"]}}, "pwconv1 (2), pwconv2 (2)"),
        ({"device": "cuda"}, "GPU"),
        ({"precision": "fp16"}, "fp16 needs a GPU"),
    ],
)
def test_what_cannot_be_done_is_explained(
    change: dict[str, Any],
    words: str,
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
) -> None:
    if change.get("device") == "cuda" and torch.cuda.is_available():
        change = {"precision": "fp16"}
    folder = make_run(tmp_path, base_model, dataset, packs, **change)
    assert train(folder) == 2
    assert words in read_events(folder)[-1]["message"] or words in read_exit(folder)["message"]


def test_resume_refuses_other_settings(
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = make_run(tmp_path, base_model, dataset, packs)
    with monkeypatch.context() as patch:
        stop_after(patch, folder, 2, "save")
        train(folder)
    make_run(tmp_path, base_model, dataset, packs, learningRate=0.5)
    assert train(folder, 2, resume=True) == 2
    assert "other settings" in read_exit(folder)["message"]


def test_four_bands_with_dataset_statistics(tmp_path: Path, base_model: Path) -> None:
    from make_run import make_dataset

    dataset = make_dataset(tmp_path / "dataset", bands=4)
    options = {"method": "lora", "normalisation": "dataset", "epochs": 1}
    folder = make_run(tmp_path / "run", base_model, dataset, tmp_path / "packs", **options)
    assert train(folder) == 0
    head = load_file(folder / "model/head.safetensors")
    assert head["convnextv2.embeddings.patch_embeddings.weight"].shape[1] == 4
    assert read_events(folder)[-1]["result"]["model"]["bands"] == 4


def test_gradient_checkpointing(tmp_path: Path, dataset: dict[str, Any], packs: Path) -> None:
    vit = make_model(tmp_path / "vit", "vit")
    runs = {}
    for name, on in (("on", True), ("off", False)):
        options = {"gradientCheckpointing": on, "epochs": 1, "augmentation": {"dihedral": False}}
        runs[name] = make_run(tmp_path / name, vit, dataset, packs, **options)
        assert train(runs[name]) == 0
    losses = [[v["loss"] for v in curve(runs[name], "train").values()] for name in runs]
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


def test_gradient_checkpointing_that_a_family_lacks(
    tmp_path: Path, base_model: Path, dataset: dict[str, Any], packs: Path
) -> None:
    options = {"gradientCheckpointing": True, "epochs": 1}
    folder = make_run(tmp_path, base_model, dataset, packs, **options)
    assert train(folder) == 0
    codes = [event["code"] for event in read_events(folder) if event["type"] == "warning"]
    assert codes == ["checkpointing_unsupported"]


def test_killed_while_exporting(
    tmp_path: Path, base_model: Path, dataset: dict[str, Any], packs: Path
) -> None:
    folder = make_run(tmp_path, base_model, dataset, packs, method="lora")
    assert train(folder) == 0
    first = read_events(folder)[-1]["result"]
    (folder / "exit.json").unlink()
    (folder / "model").rename(folder / ".model.new")
    assert train(folder, attempt=2, resume=True) == 0
    second = read_events(folder)[-1]["result"]
    assert second["evaluations"] == first["evaluations"]
    assert [file["path"] for file in second["model"]["files"]] == [
        file["path"] for file in first["model"]["files"]
    ]
    attempt = [event for event in read_events(folder) if event["attempt"] == 2]
    assert not any(event["type"] == "metrics" for event in attempt)


def test_without_validation_the_last_epoch_is_best(tmp_path: Path, base_model: Path) -> None:
    from make_run import make_dataset

    dataset = make_dataset(tmp_path / "dataset")
    tiles = Path(dataset["tilesPath"])
    tiles.write_text(tiles.read_text().replace(",val", ",train").replace(",test", ",train"))
    folder = make_run(tmp_path / "run", base_model, dataset, tmp_path / "packs", method="probe")
    assert train(folder) == 0
    events = read_events(folder)
    assert [event["code"] for event in events if event["type"] == "warning"] == ["no_validation"]
    assert events[-1]["result"]["evaluations"] == []
    assert events[-1]["result"]["bestStep"] == 12
    assert "nothing is known" in (folder / "model" / "README.md").read_text()
