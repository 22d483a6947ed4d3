"""`fit`: trains one run, from its spec to its model folder.

Where the spec asks for sharding (`"sharding": {"kind": "ddp" | "zero1" | "zero2" | "zero3" |
"fsdp2", "processes": N, "offloadOptimizer": true, "offloadParameters": true}` in its config) this
process starts N others with torchrun, one per GPU, and waits for them; stopping or killing it ends
them all. ZeRO needs DeepSpeed: pip install -r requirements-deepspeed.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from trainer.contract.run_spec import RunSpec
from trainer.contract.sentences import SentenceKey
from trainer.errors import TrainerError
from trainer.events import EventWriter, Heartbeat, Outcome, Phase, write_exit
from trainer.job_errors import from_exception
from trainer.pack import Pack, prepare_pack
from trainer.run_log import RunLog, log_attempt, log_pack
from trainer.sentences import Value
from trainer.sharding.lead import is_divided, lead
from trainer.sharding.process import is_one_of_several, run_process
from trainer.spec import read_run_spec
from trainer.stop import Stopped, StopRequest

if TYPE_CHECKING:  # torch is loaded only after the tiles are there
    from trainer.loop import Training
    from trainer.prepare import Prepared
    from trainer.sharding.world import World

EXIT_CODES: dict[Outcome, int] = {"finished": 0, "failed": 2, "canceled": 3}
PROGRESS_INTERVAL_S = 0.5
ONNX_CHECK_TILES = 32


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `fit`."""
    parser.add_argument("--run-folder", type=Path, required=True, help="holds spec.json")
    parser.add_argument("--attempt", type=int, default=1, help="1, one more for each resume")
    parser.add_argument("--resume", action="store_true", help="go on from checkpoints/last")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = __doc__


def run(args: argparse.Namespace) -> int:
    """Trains; whatever happens, the last event and `exit.json` say how it ended."""
    folder: Path = args.run_folder
    share_processors()
    if is_one_of_several():
        return run_process(folder, args.attempt, args.resume)
    stop = StopRequest(folder)
    error = None
    try:
        divided = find_divided(folder)
        if divided is not None:
            return end(folder, args.attempt, lead(folder, divided, args.attempt, args.resume))
        with stop.listening(), Heartbeat(folder):
            spec = read_run_spec(folder)
            log_attempt(spec, args.attempt, args.resume)
            watch = RunLog().event
            with closing(EventWriter(folder, spec.run_id, args.attempt, watch)) as events:
                error = run_attempt(Fit(folder, spec, events, stop), args.resume)
    except BaseException as reason:  # not even the event file could be written
        traceback.print_exc()
        error = from_exception(reason)
    return end(folder, args.attempt, error)


def end(folder: Path, attempt: int, error: TrainerError | None) -> int:
    """Writes `exit.json`, the last act of an attempt; returns the exit code."""
    outcome = outcome_of(error)
    try:
        write_exit(folder, attempt, outcome, error)
    except OSError:
        traceback.print_exc()
    return EXIT_CODES[outcome]


def find_divided(folder: Path) -> RunSpec | None:
    """Returns the spec of a run that wants several processes; others are read where they fail."""
    try:
        spec = read_run_spec(folder)
    except TrainerError:
        return None
    return spec if is_divided(spec) else None


