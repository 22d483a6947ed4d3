"""Runs the body of a command as a job: one result file, one exit code, nothing left behind.

The body runs in a forked child. Native code that reads a hostile file may crash, hang or eat
memory; the parent, which never touches the file, then still cleans up and writes the reason.
For the same reason a SIGTERM is answered at once, however long a native call takes.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, cast

from trainer.errors import TrainerError
from trainer.job_errors import FULL, died, from_exception
from trainer.progress import Progress, without_nan, write_json

EXIT_OK = 0
EXIT_FAILED = 2
EXIT_CANCELED = 3
FULL_BYTES = 4 * 1024**2
PARTIAL_PREFIX = ".partial-"
GIB = 1024**3
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True)
class Limits:
    """What the child may use.

    Attributes:
        memory_bytes: Address space; an allocation beyond it fails with MemoryError.
        cpu_s: Processor time; beyond it the kernel ends the child.
    """

    memory_bytes: int = 6 * GIB
    cpu_s: int = 4 * 3600


JobBody = Callable[[Path, Progress], dict[str, Any]]


def add_job_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the two arguments that every job command takes."""
    parser.add_argument("--result", type=Path, help="file that receives the result as JSON")
    parser.add_argument("--progress", type=Path, help="file that receives progress lines")


def run_job(
    args: argparse.Namespace, folder: Path, body: JobBody, limits: Limits | None = None
) -> int:
    """Runs `body(staging, progress)` and publishes what it wrote.

    Args:
        args: Parsed arguments with `result` and `progress`.
        folder: Receives everything the body left in `staging`; untouched unless it succeeds.
        body: Writes files into `staging` and returns the result without `ok`.
        limits: What the body may use.

    Returns:
        0 (done), 2 (failed, the reason is in the result file) or 3 (canceled).
    """
    existed = folder.exists()
    staging: Path | None = None
    # Held until everything is published, so that a stop never cuts that in half.
    with StopSignals() as stop:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            remove_partials(folder)
            prefix = f"{PARTIAL_PREFIX}{os.getpid()}-"
            staging = Path(tempfile.mkdtemp(prefix=prefix, dir=folder))
            result = supervise(body, staging, Progress(args.progress), limits or Limits(), stop)
            publish(staging, folder)
            deliver({"ok": True, **result}, args.result)
            return EXIT_OK
        except (OSError, TrainerError) as error:
            return report(from_exception(error), args.result)
        finally:
            if staging is not None:
                shutil.rmtree(staging, ignore_errors=True)
            if not existed:
                with contextlib.suppress(OSError):
                    folder.rmdir()  # refuses when something was published


class StopSignals:
    """While entered, SIGTERM and SIGINT end the child instead of this process."""

    def __init__(self) -> None:
        self.requested = False
        self._child: int | None = None
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> StopSignals:
        for number in STOP_SIGNALS:
            self._previous[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def watch(self, child: int | None) -> None:
        """Names the child to end, at once if a stop came before it was known."""
        self._child = child
        if self.requested:
            self._kill()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.requested = True
        self._kill()

    def _kill(self) -> None:
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)


def supervise(
    body: JobBody, staging: Path, progress: Progress, limits: Limits, stop: StopSignals
) -> dict[str, Any]:
    """Forks, waits, and returns what the body returned.

    Raises:
        TrainerError: What the body raised, how the child died, or that it was canceled.
    """
    # The child's verdict lies outside `staging`, so that it is never published.
    with tempfile.TemporaryDirectory(prefix="trainer-") as private:
        verdict = Path(private) / "verdict.json"
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            run_child(body, staging, progress, verdict, limits)
        stop.watch(child)
        _, status = os.waitpid(child, 0)
        stop.watch(None)
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        if stop.requested or ended_by in STOP_SIGNALS:
            raise TrainerError("canceled", "trainer.jobs.stopped")
        if ended_by is not None:
            raise died(ended_by)
        return read_verdict(verdict)


def run_child(
    body: JobBody, staging: Path, progress: Progress, verdict: Path, limits: Limits
) -> NoReturn:
    """Runs the body in the forked child, writes its verdict and leaves by `os._exit`."""
    try:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        end_with_parent()
        apply_limits(limits)
        write_json(verdict, {"ok": True, "result": body(staging, progress)})
    except BaseException as error:  # the process ends here whatever it was
        problem = from_exception(error)
        if problem.code in ("internal", "unreadable_file") and is_full(staging):
            problem = TrainerError(*FULL)
        if problem.code == "internal":
            traceback.print_exc()
        with contextlib.suppress(OSError):
            write_json(verdict, {"ok": False, "error": problem.to_record()})
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def is_full(staging: Path) -> bool:
    """Says whether a failure is most likely that of a full disk.

    GDAL reports a refused write in many words, or not at all until the file is read back, and
    by then a deleted temporary file may have made a little room again.
    """
    written = sum(path.stat().st_size for path in staging.rglob("*") if path.is_file())
    return shutil.disk_usage(staging).free < max(FULL_BYTES, min(written // 2, GIB))


def read_verdict(path: Path) -> dict[str, Any]:
    """Returns the result that the child wrote, or raises the error that it wrote."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainerError("internal", "trainer.jobs.noReason") from error
    if record["ok"]:
        return cast(dict[str, Any], record["result"])
    raise TrainerError.from_record(record["error"])


def apply_limits(limits: Limits) -> None:
    """Lowers this process's own limits; never raises one that is already lower."""
    wanted = ((resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CPU, limits.cpu_s))
    for kind, value in wanted:
        _, hard = resource.getrlimit(kind)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (ceiling, hard))
    # A crash in native code is an answer here, not something to keep an image of.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def end_with_parent() -> None:
    """Asks Linux to end this process when its parent dies, so that no orphan goes on writing."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1 is PR_SET_PDEATHSIG


def publish(staging: Path, folder: Path) -> None:
    """Moves everything from `staging` into `folder`; same file system, so renames only."""
    for path in sorted(staging.iterdir()):
        path.replace(folder / path.name)


def remove_partials(folder: Path) -> None:
    """Removes what jobs that were killed outright left in a folder; living jobs keep theirs."""
    for path in folder.glob(f"{PARTIAL_PREFIX}*"):
        owner = path.name.removeprefix(PARTIAL_PREFIX).partition("-")[0]
        if not (owner.isdecimal() and is_alive(int(owner))):
            shutil.rmtree(path, ignore_errors=True)


def is_alive(pid: int) -> bool:
    """Says whether a process of this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def report(error: TrainerError, result_path: Path | None) -> int:
    """Delivers a failure and returns its exit code."""
    if result_path is None:
        print(f"{error.message} {error.hint}".strip(), file=sys.stderr)
    else:
        with contextlib.suppress(OSError):
            deliver({"ok": False, "error": error.to_record()}, result_path)
    return EXIT_CANCELED if error.code == "canceled" else EXIT_FAILED


def deliver(result: dict[str, Any], path: Path | None) -> None:
    """Writes the result file, or prints the result when none was asked for."""
    if path is None:
        print(json.dumps(without_nan(result), ensure_ascii=False, indent=2))
    else:
        write_json(path, result)
