"""Pretrains the starter model: `python -m pretrain.starter --archive ZIP --out FOLDER`."""

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import torch
from transformers.utils import logging

from pretrain.data import measure_channels, read_archive
from pretrain.evaluate import evaluate
from pretrain.loop import Settings, train
from pretrain.network import WeightAverage, save_folder


def main() -> None:
    """Reads the archive, trains for the given minutes, writes the model folder and report.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, required=True, help="EuroSAT RGB training zip")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--minutes", type=float, default=80.0, help="wall-clock length of the run")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads")
    parser.add_argument("--seed", type=int, default=0, help="seed of weights and draws")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    logging.disable_progress_bar()
    started_s = time.monotonic()
    training, validation = read_archive(given.archive)
    mean, std = measure_channels(training)
    print(f"{len(training)} tiles to train on, {len(validation)} kept out", flush=True)
    epochs = 0

    def after_epoch(average: WeightAverage, epoch: int, loss: float) -> None:
        nonlocal epochs
        epochs = epoch
        scores = evaluate(average.network, validation, mean, std)
        save_folder(average.network, mean, std, given.out)
        print(
            f"epoch {epoch}  {time.monotonic() - started_s:.0f} s  loss {loss:.4f}  "
            f"accuracy {scores.accuracy:.4f}  macro-F1 {scores.macro_f1:.4f}",
            flush=True,
        )

    settings = Settings(budget_s=given.minutes * 60, seed=given.seed)
    average = train(training, mean, std, settings, after_epoch)
    save_folder(average.network, mean, std, given.out)
    report = asdict(evaluate(average.network, validation, mean, std))
    report |= {"epochs": epochs, "seconds": round(time.monotonic() - started_s)}
    report |= {"settings": asdict(settings)}
    given.out.joinpath("report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
