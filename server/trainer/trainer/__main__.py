"""`python -m trainer <command>`: one lazy line per command."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, cast


class Command(NamedTuple):
    """Where a command lives and what it is for; the module is imported only when it is used."""

    module: str
    help: str


class CommandModule(Protocol):
    """What a command's module must offer."""

    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


COMMANDS: dict[str, Command] = {
    "doctor": Command("trainer.doctor", "say what this machine can do"),
    "import-scene": Command("trainer.imagery.import_scene", "turn a raster into a scene"),
    "describe-reference": Command(
        "trainer.imagery.describe_reference", "measure a raster that stays where it lies"
    ),
    "import-chips": Command("trainer.imagery.import_chips", "turn an image folder into a scene"),
    "read-truth": Command("trainer.truth.read_truth", "lay ground truth over a scene's tiles"),
    "simulate": Command("trainer.imagery.simulate", "make the demonstration scene"),
    "grid-raster": Command("trainer.imagery.grid_raster", "write tiles as a georeferenced raster"),
    "export-tiles": Command("trainer.writers.export_tiles", "write tiles and their classes"),
    "export-chips": Command("trainer.imagery.export_chips", "write tiles as an image folder"),
    "pack": Command("trainer.pack", "decode a dataset's tiles once"),
    "inspect": Command(
        "trainer.inspect_run", "say which layers a run would train, and how many parameters"
    ),
    "fit": Command("trainer.fit", "train a run, in one process or divided (DDP, ZeRO, FSDP2)"),
    "measure": Command("trainer.measure", "measure memory and speed of a run in two steps"),
    "predict": Command("trainer.predict", "classify tiles, a folder or a scene"),
    "export": Command("trainer.export", "write a model's ONNX file again"),
    "describe-model": Command("trainer.describe", "say what a base model is made of"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Parses the command line, runs one command and returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="python -m trainer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    chosen = next((word for word in arguments if word in COMMANDS), None)
    for name, command in COMMANDS.items():
        subparser = commands.add_parser(name, help=command.help, description=command.help)
        if name == chosen:
            module = cast(CommandModule, importlib.import_module(command.module))
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    args = parser.parse_args(arguments)
    return cast(Callable[[argparse.Namespace], int], args.run)(args)


if __name__ == "__main__":
    sys.exit(main())
