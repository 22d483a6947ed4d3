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
        attentionTargets, gradientCheckpointing.
    """
    import torch
    from transformers import AutoModel, AutoModelForImageClassification
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING

    from trainer.adapt.targets import choose, count_endings, in_blocks, last_part, linear_layers
    from trainer.backbones import vision
    from trainer.backbones.starter import STARTER_FOLDER

    vision.quiet()
    path = str(STARTER_FOLDER) if base == "starter" else base
    config = vision.read_config(path)
    facts = vision.read_facts(path, config)
    classifies = type(config) in MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING
    loader = AutoModelForImageClassification if classifies else AutoModel
    with torch.device("meta"):
        body = loader.from_config(config)
    head = vision.head_child(body) if classifies else None
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
    }
