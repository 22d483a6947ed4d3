"""`measure`: what a run would take, by running two steps of it on made-up tiles."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from trainer.contract.run_spec import RunSpec
from trainer.errors import TrainerError
from trainer.fit import share_processors
from trainer.job import deliver, report
from trainer.job_errors import from_exception
from trainer.pack import Pack, stored_type
from trainer.spec import TileTable, read_run_spec

WARM_UP_STEPS, MEASURED_STEPS = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `measure`."""
    parser.add_argument("--run-folder", type=Path, required=True, help="holds spec.json")
    parser.add_argument("--result", type=Path, help="file that receives the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Measures and delivers the numbers; 0 when it worked, 2 when it did not."""
    share_processors()
    try:
        deliver({"ok": True, **measure(read_run_spec(args.run_folder))}, args.result)
    except Exception as error:
        return report(from_exception(error), args.result)
    return 0


def measure(spec: RunSpec) -> dict[str, Any]:
    """Trains two steps after one to warm up; needs the base model but no tiles.

    Returns:
        peakMemoryBytes, peakMemoryKind, millisecondsPerStep, samplesPerSecond, and the numbers of
        trained and all parameters.
    """
    import torch

    from trainer import prepare
    from trainer.events import EventWriter
    from trainer.loop import take_step
    from trainer.memory import peak_memory
    from trainer.report import Report
    from trainer.sharding.engine import make_engine
    from trainer.sharding.world import World
    from trainer.stop import StopRequest

    if spec.threads is not None:
        torch.set_num_threads(spec.threads)
    config = spec.config
    if config.sharding.kind != "none":
        raise TrainerError("unsupported", "trainer.sharding.notMeasured")
    per_step = config.batch_size * config.accumulation_steps
    pack = made_up_pack(spec, per_step)
    prepared = prepare.prepare(spec, pack)
    with tempfile.TemporaryDirectory(prefix="measure-") as name:
        folder = Path(name)
        events = EventWriter(folder, spec.run_id, 1)
        batches = prepare.make_batches(spec, pack, prepared, lambda *_, **__: None)
        run = prepare.make_training(
            folder,
            "",
            spec,
            pack,
            prepared,
            batches,
            events,
            Report(folder, events, 0),
            StopRequest(folder),
        )
        engine = make_engine(
            prepared.classifier, config, prepared.device, prepared.precision, World()
        )
        engine.set_rate(config.learning_rate)
        parts = list(np.split(np.arange(per_step), config.accumulation_steps))
        prepared.classifier.train_mode()
        times = []
        for _ in range(WARM_UP_STEPS + MEASURED_STEPS):
            started = time.perf_counter()
            take_step(run, engine, parts, 0)
            times.append(time.perf_counter() - started)
        run.report.close()
        events.close()
    seconds = sum(times[WARM_UP_STEPS:]) / MEASURED_STEPS
    peak_bytes, kind = peak_memory(prepared.device)
    trained, total = prepared.classifier.count_parameters()
    return {
        "peakMemoryBytes": peak_bytes,
        "peakMemoryKind": kind,
        "millisecondsPerStep": seconds * 1000,
        "samplesPerSecond": per_step / seconds,
        "trainableParameters": trained,
        "totalParameters": total,
    }


def made_up_pack(spec: RunSpec, tiles: int) -> Pack:
    """Returns tiles of the dataset's shape and type, all at the middle of the value range."""
    recipe = spec.dataset.recipe
    side = max(scene.tile_size_px for scene in spec.dataset.scenes)
    dtype = stored_type(recipe.dtype)
    middle_B = (np.asarray(recipe.low) + np.asarray(recipe.high)) / 2
    shape = (tiles, len(recipe.bands), side, side)
    values = np.broadcast_to(middle_B.astype(dtype)[:, None, None], shape)
    count = np.arange(tiles, dtype=np.int32)
    table = TileTable(
        scene=np.zeros(tiles, np.int32),
        row=count,
        col=count,
        label=(count % len(spec.dataset.classes)).astype(np.int16),
        split=np.zeros(tiles, np.uint8),
    )
    return Pack(np.ascontiguousarray(values), table, spec.dataset.classes, recipe, Path())
