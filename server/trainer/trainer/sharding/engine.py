"""What the training loop asks of a way to divide a run, and the way of one process and of DDP."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig
from trainer.sharding.world import World

Forward = Callable[[Tensor], Tensor]


class Engine(Protocol):
    """A model that can be trained, however it is divided.

    Every method but `set_rate` and `follow` must be called by all processes at once.
    """

    forward: Forward

    def set_rate(self, rate: float) -> None:
        """Sets the learning rate of the next step."""
        ...

    def accumulate(self, last: bool) -> AbstractContextManager[Any]:
        """Surrounds forward and backward of a batch; `last` of those that make one step."""
        ...

    def backward(self, loss: Tensor) -> None:
        """Adds the gradient of a part of the loss; parts of all processes add up."""
        ...

    def step(self, loss_value: float) -> float:
        """Changes the weights; returns the gradient's norm before clipping.

        Args:
            loss_value: Of the whole step; when it is not finite the weights stay as they are.
        """
        ...

    def follow(self, total_steps: int) -> None:
        """Lets the method watch the steps, where it does something beside the optimizer."""
        ...

    def trained_state(self) -> dict[str, Tensor]:
        """Returns everything that training changes, whole, by name."""
        ...

    def optimizer_state(self) -> dict[str, Any]:
        """Returns what `load_optimizer` needs to go on exactly."""
        ...

    def load_optimizer(self, state: dict[str, Any]) -> None:
        """Puts that back."""
        ...


class PlainEngine:
    """The whole model in every process; with several, DDP adds up their gradients."""

    def __init__(
        self,
        classifier: TileClassifier,
        optimizer: torch.optim.Optimizer,
        scaler: torch.amp.GradScaler,
        clip: float,
        parallel: Any = None,
        size: int = 1,
    ) -> None:
        """`clip` is the largest gradient norm, 0 for none; `parallel` the classifier in DDP."""
        self.forward: Forward = parallel if parallel is not None else classifier
        self._classifier = classifier
        self._optimizer = optimizer
        self._scaler = scaler
        self._limit = clip or math.inf
        self._parallel = parallel
        self._size = size

    def set_rate(self, rate: float) -> None:
        """See Engine."""
        for group in self._optimizer.param_groups:
            group["lr"] = rate

    def accumulate(self, last: bool) -> AbstractContextManager[Any]:
        """See Engine."""
        if self._parallel is None or last:
            return nullcontext()
        waiting: AbstractContextManager[Any] = self._parallel.no_sync()
        return waiting

    def backward(self, loss: Tensor) -> None:
        """See Engine. DDP averages over processes, so the parts are made larger by their number."""
        whole = loss if self._size == 1 else loss * self._size
        self._scaler.scale(whole).backward()

    def step(self, loss_value: float) -> float:
        """See Engine."""
        self._scaler.unscale_(self._optimizer)
        trained = [value for value in self._classifier.parameters() if value.requires_grad]
        norm_value = float(nn.utils.clip_grad_norm_(trained, self._limit))
        finite = math.isfinite(loss_value) and math.isfinite(norm_value)
        if finite or self._scaler.is_enabled():
            self._scaler.step(self._optimizer)  # in fp16 the scaler leaves out what is not finite
            self._scaler.update()
        self._optimizer.zero_grad(set_to_none=True)
        return norm_value

    def follow(self, total_steps: int) -> None:
        """See Engine. Processes of DDP have the same gradients, so each method step is the same."""
        self._classifier.follow(self._optimizer, total_steps)

    def trained_state(self) -> dict[str, Tensor]:
        """See Engine."""
        return self._classifier.trained_state()

    def optimizer_state(self) -> dict[str, Any]:
        """See Engine."""
        return {"optimizer": self._optimizer.state_dict(), "scaler": self._scaler.state_dict()}

    def load_optimizer(self, state: dict[str, Any]) -> None:
        """See Engine."""
        self._optimizer.load_state_dict(state["optimizer"])
        self._scaler.load_state_dict(state["scaler"])


def make_engine(
    classifier: TileClassifier,
    config: RunConfig,
    device: torch.device,
    precision: torch.dtype,
    world: World,
) -> Engine:
    """Divides the model as the run asks for; see the modules of each way."""
    kind = config.sharding.kind
    if kind == "fsdp2":
        from trainer.sharding.fsdp import FsdpEngine

        return FsdpEngine(classifier, config, device, world)
    if kind in ("zero1", "zero2", "zero3"):
        from trainer.sharding.zero import ZeroEngine

        return ZeroEngine(classifier, config, device, precision, world)
    optimizer = make_optimizer(classifier, config)
    scaler = torch.amp.GradScaler(device.type, enabled=precision == torch.float16)
    parallel = None
    if kind == "ddp":
        from trainer.sharding.ddp import in_parallel

        parallel = in_parallel(classifier, device)
    return PlainEngine(classifier, optimizer, scaler, config.gradient_clip, parallel, world.size)


def make_optimizer(classifier: TileClassifier, config: RunConfig) -> torch.optim.AdamW:
    """AdamW; offsets, norms and other vectors get no weight decay."""
    groups = [
        {"params": values, "weight_decay": decay}
        for values, decay in optimizer_groups(classifier, config.weight_decay)
    ]
    return torch.optim.AdamW(groups, lr=config.learning_rate, fused=True)


def optimizer_groups(
    classifier: TileClassifier, weight_decay: float
) -> list[tuple[list[nn.Parameter], float]]:
    """Returns the trained weights, matrices and vectors apart, with their weight decay."""
    matrices: list[nn.Parameter] = []
    vectors: list[nn.Parameter] = []
    for value in classifier.parameters():
        if value.requires_grad:
            is_matrix = sum(side > 1 for side in value.shape) > 1
            (matrices if is_matrix else vectors).append(value)
    groups = [(matrices, weight_decay), (vectors, 0.0)]
    return [(values, decay) for values, decay in groups if values]
