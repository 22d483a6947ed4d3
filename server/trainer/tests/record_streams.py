"""Records `tests/streams/*.ndjson` from real runs: `python tests/record_streams.py`.

The streams are what the worker and the browser are tested with, so that they never meet an event
that a real run does not write.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS.parent))

from make_run import make_dataset, make_model, make_run, read_events  # noqa: E402

STREAMS = TESTS / "streams"


def main() -> None:
    """Trains four tiny runs and keeps their event files."""
    STREAMS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset, base = make_dataset(folder / "dataset"), make_model(folder / "base")
        packs = folder / "packs"
        fit(make_run(folder / "finished", base, dataset, packs, method="lora"))
        fit(make_run(folder / "probe", base, dataset, packs, method="probe", epochs=3))
        resumed = make_run(folder / "resumed", base, dataset, packs, method="full", epochs=30)
        kill_after(resumed, step=12)
        stop_after(resumed, step=40)
        fit(resumed, "--attempt", "3", "--resume")
        fit(make_run(folder / "failed", base, dataset, packs, lora={"targetModules": ["query"]}))
        for run in ("finished", "probe", "resumed", "failed"):
            shutil.copyfile(folder / run / "events.ndjson", STREAMS / f"{run}.ndjson")
            print(run, len(read_events(folder / run)))


def fit(folder: Path, *options: str) -> None:
    """Runs to the end."""
    start(folder, *options).wait()


def kill_after(folder: Path, step: int) -> None:
    """Runs the first attempt and kills it."""
    process = start(folder)
    wait(folder, process, step)
    process.kill()
    process.wait()


def stop_after(folder: Path, step: int) -> None:
    """Resumes and asks for a stop."""
    process = start(folder, "--attempt", "2", "--resume")
    wait(folder, process, step)
    process.terminate()
    process.wait()


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Starts `fit` in a process of its own."""
    command = [sys.executable, "-m", "trainer", "fit", "--run-folder", str(folder), *options]
    return subprocess.Popen(command, cwd=TESTS.parent)


def wait(folder: Path, process: subprocess.Popen[bytes], step: int) -> None:
    """Waits until a step is done."""
    path = folder / "events.ndjson"
    while process.poll() is None:
        if path.exists() and f'"step":{step},' in path.read_text():
            return


if __name__ == "__main__":
    main()
