"""Damaged and malicious files: refused in bounded time and memory, with nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from imagery_support import DATA, TRAINER, list_data, needs_data, run_trainer
from imports_table import is_documented

from trainer.job import PARTIAL_PREFIX, remove_partials

# Strange, but GDAL decodes all of it: taken over, with what is said about it.
READ = {
    "geotransform_nan.tif": "invalid_georeference",
    "hopper_unknown_pixel_mode.tif": "no_georeference",
    "jpeg_named.tif": "no_georeference",
    "multipage_multiple_frame_loop.tiff": "first_page",
    "out_of_world_4326.tif": "impossible_coordinates",
    "tiff_wrong_bits_per_sample.tiff": "no_georeference",
}
CODES = {
    "bomb_262144px_shared_tile.tif": "too_large",
    "bomb_sparse_2000000px.tif": "too_large",
    "libtiff_segfault.tif": "too_large",
    "vrt_reads_local_file.tif": "unsupported",
    "vrt_warped_named.tif": "unsupported",
}


@needs_data
@pytest.mark.parametrize(
    "path", list_data("hostile", ".tif", ".tiff", ".geojson"), ids=lambda path: path.name
)
def test_hostile_file_does_no_harm(path: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    outcome = run_trainer("import-scene", "--source", path, "--output", output, folder=tmp_path)
    assert outcome.cpu_seconds < 10
    assert outcome.peak_bytes < 1024**3
    assert is_documented(path.name, outcome.result)
    if path.name in READ:
        assert outcome.code == 0, outcome.log
        assert READ[path.name] in [note["code"] for note in outcome.result["scene"]["notes"]]
        return
    assert outcome.code == 2
    error = outcome.result["error"]
    assert error["code"] == CODES.get(path.name, "unreadable_file")
    assert error["message"] and error["hint"]
    assert str(DATA) not in error["message"]
    assert not output.exists()


@needs_data
def test_archive_with_escaping_paths_is_refused(tmp_path: Path) -> None:
    output = tmp_path / "out"
    source = DATA / "hostile" / "chips_zip_slip.zip"
    outcome = run_trainer("import-chips", "--source", source, "--output", output, folder=tmp_path)
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "invalid_input"
    assert is_documented(source.name, outcome.result)
    assert "leads out of it" in outcome.result["error"]["message"]
    assert not output.exists()


def test_refusal_keeps_what_was_in_the_folder(tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    (output / "keep.txt").write_text("kept")
    source = tmp_path / "bad.tif"
    source.write_bytes(b"II*\x00\xff\xff\xff\x7f")
    outcome = run_trainer("import-scene", "--source", source, "--output", output, folder=tmp_path)
    assert outcome.code == 2
    assert [path.name for path in output.iterdir()] == ["keep.txt"]


def test_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    output, result = tmp_path / "out", tmp_path / "result.json"
    progress = tmp_path / "progress.ndjson"
    words = [sys.executable, "-m", "trainer", "simulate", "--output", str(output)]
    words += ["--result", str(result), "--progress", str(progress)]
    process = subprocess.Popen(words, cwd=TRAINER)
    deadline = time.monotonic() + 120
    while not progress.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert progress.exists()
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 3
    assert '"canceled"' in result.read_text()
    assert not output.exists()


def test_leftovers_of_a_killed_job_go_and_those_of_a_living_one_stay(tmp_path: Path) -> None:
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    dead = tmp_path / f"{PARTIAL_PREFIX}{finished.pid}-x"
    living = tmp_path / f"{PARTIAL_PREFIX}{os.getpid()}-x"
    for folder in (dead, living):
        folder.mkdir()
        (folder / "flat.tif").write_bytes(b"half")
    remove_partials(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [living.name]
