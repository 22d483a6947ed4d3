"""One of the processes of a divided run, as torchrun starts it."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import closing
from pathlib import Path

from trainer.errors import TrainerError
from trainer.events import EventWriter, SilentWriter
from trainer.job import end_with_parent
from trainer.job_errors import from_exception
from trainer.run_log import RunLog
from trainer.sharding.agent import PARENT_VARIABLE
from trainer.sharding.verdict import write_verdict
from trainer.spec import read_run_spec
from trainer.stop import StopRequest


def is_one_of_several() -> bool:
    """Tells whether torchrun has started this process for a divided run."""
    return PARENT_VARIABLE in os.environ and "RANK" in os.environ


def run_process(folder: Path, attempt: int, resume: bool) -> int:
    """Takes part in a run; returns 0 when it went well. How it ended is left as a verdict."""
    end_with_parent()
    if os.getppid() != int(os.environ[PARENT_VARIABLE]):
        return 1  # torchrun had gone before we asked to go with it
    rank = int(os.environ["RANK"])
    error: TrainerError | None
    try:
        error = take_part(folder, attempt, resume)
    except BaseException as reason:  # the verdict must come whatever it was
        traceback.print_exc()
        error = from_exception(reason)
    write_verdict(folder, rank, error)
    sys.stdout.flush()
    sys.stderr.flush()
    # Libraries that wait for others at the end of Python would wait for processes that have gone.
    os._exit(0 if error is None else 1)


def take_part(folder: Path, attempt: int, resume: bool) -> TrainerError | None:
    """Joins the others and trains; only the first process speaks."""
    from trainer.device import choose_device
    from trainer.fit import Fit, run_attempt
    from trainer.sharding.world import join_world

    spec = read_run_spec(folder)
    world = join_world(choose_device(spec.config.device))
    events = (
        EventWriter(folder, spec.run_id, attempt, RunLog().event)
        if world.is_first
        else SilentWriter()
    )
    stop = StopRequest(folder, heeds=world.is_first)
    with closing(events):
        return run_attempt(Fit(folder, spec, events, stop, world), resume)
