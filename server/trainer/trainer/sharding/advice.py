"""What a person should know about a divided run before it begins."""

from __future__ import annotations

import torch
from torch import nn

from trainer.contract.run_spec import RunConfig
from trainer.contract.sentences import SentenceKey
from trainer.sentences import Value
from trainer.sharding.world import World


def sharding_advice(
    model: nn.Module, config: RunConfig, device: torch.device, world: World
) -> list[tuple[SentenceKey, dict[str, Value]]]:
    """Returns sentences and their values."""
    found: list[tuple[SentenceKey, dict[str, Value]]] = []
    sharding = config.sharding
    if sharding.kind == "none":
        return found
    if sharding.offload_optimizer or sharding.offload_parameters:
        if device.type == "cpu":
            found.append(("trainer.warnings.offload_on_cpu", {}))
        else:
            found.append(("trainer.warnings.offload_is_slow", {}))
    if world.size > 1 and has_batch_norm(model):
        found.append(("trainer.warnings.batch_norm_per_process", {"count": world.size}))
    return found


def has_batch_norm(model: nn.Module) -> bool:
    """Tells whether statistics of a batch are trained: each process would see its own part."""
    return any(
        isinstance(module, nn.modules.batchnorm._BatchNorm)
        and any(value.requires_grad for value in module.parameters())
        for module in model.modules()
    )
