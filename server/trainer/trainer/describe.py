"""`describe-model`: what a base model is made of, for the form that starts a run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from trainer.job import deliver, report
from trainer.job_errors import from_exception


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `describe-model`."""
    parser.add_argument("--base", required=True, help="starter, a model folder, or a hub id")
    parser.add_argument("--result", type=Path, help="file that receives the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Describes the model; 0 when it worked, 2 when it did not."""
    try:
        deliver({"ok": True, **describe(args.base)}, args.result)
    except Exception as error:
        return report(from_exception(error), args.result)
    return 0


def describe(base: str) -> dict[str, Any]:
    """Looks at a model's configuration; its weights are neither read nor allocated.

    Returns:
        architecture, parameters, linearModules (name ending, count, and input plus output widths
        summed over the layers: LoRA trains r times as many weights), inputSizePx, channels,
        channelNames, mean, std, autoTargets (endings that LoRA takes by default),
        attentionTargets, gradientCheckpointing, poolings (the first is the default; empty where
        the model pools as it likes), visionTower (whether it is the part of a vision-language
        model that is trained).
    """
    from trainer.adapt.targets import choose, count_endings, in_blocks, last_part, linear_layers
    from trainer.backbones import vision
    from trainer.backbones.facts import read_config, read_facts
    from trainer.backbones.families import find_family
    from trainer.backbones.starter import STARTER_FOLDER

    vision.quiet()
    path = str(STARTER_FOLDER) if base == "starter" else base
    config = read_config(path)
    facts = read_facts(path, config)
    body, head = vision.weightless(config)
    poolings = find_family(config).poolings
    linear = linear_layers(body, [head] if head is not None else [])
    inside = in_blocks(linear)
    widths: dict[str, int] = {}
    for name in linear:
        layer = body.get_submodule(name)
        ending = last_part(name)
        widths[ending] = widths.get(ending, 0) + layer.in_features + layer.out_features
    return {
        "architecture": type(body).__name__,
        "parameters": sum(value.numel() for value in body.parameters()),
        "linearModules": [
            {"name": name, "count": count, "widthSum": widths[name]}
            for name, count in count_endings(linear).items()
        ],
        "inputSizePx": facts.input_size_px,
        "channels": facts.channels,
        "channelNames": facts.channel_names,
        "mean": facts.mean,
        "std": facts.std,
        "autoTargets": list(count_endings(choose(inside, "auto"))),
        "attentionTargets": list(count_endings(choose(inside, "attention"))),
        "gradientCheckpointing": bool(getattr(body, "supports_gradient_checkpointing", False)),
        "poolings": [pooling for pooling in poolings if pooling != "own"],
        "visionTower": vision.has_tower(config) and head is None,
    }
