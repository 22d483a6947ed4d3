"""The doctor's report holds what the Environment page shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from imagery_support import TRAINER, run_trainer

from trainer.doctor import MIN_FREE_DISK, check_disk, check_libraries, find_versions


def test_report_is_complete(tmp_path: Path) -> None:
    outcome = run_trainer("doctor", "--home", tmp_path / "not" / "yet", folder=tmp_path)
    assert outcome.code == 0, outcome.log
    report = outcome.result
    assert report["ok"]
    assert report["versions"]["python"] == sys.version.split()[0]
    assert report["versions"]["rasterio"]
    assert report["versions"]["gdal"]
    assert report["cpu"]["cores"] >= 1
    assert 0 < report["memory"]["freeBytes"] <= report["memory"]["totalBytes"]
    assert 0 < report["disk"]["freeBytes"] <= report["disk"]["totalBytes"]
    assert "sdpa" in report["attention"]
    for gpu in report["gpus"]:
        assert gpu["memoryBytes"] >= gpu["freeBytes"]
    for check in report["checks"]:
        assert set(check) == {"name", "ok", "message", "hint", "sentence"}
        assert check["message"].endswith(".")
        assert check["ok"] or check["hint"]
    assert not (tmp_path / "not").exists()


def test_terminal_report_is_readable() -> None:
    words = [sys.executable, "-m", "trainer", "doctor"]
    process = subprocess.run(words, cwd=TRAINER, capture_output=True, text=True, check=True)
    assert "cores" in process.stdout
    assert "ok  Python" in process.stdout


def test_missing_library_says_what_to_do() -> None:
    versions = {**find_versions(), "rasterio": None, "deepspeed": None}
    checks = {check["name"]: check for check in check_libraries(versions)}
    assert not checks["rasterio"]["ok"]
    assert "npm start" in (checks["rasterio"]["hint"] or "")
    assert checks["deepspeed"]["ok"]  # optional


def test_little_space_is_a_fault() -> None:
    low = check_disk(1_234_567_890)
    assert not low["ok"]
    assert low["message"] == "1.23 GB of disk are free."
    assert low["sentence"] == {"key": "trainer.checks.diskLow", "values": {"freeBytes": 1234567890}}
    assert check_disk(MIN_FREE_DISK)["hint"] is None


def test_package_imports_without_rasterio_or_torch() -> None:
    code = (
        "import sys; sys.modules['rasterio'] = None; sys.modules['torch'] = None\n"
        "import trainer, trainer.__main__, trainer.imagery, trainer.imagery.import_scene\n"
        "trainer.__main__.main(['doctor'])"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=TRAINER, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
