"""FSDP2: PyTorch divides weights, gradients and optimizer over the processes, block by block."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig
from trainer.errors import TrainerError
from trainer.sharding.engine import Forward, optimizer_groups
from trainer.sharding.whole import check_whole, diverged, optimizer_record, whole_shapes
from trainer.sharding.world import World


class FsdpEngine:
    """The classifier in FSDP2; with offload, weights and optimizer live in the machine's memory."""

    def __init__(
        self, classifier: TileClassifier, config: RunConfig, device: torch.device, world: World
    ) -> None:
        self._classifier = classifier
        self._config = config
        self._size = world.size
        self._shapes = whole_shapes(classifier)
        before = {
            name: value.detach().clone() for name, value in classifier.trained_state().items()
        }
        divide(classifier, device, world.size, config.sharding.offload_parameters)
        self.forward: Forward = classifier
        groups = [
            {"params": values, "weight_decay": decay}
            for values, decay in optimizer_groups(classifier, config.weight_decay)
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=config.learning_rate, fused=True)
        check_whole(self.trained_state(), self._shapes, before)

    def set_rate(self, rate: float) -> None:
        """See Engine."""
        for group in self._optimizer.param_groups:
            group["lr"] = rate

    def accumulate(self, last: bool) -> AbstractContextManager[Any]:
        """See Engine. Gradients are divided after every batch; whole ones would not fit."""
        return nullcontext()

    def backward(self, loss: Tensor) -> None:
        """See Engine. FSDP averages over processes."""
        (loss * self._size).backward()

    def step(self, loss_value: float) -> float:
        """See Engine."""
        trained = [value for value in self._classifier.parameters() if value.requires_grad]
        limit = self._config.gradient_clip or math.inf
        norm_value = float(full(nn.utils.clip_grad_norm_(trained, limit)))
        if not (math.isfinite(loss_value) and math.isfinite(norm_value)):
            raise diverged()
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return norm_value

    def follow(self, total_steps: int) -> None:
        """See Engine. Methods that would have to are refused before (`lead.check_settings`)."""

    def trained_state(self) -> dict[str, Tensor]:
        """See Engine."""
        state = {
            name: full(value.detach()).cpu()
            for name, value in self._classifier.trained_state().items()
        }
        check_whole(state, self._shapes)
        return state

    def optimizer_state(self) -> dict[str, Any]:
        """See Engine. Whole tensors, laid out as a run of one process does."""
        state = self._optimizer.state_dict()
        whole = {
            number: {key: full(value).cpu() for key, value in values.items()}
            for number, values in state["state"].items()
        }
        return optimizer_record(whole, state["param_groups"])

    def load_optimizer(self, state: dict[str, Any]) -> None:
        """See Engine."""
        from torch.distributed.tensor import DTensor, distribute_tensor

        trained = [value for group in self._optimizer.param_groups for value in group["params"]]
        saved = state["optimizer"]["state"]
        parts: dict[int, dict[str, Any]] = {}
        for number, value in enumerate(trained):
            parts[number] = {}
            for key, tensor in saved.get(number, {}).items():
                own = isinstance(value, DTensor) and tensor.ndim > 0
                parts[number][key] = (
                    distribute_tensor(
                        tensor.to(value.device_mesh.device_type),
                        value.device_mesh,
                        value.placements,
                    ).to(value.device)
                    if own
                    else tensor
                )
        present = self._optimizer.state_dict()
        kept = {number: values for number, values in parts.items() if values}
        self._optimizer.load_state_dict({**present, "state": kept})


def divide(classifier: TileClassifier, device: torch.device, size: int, offload: bool) -> None:
    """Divides every block of the model, then what is left, over `size` processes.

    Raises:
        TrainerError: This PyTorch has no FSDP2.
    """
    try:
        from torch.distributed.device_mesh import init_device_mesh
        from torch.distributed.fsdp import CPUOffloadPolicy, OffloadPolicy, fully_shard
    except ImportError as error:
        raise TrainerError(
            "unsupported", "trainer.sharding.noFsdp", version=torch.__version__
        ) from error
    pinned = device.type == "cuda"
    options: dict[str, Any] = {
        "mesh": init_device_mesh(device.type, (size,)),
        "offload_policy": CPUOffloadPolicy(pin_memory=pinned) if offload else OffloadPolicy(),
    }
    for block in blocks(classifier):
        fully_shard(block, **options)
    fully_shard(classifier, **options)


def blocks(classifier: TileClassifier) -> list[nn.Module]:
    """Returns the repeated parts of the model: the members of its outermost lists of modules."""
    found: list[nn.Module] = []
    inside: set[nn.Module] = set()
    for module in classifier.modules():
        if isinstance(module, nn.ModuleList) and module not in inside:
            members = [child for child in module if any(True for _ in child.parameters())]
            found += members
            inside.update(part for member in members for part in member.modules())
    return found


def full(value: Any) -> Tensor:
    """Returns a divided tensor whole, any other as it is."""
    whole: Tensor = value.full_tensor() if hasattr(value, "full_tensor") else value
    return whole
