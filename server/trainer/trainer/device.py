"""Chooses where a run computes and in which precision."""

from __future__ import annotations

import platform
from typing import Literal

import torch

from trainer.contract.run_spec import RunConfig
from trainer.contract.trainer_events import TrainerEnvironment
from trainer.errors import TrainerError


def choose_device(wanted: Literal["auto", "cpu", "cuda"]) -> torch.device:
    """Returns the device of a run; `auto` takes the GPU where there is one."""
    has_gpu = torch.cuda.is_available()
    if wanted == "cuda" and not has_gpu:
        raise TrainerError("unsupported", "trainer.training.noGpu")
    return torch.device("cuda" if has_gpu and wanted != "cpu" else "cpu")


def choose_precision(config: RunConfig, device: torch.device) -> torch.dtype:
    """Returns the type of the forward pass; trained weights are float32 in any case."""
    if config.precision == "fp32":
        return torch.float32
    if config.precision == "fp16":
        if device.type != "cuda":
            raise TrainerError("unsupported", "trainer.training.fp16NeedsGpu")
        return torch.float16
    if device.type == "cuda" and not torch.cuda.is_bf16_supported():
        raise TrainerError(
            "unsupported", "trainer.training.noBf16", device=torch.cuda.get_device_name(device)
        )
    return torch.bfloat16


def describe_environment(device: torch.device) -> TrainerEnvironment:
    """Returns the versions and the device that a result depends on."""
    from importlib.metadata import PackageNotFoundError, version

    def find(name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    return TrainerEnvironment(
        python=platform.python_version(),
        torch=torch.__version__,
        transformers=find("transformers") or "missing",
        peft=find("peft"),
        device=torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu",
        threads=torch.get_num_threads(),
    )
