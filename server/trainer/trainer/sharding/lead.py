"""The process that the studio knows of a divided run: it starts the others and has the last word.

It trains nothing itself. torchrun starts one process per GPU; every one of them ends when its
parent does, so that killing this one leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

from trainer.contract.run_spec import RunConfig, RunSpec
from trainer.errors import TrainerError
from trainer.events import EventWriter, Heartbeat, next_seq
from trainer.progress import write_json
from trainer.run_log import RunLog, log, log_attempt
from trainer.sharding import agent
from trainer.sharding.agent import PARENT_VARIABLE
from trainer.sharding.deepspeed_config import STAGES, require_deepspeed, resolve_config
from trainer.sharding.verdict import read_verdict, verdict_folder
from trainer.stop import STOP_FILE

DEEPSPEED_FILE = "deepspeed.json"


def is_divided(spec: RunSpec) -> bool:
    """Tells whether a run wants processes of its own."""
    return spec.config.sharding.kind != "none"


def lead(folder: Path, spec: RunSpec, attempt: int, resume: bool) -> TrainerError | None:
    """Starts the processes of a run, waits for them, and returns why it did not finish.

    Args:
        folder: The run's folder.
        spec: The run's spec.
        attempt: Number of the attempt.
        resume: Whether it goes on from a checkpoint.
    """
    log_attempt(spec, attempt, resume)
    shutil.rmtree(verdict_folder(folder), ignore_errors=True)
    try:
        count = count_processes(spec.config)
        check_settings(folder, spec.config, count)
        log(f"Sharding {spec.config.sharding.kind} over {count} processes.")
        with asking_to_stop(folder), Heartbeat(folder):
            run_processes(folder, count, attempt, resume)
        error = read_verdict(folder, count)
    except Exception as reason:
        from trainer.job_errors import from_exception

        error = from_exception(reason)
        if error.code == "internal":
            traceback.print_exc()
    if error is not None and error.code != "canceled":
        print(f"{error.message} {error.hint}", file=sys.stderr)
        say_failed(folder, spec, attempt, error)
    return error


def count_processes(config: RunConfig) -> int:
    """Returns how many processes a run is divided over: as asked, else one per GPU, or one."""
    wanted = config.sharding.processes
    import torch

    found = torch.cuda.device_count() if config.device != "cpu" else 0
    if wanted is not None and found and wanted > found:
        raise TrainerError("unsupported", "trainer.sharding.tooFewGpus", count=wanted, found=found)
    return wanted or max(1, found)


def check_settings(folder: Path, config: RunConfig, count: int) -> None:
    """Refuses what cannot work, before anything is started; writes the DeepSpeed configuration.

    Raises:
        TrainerError: With what was found and what to do.
    """
    kind = config.sharding.kind
    if config.method == "probe":
        raise TrainerError("invalid_input", "trainer.sharding.probe")
    if config.batch_size < count:
        raise TrainerError(
            "invalid_input",
            "trainer.sharding.batchTooSmall",
            batchSize=config.batch_size,
            count=count,
        )
    if kind != "ddp" and config.precision == "fp16":
        raise TrainerError("invalid_input", "trainer.sharding.noFp16")
    if kind != "ddp" and config.method == "adalora":
        raise TrainerError("invalid_input", "trainer.sharding.noAdalora")
    if kind in STAGES:
        require_deepspeed()
        write_json(folder / DEEPSPEED_FILE, resolve_config(config, count))


def run_processes(folder: Path, count: int, attempt: int, resume: bool) -> None:
    """Runs torchrun to its end; how it went is in the verdicts of the processes."""
    torchrun = [
        *(f"--nproc-per-node={count}", "--nnodes=1", "--max-restarts=0"),
        *("--rdzv-backend=c10d", "--rdzv-endpoint=127.0.0.1:0", "--local-addr=127.0.0.1"),
    ]
    fit = ["-m", "trainer", "fit", "--run-folder", str(folder.absolute()), f"--attempt={attempt}"]
    command = [sys.executable, "-u", "-m", agent.__name__, *torchrun, *fit]
    if resume:
        command.append("--resume")
    here = str(Path(__file__).parents[2])
    known = os.environ.get("PYTHONPATH")
    environment = {
        **os.environ,
        PARENT_VARIABLE: str(os.getpid()),
        # Set here, or torchrun sets it to 1 with a note; the processes share the processors.
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
        "PYTHONPATH": f"{here}{os.pathsep}{known}" if known else here,
        "TORCHELASTIC_SIGNALS_TO_HANDLE": "SIGTERM",
    }
    subprocess.run(command, env=environment, check=False)


@contextmanager
def asking_to_stop(folder: Path) -> Iterator[None]:
    """While inside, SIGTERM and SIGINT ask all processes to save and stop, by the stop file."""

    def ask(number: int, frame: FrameType | None) -> None:
        path = folder / STOP_FILE
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({"mode": "save"}), encoding="utf-8")

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say_failed(folder: Path, spec: RunSpec, attempt: int, error: TrainerError) -> None:
    """Writes the last event of a run whose processes did not reach its end."""
    first = next_seq(folder, attempt)
    watch = RunLog().event
    with closing(EventWriter(folder, spec.run_id, attempt, watch, first_seq=first)) as events:
        events.failed(error)
