"""What divided runs refuse, and why; no processes are started."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from make_run import make_run, read_events

from trainer import fit
from trainer.augment import augment
from trainer.checkpoint import LoopState, save_checkpoint
from trainer.contract.run_spec import AugmentationConfig, RunConfig
from trainer.errors import TrainerError
from trainer.sharding import deepspeed_config
from trainer.sharding.deepspeed_config import generate_config, resolve_config
from trainer.sharding.verdict import read_verdict, write_verdict
from trainer.sharding.whole import check_same_logits, check_saved, check_whole
from trainer.sharding.world import World

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "deepspeed.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_configuration_is_the_one_of_the_form(case: dict[str, Any]) -> None:
    config = RunConfig.model_validate(case["config"])
    problem = case.get("problem")
    if problem is None:
        assert generate_config(config, case["processes"]) == case["generated"]
        resolved = resolve_config(config, case["processes"])
        assert resolved == case.get("resolved", case["generated"])
        return
    with pytest.raises(TrainerError, match=problem["setting"]) as error:
        resolve_config(config, case["processes"])
    assert error.value.sentence["key"].lower().endswith(problem["reason"])


@pytest.mark.parametrize(
    ("version", "key"),
    [(None, "deepspeedMissing"), ("0.19.2", "deepspeedOld"), ("0.18.9", "deepspeedOld")],
)
def test_deepspeed_is_asked_for_in_the_words_that_install_it(
    version: str | None,
    key: str,
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deepspeed_config, "find_deepspeed", lambda: version)
    folder = make_run(
        tmp_path, base_model, dataset, packs, method="full", sharding={"kind": "zero3"}
    )
    assert fit.run(argparse.Namespace(run_folder=folder, attempt=1, resume=False)) == 2
    event = read_events(folder)[-1]
    assert event["type"] == "failed"
    assert event["sentence"]["key"] == f"trainer.sharding.{key}"
    assert deepspeed_config.REQUIREMENTS_FILE in event["hint"]


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ({"method": "probe", "sharding": {"kind": "ddp"}}, "probe"),
        ({"batchSize": 2, "sharding": {"kind": "ddp", "processes": 3}}, "batchTooSmall"),
        ({"precision": "fp16", "sharding": {"kind": "fsdp2"}}, "noFp16"),
        ({"method": "adalora", "sharding": {"kind": "fsdp2"}}, "noAdalora"),
    ],
)
def test_what_cannot_be_divided_is_refused_at_once(
    config: dict[str, Any],
    key: str,
    tmp_path: Path,
    base_model: Path,
    dataset: dict[str, Any],
    packs: Path,
) -> None:
    folder = make_run(tmp_path, base_model, dataset, packs, **config)
    assert fit.run(argparse.Namespace(run_folder=folder, attempt=1, resume=False)) == 2
    assert read_events(folder)[-1]["sentence"]["key"] == f"trainer.sharding.{key}"


def test_gathered_weights_must_be_whole() -> None:
    shapes = {"head.weight": (3, 4)}
    whole = torch.ones(3, 4)
    check_whole({"head.weight": whole}, shapes, {"head.weight": whole})
    for state in ({}, {"head.weight": torch.empty(0)}, {"head.weight": torch.ones(2, 4)}):
        with pytest.raises(TrainerError, match=r"head\.weight"):
            check_whole(state, shapes)
    with pytest.raises(TrainerError, match="changed"):
        check_whole({"head.weight": whole * 2}, shapes, {"head.weight": whole})


def test_a_checkpoint_is_read_again(tmp_path: Path) -> None:
    weights = {"adapter": torch.ones(2, 2)}
    path = save_checkpoint(tmp_path, "last", "d", LoopState(), weights, {})
    check_saved(tmp_path / path, weights)
    with pytest.raises(TrainerError, match="adapter"):
        check_saved(tmp_path / path, {"adapter": torch.zeros(2, 2)})
    save_checkpoint(tmp_path, "last", "d", LoopState(), {"adapter": torch.empty(0)}, {})
    with pytest.raises(TrainerError, match="adapter"):
        check_saved(tmp_path / path, {"adapter": torch.empty(0)})


def test_the_saved_model_must_answer_as_the_divided_one() -> None:
    logits = torch.tensor([[1.0, 2.0], [3.0, -4.0]])
    check_same_logits(logits, logits + 1e-5, torch.float32)
    for other in (logits + 0.1, logits * float("nan")):
        with pytest.raises(TrainerError, match="otherwise"):
            check_same_logits(logits, other, torch.float32)


def test_the_cause_is_told_apart_from_its_consequences(tmp_path: Path) -> None:
    gone = TrainerError("internal", "trainer.jobs.defect", reason="Connection closed by peer")
    cause = TrainerError("too_large", "trainer.training.gpuMemoryFull")
    write_verdict(tmp_path, 0, gone)
    found = read_verdict(tmp_path, 2)
    assert found is not None
    assert found.sentence["key"] == "trainer.sharding.processDied"
    write_verdict(tmp_path, 1, cause)
    found = read_verdict(tmp_path, 2)
    assert found is not None
    assert found.sentence == cause.sentence
    write_verdict(tmp_path, 0, None)
    assert read_verdict(tmp_path, 2) is None


def test_every_tile_has_one_process() -> None:
    for size in (1, 2, 3, 5):
        worlds = [World(rank, rank, size) for rank in range(size)]
        for count in (1, 2, 7, 12):
            tiles = np.arange(count)
            seen = [tile for world in worlds for tile in tiles[world.rows(count)]]
            assert seen == list(range(count))
            padded = np.concatenate([world.padded(tiles) for world in worlds])
            assert list(padded[:count]) == list(range(count))
            assert len({len(world.padded(tiles)) for world in worlds}) == 1


def test_parts_of_a_batch_are_changed_as_the_whole_is() -> None:
    image_BCHW = torch.rand(7, 3, 8, 8, generator=torch.Generator().manual_seed(1))
    config = AugmentationConfig(band_dropout=0.3)
    whole = augment(image_BCHW, config, 8, torch.Generator().manual_seed(2))
    parts = [
        augment(image_BCHW[rows], config, 8, torch.Generator().manual_seed(2), 7, rows)
        for rows in (slice(0, 3), slice(3, 7))
    ]
    torch.testing.assert_close(torch.cat(parts), whole)
