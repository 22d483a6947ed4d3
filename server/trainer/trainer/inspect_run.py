"""`inspect`: which layers a run would train, and how many parameters, before it is launched."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer.contract.run_spec import RunConfig
from trainer.job import deliver, report
from trainer.job_errors import from_exception
from trainer.spec import read_model

if TYPE_CHECKING:  # torch is loaded only when there is something to look at
    from torch import nn

    from trainer.backbones.classifier import TileClassifier

NUMBER = re.compile(r"(?<=\.)\d+(?=\.)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `inspect`."""
    parser.add_argument("--base", required=True, help="starter, a model folder, or a hub id")
    parser.add_argument(
        "--config", type=Path, help="JSON of the run's settings; what it leaves out is the usual"
    )
    parser.add_argument("--method", help="instead of that of --config, such as dora or ia3")
    parser.add_argument("--classes", type=int, default=2, help="number of classes")
    parser.add_argument(
        "--bands",
        help="names of the dataset's bands, with commas or as a JSON list; else those of the model",
    )
    parser.add_argument("--result", type=Path, help="file that receives the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Looks and says what was found; 0 when it worked, 2 when it did not."""
    try:
        config = read_model(args.config, RunConfig) if args.config else RunConfig()
        if args.method is not None:
            config = config.model_copy(update={"method": args.method})
        bands = parse_bands(args.bands)
        deliver({"ok": True, **inspect(args.base, config, args.classes, bands)}, args.result)
    except Exception as error:
        return report(from_exception(error), args.result)
    return 0


def parse_bands(text: str | None) -> list[str] | None:
    """Reads names with commas between them, or a JSON list, as names may hold commas."""
    if not text:
        return None
    return [str(name) for name in json.loads(text)] if text.startswith("[") else text.split(",")


def inspect(
    base: str, config: RunConfig, classes: int, band_names: list[str] | None
) -> dict[str, Any]:
    """Builds the model and its adapters without weights, and counts.

    Returns:
        architecture, method, totalParameters, trainableParameters, moduleCount, `modules` (those
        that got an adapter: name with `*` for numbers, count, which numbers, width in and out,
        trained parameters) and `whole` (parts that are trained as they are: name, parameters).

    Raises:
        TrainerError: Nothing matches, or the method does not suit the model.
    """
    import torch

    from trainer.adapt.registry import apply_method
    from trainer.backbones import vision
    from trainer.backbones.registry import load_backbone
    from trainer.backbones.shapes import shapes_only
    from trainer.backbones.stem import fit_stem, match_bands

    vision.quiet()
    torch.manual_seed(config.seed)
    with shapes_only():
        names = [str(index) for index in range(classes)]
        classifier = load_backbone(base, names, config.seed, config.pooling)
        if band_names is not None:
            fit_stem(classifier, match_bands(band_names, classifier.facts))
        targets = apply_method(classifier, config)
    trained, total = classifier.count_parameters()
    modules = group_modules(classifier.base_body(), targets)
    whole = list_whole(classifier) if config.method != "full" else []
    counted = sum(item["parameters"] for item in [*modules, *whole])
    if config.method == "full" or trained > counted:  # such as offsets of all layers
        name = "all" if config.method == "full" else "biases"
        whole.append({"name": name, "parameters": trained - counted})
    return {
        "architecture": type(classifier.base_body()).__name__,
        "method": config.method,
        "totalParameters": total,
        "trainableParameters": trained,
        "moduleCount": len(targets),
        "modules": modules,
        "whole": whole,
    }


def group_modules(body: nn.Module, targets: list[str]) -> list[dict[str, Any]]:
    """Lists layers with an adapter, those that differ in numbers only as one."""
    groups: dict[tuple[str, int | None, int | None], dict[str, Any]] = {}
    for name in targets:
        module = body.get_submodule(name)
        layer: Any = getattr(module, "base_layer", module)
        width_in, width_out = (
            getattr(layer, "in_features", None),
            getattr(layer, "out_features", None),
        )
        key = (NUMBER.sub("*", name), width_in, width_out)
        group = groups.setdefault(
            key,
            {
                "name": key[0],
                "count": 0,
                "places": [],
                "inFeatures": width_in,
                "outFeatures": width_out,
                "parameters": 0,
            },
        )
        group["count"] += 1
        group["places"].append(".".join(NUMBER.findall(name)))
        group["parameters"] += count_trained(module)
    return list(groups.values())


def list_whole(classifier: TileClassifier) -> list[dict[str, Any]]:
    """Lists what every method trains as it is: head, last norm, a new stem."""
    body = classifier.base_body()
    parts = {name: body.get_submodule(name) for name in classifier.trained_whole()}
    if classifier.own_head is not None:
        parts["head"] = classifier.own_head
    counted = [{"name": name, "parameters": count_trained(part)} for name, part in parts.items()]
    return [item for item in counted if item["parameters"]]


def count_trained(module: nn.Module) -> int:
    """Counts the parameters of a module that are trained."""
    return sum(value.numel() for value in module.parameters() if value.requires_grad)