def share_processors() -> None:
    """Lets threads that wait for each other sleep instead of spin; must come before torch.

    On a machine that also serves the studio, spinning took 2.7 times the processor time of the
    work itself (1,031 against 380 ms a step) and made everything slow, training included.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def run_attempt(fit: Fit, resume: bool) -> TrainerError | None:
    """Runs one attempt and writes its last event; returns why it did not finish."""
    try:
        fit.run(resume)
        return None
    except Stopped:
        fit.events.canceled(fit.step, fit.saved_path())
        return TrainerError("canceled", "trainer.training.stopped")
    except BaseException as reason:  # the last event must come whatever it was
        error = from_exception(reason)
        if error.code == "internal":
            traceback.print_exc()
        print(f"{error.message} {error.hint}", file=sys.stderr)
        if fit.world is None:  # of several processes, who started them looks for the cause
            fit.events.failed(error)
        return error


def outcome_of(error: TrainerError | None) -> Outcome:
    """Returns how an attempt ended."""
    if error is None:
        return "finished"
    return "canceled" if error.code == "canceled" else "failed"


@dataclass
class Fit:
    """One attempt at a run."""

    folder: Path
    spec: RunSpec
    events: EventWriter
    stop: StopRequest
    world: World | None = None
    step: int = 0
    _progress_at: float = 0.0

    def run(self, resume: bool) -> None:
        """Packs, loads, trains, judges, exports."""
        started = time.monotonic()
        pack = self.pack()
        self.enter("loading")
        import torch

        from trainer import prepare
        from trainer.checkpoint import LAST, load_checkpoint
        from trainer.doctor import count_cores
        from trainer.loop import DIVIDED, train
        from trainer.report import Report
        from trainer.sharding.put_together import put_together

        kind = self.spec.config.sharding.kind
        if self.world is not None:
            torch.set_num_threads(max(1, (self.spec.threads or count_cores()) // self.world.size))
        elif self.spec.threads is not None:
            torch.set_num_threads(self.spec.threads)
        prepared = prepare.prepare(self.spec, pack, self.world, kind in ("none", "ddp"))
        for warning in prepared.warnings:
            self.events.warning(warning.key, **warning.values)
        digest = spec_digest(self.spec)
        resumed = load_checkpoint(self.folder, LAST, digest) if resume else None
        if resumed is not None:
            prepare.load_weights(prepared.classifier, resumed.weights)
            self.step = resumed.state.step
        self.started(prepared, len(pack.indices("train")))
        batches = prepare.make_batches(self.spec, pack, prepared, self.on_progress("loading"))
        self.enter("training")
        speaks = self.world is None or self.world.is_first
        report = Report(self.folder, self.events, self.step, speaks)
        training = prepare.make_training(
            self.folder,
            digest,
            self.spec,
            pack,
            prepared,
            batches,
            self.events,
            report,
            self.stop,
            self.world,
        )
        if resumed is not None:
            training.state = resumed.state
        try:
            train(training, resumed)
        finally:
            self.step = training.state.step
            report.close()
        if kind in DIVIDED:
            del prepared, batches  # nothing may hold the divided model any more
            training, prepared = put_together(self.spec, pack, training)
        elif kind == "ddp":
            training.batches = prepare.make_batches(self.spec, pack, prepared, lambda *_: None)
        self.finish(pack, prepared, training, started)

    def started(self, prepared: Prepared, tiles: int) -> None:
        """Says what is about to be trained."""
        from trainer.schedule import count_steps

        config = self.spec.config
        trained, total = prepared.classifier.count_parameters()
        self.events.started(
            total_steps=count_steps(tiles, config) * config.epochs,
            total_epochs=config.epochs,
            start_step=self.step,
            trainable_parameters=trained,
            total_parameters=total,
            target_modules=prepared.targets,
            environment=prepared.environment,
        )

    def finish(self, pack: Pack, prepared: Prepared, training: Training, started: float) -> None:
        """Judges the best checkpoint, writes the model folder and says what came of it."""
        from trainer import prepare
        from trainer.checkpoint import BEST, load_checkpoint
        from trainer.memory import peak_memory
        from trainer.save_model import save_model

        self.enter("evaluating")
        best = load_checkpoint(self.folder, BEST, training.spec_digest)
        if best is not None:
            prepare.load_weights(prepared.classifier, best.weights)
        evaluations = prepare.evaluate(training, pack)
        memory = training.world.peak(peak_memory(prepared.device))
        if not training.world.is_first:
            return
        parameters = prepared.classifier.count_parameters()
        self.enter("exporting")
        saved = save_model(self.folder, self.spec, prepared, sample_tiles(pack), evaluations)
        saved.warn(self.events)
        duration_ms = int((time.monotonic() - started) * 1000)
        self.events.finished(
            prepare.make_result(
                training.state, evaluations, saved.manifest, parameters, memory, duration_ms
            )
        )

    def pack(self) -> Pack:
        """Opens the dataset's pack, decoding the tiles first where needed."""
        self.enter("packing")
        pack = prepare_pack(
            self.spec.dataset, Path(self.spec.pack_folder), self.on_progress("packing")
        )
        log_pack(pack)
        if len(pack.indices("train")) == 0:
            raise TrainerError("invalid_input", "trainer.training.noTrainingTiles")
        if len(pack.indices("val")) == 0:
            self.events.warning("trainer.warnings.no_validation")
        return pack

    def enter(self, phase: Phase) -> None:
        """Starts a phase, unless a stop was asked for; the studio has words for each."""
        self.stop.check()
        self.events.phase(phase, 0.0)

    def on_progress(self, phase: Phase) -> Callable[..., None]:
        """Returns a callback that reports a phase's progress twice a second and obeys a stop."""

        def report(fraction: float, key: SentenceKey | None = None, **values: Value) -> None:
            self.stop.check()
            if fraction >= 1 or time.monotonic() - self._progress_at > PROGRESS_INTERVAL_S:
                self._progress_at = time.monotonic()
                self.events.phase(phase, min(fraction, 1.0), key, **values)

        return report

    def saved_path(self) -> str | None:
        """Returns the checkpoint that a resume would go on from."""
        from trainer.checkpoint import CHECKPOINTS_FOLDER, LAST, find_checkpoint

        found = find_checkpoint(self.folder, LAST)
        return f"{CHECKPOINTS_FOLDER}/{LAST}" if found is not None else None


def sample_tiles(pack: Pack) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Returns a few tiles as stored values, from validation where there are any."""
    indices = pack.indices("val")
    if len(indices) == 0:
        indices = pack.indices("train")
    chosen = indices[:: max(1, len(indices) // ONNX_CHECK_TILES)][:ONNX_CHECK_TILES]
    tiles: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = pack.tiles[chosen].astype(np.float32)
    return tiles


def spec_digest(spec: RunSpec) -> str:
    """Identifies settings and data; paths may change between attempts, these may not."""
    # Settings that a later version added are left out of older specs, so those resume as ever.
    text = spec.config.model_dump_json(exclude_unset=True) + spec.dataset.content_hash
    return hashlib.sha256(text.encode()).hexdigest()
