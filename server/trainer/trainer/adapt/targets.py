"""Which Linear layers get an adapter, found in the model itself.

Names of attention layers change between families and between versions of transformers
(`query` became `q_proj` in 5.10), and PEFT has no defaults for vision models.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from torch import nn

from trainer.errors import TrainerError

Choice = Literal["auto", "attention", "all-linear"] | Sequence[str]

QUERY_AND_VALUE = {"q_proj", "v_proj", "query", "value", "q", "v", "to_q", "to_v"}
# One matrix for query, key and value: adapting it is the nearest there is.
FUSED = {"qkv", "qkv_proj", "in_proj", "c_attn", "Wqkv"}
ATTENTION_PATH = re.compile(r"attn|attention", re.IGNORECASE)
IN_BLOCK = re.compile(r"\.\d+\.")


def find_targets(model: nn.Module, choice: Choice, excluded: Sequence[str]) -> list[str]:
    """Returns the full names of the layers to adapt, in the model's order.

    Args:
        model: Model in transformers format.
        choice: `auto` takes query and value of attention where they exist, else every Linear
            layer inside the blocks; `attention` takes all Linear layers of attention;
            `all-linear` every one inside the blocks; a list is matched against name endings.
        excluded: Names of modules that are trained whole (head, norm, stem).

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
    return found


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
        if isinstance(module, nn.Linear)
        and not any(name == part or name.startswith(f"{part}.") for part in excluded)
    ]


def in_blocks(names: Sequence[str]) -> list[str]:
    """Returns the names that lie in a numbered block, such as `layers.3.`."""
    return [name for name in names if IN_BLOCK.search(f".{name}")]


def count_endings(names: Sequence[str]) -> dict[str, int]:
    """Counts layers by the last part of their name, such as `{"q_proj": 12}`."""
    return dict(Counter(last_part(name) for name in names))


def matches(name: str, wanted: str) -> bool:
    """Tells whether a name is, or ends with, what was asked for; whole parts only."""
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
