"""Which Linear layers get an adapter, found in the model itself.

Names of attention layers change between families and between versions of transformers
(`query` became `q_proj` in 5.10), and PEFT has no defaults for vision models.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Literal

from torch import nn

from trainer.errors import TrainerError

Choice = Literal["auto", "attention", "all-linear"] | Sequence[str]

QUERY_AND_VALUE = {"q_proj", "v_proj", "query", "value", "q", "v", "to_q", "to_v"}
# One matrix for query, key and value: adapting it is the nearest there is.
FUSED = {"qkv", "qkv_proj", "in_proj", "c_attn", "Wqkv"}
ATTENTION_PATH = re.compile(r"attn|attention", re.IGNORECASE)
IN_BLOCK = re.compile(r"\.\d+\.")
KEY_AND_VALUE = {"k_proj", "v_proj", "key", "value", "k", "v", "to_k", "to_v"}
SECOND_OF_MLP = {"fc2", "down_proj", "pwconv2", "linear2", "lin2", "w2", "weights_out", "c_proj"}
# BERT and its kin call it `output.dense`, and that of attention `attention.output.dense`.
SECOND_DENSE = re.compile(r"(^|\.)output\.dense$")
NORM_CLASS = re.compile(r"(LayerNorm|RMSNorm|GroupNorm)$")


def find_targets(
    model: nn.Module,
    choice: Choice,
    excluded: Sequence[str],
    layers: Sequence[int] | None = None,
) -> list[str]:
    """Returns the full names of the layers to adapt, in the model's order.

    Args:
        model: Model in transformers format.
        choice: `auto` takes query and value of attention where they exist, else every Linear
            layer inside the blocks; `attention` takes all Linear layers of attention;
            `all-linear` every one inside the blocks; a list is matched against name endings,
            where `*` stands for anything.
        excluded: Names of modules that are trained whole (head, norm, stem).
        layers: Numbers of the blocks, from 0, that are adapted; None takes all.

    Raises:
        TrainerError: Nothing matches; the message names the Linear layers there are.
    """
    linear = linear_layers(model, excluded)
    inside = in_blocks(linear)
    if isinstance(choice, str):
        found = choose(inside, choice)
    else:
        found = [name for name in linear if any(matches(name, wanted) for wanted in choice)]
    if not found:
        raise no_match(choice, linear)
    return in_chosen_blocks(model, found, layers)


def find_norms(
    model: nn.Module, excluded: Sequence[str], layers: Sequence[int] | None = None
) -> list[str]:
    """Returns the names of the norms that keep no statistics of other tiles, in order.

    Raises:
        TrainerError: There is none, as in a network with batch norms.
    """
    found = [
        name
        for name, module in model.named_modules()
        if NORM_CLASS.search(type(module).__name__)
        and getattr(module, "weight", None) is not None
        and not is_under(name, excluded)
    ]
    if not found:
        raise TrainerError(
            "unsupported", "trainer.training.noNorms", architecture=type(model).__name__
        )
    return in_chosen_blocks(model, found, layers)


def in_chosen_blocks(model: nn.Module, names: list[str], layers: Sequence[int] | None) -> list[str]:
    """Returns the names that lie in the chosen blocks.

    Raises:
        TrainerError: There is no block of that number, or none of the names lies in one.
    """
    if layers is None:
        return names
    blocks = list(dict.fromkeys(block_of(model, name) for name in all_in_blocks(model)))
    wrong = [number for number in layers if number >= len(blocks)]
    chosen = {blocks[number] for number in layers if number < len(blocks)}
    found = [name for name in names if block_of(model, name) in chosen]
    if wrong or not found:
        raise TrainerError(
            "invalid_input",
            "trainer.training.noSuchBlock",
            wanted=[str(number) for number in wrong or layers],
            count=len(blocks),
            last=len(blocks) - 1,
        )
    return found


def all_in_blocks(model: nn.Module) -> list[str]:
    """Returns the names of all Linear layers and norms that lie in a block, in order."""
    return [
        name
        for name, module in model.named_modules()
        if (isinstance(module, nn.Linear) or NORM_CLASS.search(type(module).__name__))
        and block_of(model, name) is not None
    ]


def block_of(model: nn.Module, name: str) -> str | None:
    """Returns the name of the innermost block around a layer: an element of a ModuleList."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        parent = model.get_submodule(".".join(parts[: end - 1]))
        if parts[end - 1].isdigit() and isinstance(parent, nn.ModuleList):
            return ".".join(parts[:end])
    return None


def keys_values_and_mlp(names: Sequence[str]) -> list[str]:
    """Returns keys and values of attention and the second layers of MLPs, by full names."""
    inside = in_blocks(names)
    pair = [name for name in inside if last_part(name) in KEY_AND_VALUE]
    fused = [name for name in inside if last_part(name) in FUSED]
    wanted = {*(pair or fused), *(name for name in inside if is_second_of_mlp(name))}
    return [name for name in inside if name in wanted]


def is_second_of_mlp(name: str) -> bool:
    """Tells whether a layer is the one that leads out of a block's MLP."""
    if ATTENTION_PATH.search(name):
        return False
    return last_part(name) in SECOND_OF_MLP or SECOND_DENSE.search(name) is not None


def choose(inside: list[str], choice: str) -> list[str]:
    """Applies one of the three named choices to the Linear layers of the blocks."""
    if choice == "all-linear":
        return inside
    if choice == "attention":
        return [name for name in inside if ATTENTION_PATH.search(name)]
    pair = [name for name in inside if last_part(name) in QUERY_AND_VALUE]
    fused = [name for name in inside if last_part(name) in FUSED]
    return pair or fused or inside


def linear_layers(model: nn.Module, excluded: Sequence[str]) -> list[str]:
    """Returns the names of all Linear layers outside the excluded modules."""
    return [
        name
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear) and not is_under(name, excluded)
    ]


def is_under(name: str, parts: Sequence[str]) -> bool:
    """Tells whether a module is one of some others, or lies within one."""
    return any(name == part or name.startswith(f"{part}.") for part in parts)


def in_blocks(names: Sequence[str]) -> list[str]:
    """Returns the names that lie in a numbered block, such as `layers.3.`."""
    return [name for name in names if IN_BLOCK.search(f".{name}")]


def count_endings(names: Sequence[str]) -> dict[str, int]:
    """Counts layers by the last part of their name, such as `{"q_proj": 12}`."""
    return dict(Counter(last_part(name) for name in names))


def matches(name: str, wanted: str) -> bool:
    """Tells whether a name is, or ends with, what was asked for; whole parts only."""
    if "*" in wanted:
        return fnmatchcase(name, wanted) or fnmatchcase(name, f"*.{wanted}")
    return name == wanted or name.endswith(f".{wanted}")


def last_part(name: str) -> str:
    """Returns the part after the last dot."""
    return name.rsplit(".", 1)[-1]


def no_match(choice: Choice, linear: list[str]) -> TrainerError:
    """Explains what was looked for and what is there."""
    wanted = choice if isinstance(choice, str) else list(choice)
    endings = count_endings(linear)
    if not endings:
        return TrainerError("unsupported", "trainer.training.noLinearLayers", wanted=wanted)
    found = [f"{name} ({count})" for name, count in endings.items()]
    return TrainerError(
        "invalid_input", "trainer.training.layersNotFound", wanted=wanted, found=found
    )
