"""The plain log says what happened, in the order in which it happened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.make_run import make_dataset, make_model, make_run
from trainer.__main__ import main


def read_lines(text: str) -> list[str]:
    """Returns the logged lines without their times."""
    found = [re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  (.*)", line) for line in text.splitlines()]
    return [match[1] for match in found if match]


def test_a_run_tells_its_story(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    dataset = make_dataset(tmp_path / "data")
    base = make_model(tmp_path / "base")
    folder = make_run(tmp_path / "run", base, dataset, tmp_path / "packs", method="full")
    assert main(["fit", "--run-folder", str(folder)]) == 0
    lines = read_lines(capfd.readouterr().out)
    wanted = [
        r'Run "Test run" \(run_\w+\), attempt 1, begins\.',
        r"Settings: .*method full.*lora\.r 8.*epochs 2.*learningRate 0\.01.*seed 1",
        r"Base model: .*base; threads: 1\.",
        r"Decoding the tiles",
        r"Tiles: 96 \(58 train, 19 val, 19 test\), 3 bands, 16 x 16 px, uint8\.",
        r"Bands: red, green, blue; from \[0\.0, 0\.0, 0\.0\]",
        r"Training tiles by class: Water \d+, Forest \d+, Field \d+\.",
        r"Loading the base model\.",
        r"Device: cpu, 1 threads; Python 3",
        r"Model: [\d,]+ parameters, [\d,]+ of them trained \(100\.00%\)\.",
        r"8 steps in 2 epochs\.",
        r"Training\.",
        r"Epoch 1/2: train loss \d.*; val loss .*, accuracy .*, macro-F1 .*; "
        r"learning rate \d\.\d\de-0\d; \d+ tiles/s\.",
        r"Checkpoint checkpoints/best saved at step 4, the best so far\.",
        r"Checkpoint checkpoints/last saved at step 4",
        r"Epoch 2/2: ",
        r"Checkpoint checkpoints/last saved at step 8",
        r"Judging the best checkpoint\.",
        r"Writing the model\.",
        r"ONNX file checked against PyTorch: logits differ by at most \d\.\de-\d\d\.",
        r"Model folder: \d+ files",
        r"Finished after [\d.]+ s; peak memory \d+ MB resident\.",
    ]
    rest = iter(lines)
    for pattern in wanted:
        assert any(re.match(pattern, line) for line in rest), (pattern, lines)


def test_a_stop_and_a_resume_are_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    dataset = make_dataset(tmp_path / "data")
    base = make_model(tmp_path / "base")
    folder = make_run(tmp_path / "run", base, dataset, tmp_path / "packs", method="full")
    (folder / "control").mkdir()
    (folder / "control" / "stop").write_text('{"mode": "save"}')
    assert main(["fit", "--run-folder", str(folder)]) == 3
    assert read_lines(capfd.readouterr().out)[-1].startswith("Stopped as asked, at step 0")
    (folder / "control" / "stop").unlink()
    assert main(["fit", "--run-folder", str(folder), "--attempt", "2", "--resume"]) == 0
    assert "attempt 2, goes on from its last checkpoint." in read_lines(capfd.readouterr().out)[0]
