"""Pretrains the starter model: `python -m pretrain.starter --archive ZIP --out FOLDER`."""

import argparse
import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import torch
from torch.multiprocessing.spawn import spawn
from transformers import ConvNextForImageClassification
from transformers.utils import logging

from pretrain.data import Tiles, measure_channels, read_archive
from pretrain.evaluate import evaluate
from pretrain.loop import Settings, train
from pretrain.network import WeightAverage, build_network, save_folder
from pretrain.team import join_team

EPOCHS_PER_REPORT = 2


def main() -> None:
    """Reads the archive, then trains in `--processes` processes for `--minutes`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, required=True, help="EuroSAT RGB training zip")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--start", type=Path, help="model folder to go on from (default: random)")
    parser.add_argument("--minutes", type=float, default=60.0, help="wall-clock length of the run")
    parser.add_argument("--processes", type=int, default=2, help="processes of one thread each")
    parser.add_argument("--seed", type=int, default=0, help="seed of weights and draws")
    given = parser.parse_args()
    training, validation = read_archive(given.archive)
    print(f"{len(training)} tiles to train on, {len(validation)} kept out", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        spawn(run_member, (given, Path(folder) / "meeting", training, validation), given.processes)


def run_member(
    rank: int, given: argparse.Namespace, meeting: Path, training: Tiles, validation: Tiles
) -> None:
    """Trains as one member; the first one also measures and writes the folder and report.json."""
    logging.disable_progress_bar()
    team = join_team(rank, given.processes, meeting)
    started_s = time.monotonic()
    mean, std = measure_channels(training)
    settings = Settings(budget_s=given.minutes * 60, seed=given.seed)
    epochs = 0

    def after_epoch(average: WeightAverage, epoch: int, loss: float) -> None:
        nonlocal epochs
        epochs = epoch
        if rank == 0 and epoch % EPOCHS_PER_REPORT == 0:
            scores = evaluate(average.network, validation, mean, std)
            save_folder(average.network, mean, std, given.out)
            print(
                f"epoch {epoch}  {time.monotonic() - started_s:.0f} s  loss {loss:.4f}  "
                f"accuracy {scores.accuracy:.4f}  macro-F1 {scores.macro_f1:.4f}",
                flush=True,
            )

    torch.manual_seed(settings.seed)
    network = build_network(settings.drop_path)
    if given.start is not None:
        kept = ConvNextForImageClassification.from_pretrained(
            given.start, use_safetensors=True, trust_remote_code=False
        )
        network.load_state_dict(kept.state_dict())
    average = train(training, mean, std, settings, team, network, after_epoch)
    if rank == 0:
        save_folder(average.network, mean, std, given.out)
        report = asdict(evaluate(average.network, validation, mean, std))
        report |= {"epochs": epochs, "seconds": round(time.monotonic() - started_s)}
        report |= {"settings": asdict(settings)}
        given.out.joinpath("report.json").write_text(json.dumps(report, indent=2) + "\n")
        print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
