"""The plain log of a run: what happened, one line each, for people.

Most lines follow from the events, so that the log cannot say anything else than the curves do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from trainer.contract.run_spec import RunSpec
from trainer.pack import Pack
from trainer.spec import SPLITS

Record = Mapping[str, Any]

PHASES = {
    "packing": "Decoding the tiles, or taking those that were decoded before.",
    "loading": "Loading the base model.",
    "training": "Training.",
    "evaluating": "Judging the best checkpoint.",
    "exporting": "Writing the model.",
}


def log(text: str) -> None:
    """Prints one line with the time (UTC); the studio keeps what is printed in `trainer.log`."""
    print(f"{time.strftime('%Y-%m-%d %H:%M:%SZ', time.gmtime())}  {text}", flush=True)


def log_attempt(spec: RunSpec, attempt: int, resume: bool) -> None:
    """Says what begins, with every setting as it was resolved."""
    begins = "goes on from its last checkpoint" if resume else "begins"
    log(f'Run "{spec.run_name}" ({spec.run_id}), attempt {attempt}, {begins}.')
    settings = flatten(spec.config.model_dump(by_alias=True))
    log("Settings: " + ", ".join(f"{name} {value}" for name, value in settings))
    log(f"Base model: {spec.base_model_path}; threads: {spec.threads or 'as torch chooses'}.")


def flatten(settings: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Yields nested settings as `lora.r` and value."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", "own" if value is None else value


def log_pack(pack: Pack) -> None:
    """Says how many tiles there are of which class, and what they look like."""
    count, bands, height, width = pack.tiles.shape
    parts = ", ".join(f"{len(pack.indices(split))} {split}" for split in SPLITS)
    log(f"Tiles: {count} ({parts}), {bands} bands, {height} x {width} px, {pack.tiles.dtype}.")
    names = ", ".join(pack.recipe.band_names)
    log(f"Bands: {names}; from {pack.recipe.low} to {pack.recipe.high} become 0 to 1.")
    trained = pack.table.label[pack.indices("train")].astype(np.int64)
    counts = np.bincount(trained, minlength=len(pack.classes))
    of_class = ", ".join(
        f"{item.name} {number}" for item, number in zip(pack.classes, counts, strict=True)
    )
    log(f"Training tiles by class: {of_class}.")


class RunLog:
    """Turns the events of an attempt into lines."""

    def __init__(self) -> None:
        self._epochs = 0
        self._phase_now = ""
        self._losses: list[float] = []
        self._epoch: dict[str, Any] | None = None
        self._lines: dict[str, Callable[[Record], None]] = {
            "started": self._started,
            "phase": self._phase,
            "metrics": self._metrics,
            "checkpoint": self._checkpoint,
            "warning": self._warning,
            "finished": self._finished,
            "canceled": self._canceled,
        }

    def event(self, record: Record) -> None:
        """Logs an event, by its fields in the contract."""
        if record["type"] != "metrics":
            self._end_epoch()
        line = self._lines.get(record["type"])
        if line is not None:
            line(record)

    def _started(self, record: Record) -> None:
        self._epochs = record["totalEpochs"]
        about = record["environment"]
        peft = f", peft {about['peft']}" if about["peft"] else ""
        log(
            f"Device: {about['device']}, {about['threads']} threads; Python {about['python']}, "
            f"torch {about['torch']}, transformers {about['transformers']}{peft}."
        )
        trained, total = record["trainableParameters"], record["totalParameters"]
        share = trained / max(1, total)
        log(f"Model: {total:,} parameters, {trained:,} of them trained ({share:.2%}).")
        if record["targetModules"]:
            log(f"Adapters on {len(record['targetModules'])} layers.")
        goes_on = f", going on after step {record['startStep']}" if record["startStep"] else ""
        log(f"{record['totalSteps']} steps in {self._epochs} epochs{goes_on}.")

    def _phase(self, record: Record) -> None:
        if record["phase"] != self._phase_now:
            self._phase_now = record["phase"]
            log(PHASES[self._phase_now])

    def _metrics(self, record: Record) -> None:
        values = record["values"]
        if record["split"] == "train":
            if values.get("loss") is not None:
                self._losses.append(values["loss"])
            if float(record["epoch"]).is_integer():
                self._epoch = {"number": int(record["epoch"]), "train": values, "val": {}}
        elif record["split"] == "val" and self._epoch is not None:
            self._epoch["val"] = values
        elif record["split"] == "val" or record["split"] == "test":
            log(f"Best checkpoint on {record['split']}: {join(values)}.")

    def _end_epoch(self) -> None:
        """Logs the epoch that has just been trained and judged."""
        if self._epoch is None:
            return
        train = self._epoch["train"]
        loss = sum(self._losses) / len(self._losses) if self._losses else None
        parts = [f"train loss {number(loss)}"]
        if self._epoch["val"]:
            parts.append("val " + join(self._epoch["val"]))
        parts.append(f"learning rate {train['learning_rate']:.2e}")
        parts.append(f"{train['samples_per_second']:.0f} tiles/s")
        log(f"Epoch {self._epoch['number']}/{self._epochs}: {'; '.join(parts)}.")
        self._epoch, self._losses = None, []

    def _checkpoint(self, record: Record) -> None:
        best = ", the best so far" if record["best"] else ""
        log(f"Checkpoint {record['path']} saved at step {record['step']}{best}.")

    def _warning(self, record: Record) -> None:
        log(" ".join(filter(None, ["Warning:", record["message"], record["hint"]])))

    def _finished(self, record: Record) -> None:
        result = record["result"]
        model = result["model"]
        if model["onnxPath"] is not None and model["onnxMaxDifference"] is not None:
            difference = model["onnxMaxDifference"]
            log(f"ONNX file checked against PyTorch: logits differ by at most {difference:.1e}.")
        size = sum(file["bytes"] for file in model["files"])
        log(f"Model folder: {len(model['files'])} files, {size / 1e6:.1f} MB.")
        seconds, peak = result["durationMs"] / 1000, result["peakMemoryBytes"] / 1e6
        kind = "of the GPU" if result["peakMemoryKind"] == "gpu" else "resident"
        log(f"Finished after {seconds:.1f} s; peak memory {peak:.0f} MB {kind}.")

    def _canceled(self, record: Record) -> None:
        saved = record["checkpointPath"]
        kept = f"; resume goes on from {saved}" if saved else "; nothing was saved"
        log(f"Stopped as asked, at step {record['step']}{kept}.")


def join(values: Mapping[str, float | None]) -> str:
    """Returns metrics as `loss 0.21, macro-F1 0.93`."""
    return ", ".join(
        f"{name.replace('macro_f1', 'macro-F1')} {number(value)}" for name, value in values.items()
    )


def number(value: float | None) -> str:
    """Returns a metric; those that are no number have no value."""
    return "none" if value is None else f"{value:.4f}"
