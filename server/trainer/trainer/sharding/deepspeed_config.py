"""The DeepSpeed configuration of a run: generated, laid over by the person's own, checked.

`lib/deepspeed-config.ts` generates the same for the form; tests/deepspeed.json holds both to it.
"""

from __future__ import annotations

import importlib.metadata
import re
from typing import Any

from trainer.contract.run_spec import RunConfig
from trainer.errors import TrainerError

STAGES = {"zero1": 1, "zero2": 2, "zero3": 3}
# LoRA with recomputed activations under stage 3 failed before this one.
MIN_DEEPSPEED = (0, 19, 3)
# An extra of its own: only machines that divide models need it.
REQUIREMENTS_FILE = "requirements-deepspeed.txt"
# The loop relies on these; another value would train something else than the run says.
OWNED = (
    "train_batch_size",
    "train_micro_batch_size_per_gpu",
    "gradient_accumulation_steps",
    "gradient_clipping",
    "optimizer",
    "scheduler",
    "fp16",
    "bf16",
    "amp",
    "torch_autocast",
    "zero_force_ds_cpu_optimizer",
    "zero_optimization.stage",
    "zero_optimization.offload_optimizer.device",
    "zero_optimization.offload_param.device",
)
# Open doors in a shared studio: they write where they are told to, or send what they see.
REFUSED = (
    "tensorboard",
    "wandb",
    "comet",
    "csv_monitor",
    "flops_profiler",
    "autotuning",
    "aio",
    "nebula",
    "checkpoint",
    "data_efficiency",
    "compression_training",
    "sparse_attention",
    "elasticity",
    "hybrid_engine",
    "compile",
)


def find_deepspeed() -> str | None:
    """Returns the version of DeepSpeed, or None where it is not installed."""
    try:
        return importlib.metadata.version("deepspeed")
    except importlib.metadata.PackageNotFoundError:
        return None


def is_recent(version: str) -> bool:
    """Tells whether a version of DeepSpeed is new enough."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    return numbers >= MIN_DEEPSPEED


def require_deepspeed() -> None:
    """Refuses ZeRO where DeepSpeed is absent or too old.

    Raises:
        TrainerError: With what to install.
    """
    version = find_deepspeed()
    wanted = ".".join(str(part) for part in MIN_DEEPSPEED)
    if version is None:
        raise TrainerError(
            "unsupported", "trainer.sharding.deepspeedMissing", file=REQUIREMENTS_FILE
        )
    if not is_recent(version):
        raise TrainerError(
            "unsupported",
            "trainer.sharding.deepspeedOld",
            version=version,
            wanted=wanted,
            file=REQUIREMENTS_FILE,
        )


def generate_config(config: RunConfig, processes: int) -> dict[str, Any]:
    """Returns the configuration for so many processes, without the person's own settings."""
    sharding = config.sharding
    stage = STAGES[sharding.kind]
    zero: dict[str, Any] = {"stage": stage, "contiguous_gradients": True, "overlap_comm": False}
    if stage == 3:
        zero["stage3_param_persistence_threshold"] = 10_000
    if sharding.offload_optimizer:
        zero["offload_optimizer"] = {"device": "cpu", "pin_memory": config.device != "cpu"}
    if sharding.offload_parameters and stage == 3:
        zero["offload_param"] = {"device": "cpu", "pin_memory": config.device != "cpu"}
    return {
        "train_micro_batch_size_per_gpu": -(-config.batch_size // processes),
        "gradient_accumulation_steps": config.accumulation_steps,
        "gradient_clipping": config.gradient_clip,
        "zero_force_ds_cpu_optimizer": False,
        "steps_per_print": 1_000_000,
        "zero_optimization": zero,
    }


def resolve_config(config: RunConfig, processes: int) -> dict[str, Any]:
    """Returns the generated configuration with the person's own settings laid over it.

    Raises:
        TrainerError: A setting is one that the run decides itself, or is not allowed.
    """
    own = dict(config.sharding.deepspeed)
    for path in paths(own):
        if any(path == name or path.startswith(f"{name}.") for name in OWNED):
            raise TrainerError("invalid_input", "trainer.sharding.deepspeedOwned", setting=path)
        if path.partition(".")[0] in REFUSED or path.endswith("path"):
            raise TrainerError("invalid_input", "trainer.sharding.deepspeedRefused", setting=path)
    return merge(generate_config(config, processes), own)


def merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Returns `below` with the values of `above`, objects within objects merged alike."""
    merged = dict(below)
    for name, value in above.items():
        inner = merged.get(name)
        both = isinstance(value, dict) and isinstance(inner, dict)
        merged[name] = merge(inner, value) if both else value  # type: ignore[arg-type]
    return merged


def paths(settings: dict[str, Any], prefix: str = "") -> list[str]:
    """Returns the dotted paths of all values; an empty object is a value."""
    found: list[str] = []
    for name, value in settings.items():
        path = f"{prefix}{name}"
        found += paths(value, f"{path}.") if isinstance(value, dict) and value else [path]
    return found
