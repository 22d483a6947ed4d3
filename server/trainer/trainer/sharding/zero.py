"""ZeRO: DeepSpeed divides optimizer (1), gradients (2) and weights (3) over the processes.

Weights stay in float32 and the forward pass computes in the run's precision, as everywhere else.
The optimizer is PyTorch's AdamW also where it is offloaded: it computes the same as in a run of
one process, and needs no compiler, which DeepSpeed's own does (minutes at first use).
"""

from __future__ import annotations

import logging
import math
import os
import warnings
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig
from trainer.sharding.deepspeed_config import resolve_config
from trainer.sharding.engine import Forward, optimizer_groups
from trainer.sharding.whole import check_whole, diverged, optimizer_record, whole_shapes
from trainer.sharding.world import World

MOMENTS = ("exp_avg", "exp_avg_sq")
# A kernel for sums between CPU processes, compiled at first use; gloo does the same.
SHARED_MEMORY_OP = "deepspeed_shm_comm"


class InPrecision(nn.Module):
    """Computes in half precision inside, because DeepSpeed turns off what is around it."""

    def __init__(self, classifier: TileClassifier, kind: str, precision: torch.dtype) -> None:
        super().__init__()
        self.classifier = classifier
        self._kind = kind
        self._half = precision if precision != torch.float32 else None

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """Images `[B, bands, size, size]` to logits `[B, K]`."""
        half = self._half or torch.bfloat16
        with torch.autocast(self._kind, dtype=half, enabled=self._half is not None):
            logits: Tensor = self.classifier(image_BCHW)
        return logits


class ZeroEngine:
    """The classifier in a DeepSpeed engine."""

    def __init__(
        self,
        classifier: TileClassifier,
        config: RunConfig,
        device: torch.device,
        precision: torch.dtype,
        world: World,
    ) -> None:
        deepspeed = load_deepspeed(device)
        self._classifier = classifier
        self._world = world
        self._steps = 0
        self._shapes = whole_shapes(classifier)
        before = {
            name: value.detach().clone() for name, value in classifier.trained_state().items()
        }
        # Some versions begin with a step of their own: at rate 0 it changes nothing.
        optimizer = torch.optim.AdamW(
            [
                {"params": values, "weight_decay": decay}
                for values, decay in optimizer_groups(classifier, config.weight_decay)
            ],
            lr=0.0,
            fused=True,
        )
        self._groups = optimizer.state_dict()["param_groups"]
        self._trained = [value for group in optimizer.param_groups for value in group["params"]]
        self._engine: Any = deepspeed.initialize(
            model=InPrecision(classifier, device.type, precision),
            optimizer=optimizer,
            config=resolve_config(config, world.size),
        )[0]
        self._begin_states()
        self.forward: Forward = self._engine
        check_whole(self.trained_state(), self._shapes, before)

    def set_rate(self, rate: float) -> None:
        """See Engine."""
        for group in self._engine.optimizer.param_groups:
            group["lr"] = rate

    def accumulate(self, last: bool) -> AbstractContextManager[Any]:
        """See Engine."""
        self._engine.set_gradient_accumulation_boundary(last)
        return nullcontext()

    def backward(self, loss: Tensor) -> None:
        """See Engine. DeepSpeed averages over processes."""
        self._engine.backward(loss * self._world.size, scale_wrt_gas=False)

    def step(self, loss_value: float) -> float:
        """See Engine."""
        if not math.isfinite(loss_value):
            raise diverged()
        self._engine.step()
        norm_value = float(self._engine.get_global_grad_norm() or 0.0)
        if not math.isfinite(norm_value):
            raise diverged()
        self._steps += 1
        return norm_value

    def follow(self, total_steps: int) -> None:
        """See Engine. Methods that would have to are refused before (`lead.check_settings`)."""

    def trained_state(self) -> dict[str, Tensor]:
        """See Engine."""
        from deepspeed.utils import safe_get_full_fp32_param

        state = {
            name: value.detach().cpu() for name, value in self._classifier.trained_state().items()
        }
        for name, value in self._classifier.named_parameters():
            if name in self._shapes:
                state[name] = safe_get_full_fp32_param(value).detach().cpu().clone()
        check_whole(state, self._shapes)
        return state

    def optimizer_state(self) -> dict[str, Any]:
        """See Engine. Whole tensors, laid out as a run of one process does."""
        from deepspeed.utils import safe_get_full_optimizer_state

        state: dict[int, dict[str, Tensor]] = {}
        for number, value in enumerate(self._trained):
            state[number] = {"step": torch.tensor(float(self._steps))}
            for key in MOMENTS:
                whole = safe_get_full_optimizer_state(value, key)
                state[number][key] = whole.detach().cpu().clone()
        return optimizer_record(state, self._groups)

    def load_optimizer(self, state: dict[str, Any]) -> None:
        """See Engine."""
        saved = state["optimizer"]["state"]
        for number, value in enumerate(self._trained):
            for key in MOMENTS:
                set_state(value, saved[number][key], key, self._world)
        self._steps = int(saved[0]["step"])
        for values in self._engine.optimizer.optimizer.state.values():
            values["step"].fill_(float(self._steps))

    def _begin_states(self) -> None:
        """Makes empty moments, which DeepSpeed leaves to the first step.

        So they can be loaded before it. In stages 1 and 2 DeepSpeed also looks for the moments of
        all groups right after the first group's step, and never finds those of the others.
        """
        divided = self._engine.optimizer
        inner = divided.optimizer
        flats = getattr(divided, "fp32_partitioned_groups_flat", None)
        for flat in flats or divided.single_partition_of_fp32_groups:
            if not inner.state[flat]:
                inner.state[flat] = {
                    "step": torch.zeros((), dtype=torch.float32, device=flat.device),
                    **{key: torch.zeros_like(flat, requires_grad=False) for key in MOMENTS},
                }
        if not flats:
            divided._lazy_init_hp_params_optimizer_state()


def set_state(value: Any, whole: Tensor, key: str, world: World) -> None:
    """Gives a weight its moment from the whole one.

    Under stage 3 by this process's own part: DeepSpeed fails to cut a whole one that cannot be
    divided evenly, such as the three offsets of a head over two processes.
    """
    from deepspeed.utils import safe_set_full_optimizer_state, safe_set_local_optimizer_state

    if not hasattr(value, "ds_tensor"):
        safe_set_full_optimizer_state(value, whole, key)
        return
    size = value.ds_tensor.numel()
    padded = torch.zeros(size * world.size)
    padded[: whole.numel()] = whole.flatten()
    own = padded[world.rank * size : (world.rank + 1) * size]
    safe_set_local_optimizer_state(value, own, key)


def load_deepspeed(device: torch.device) -> Any:
    """Imports DeepSpeed for this device, without its notes and without a compiler."""
    if device.type == "cpu":
        os.environ["DS_ACCELERATOR"] = "cpu"
    warnings.filterwarnings("ignore", category=FutureWarning, module="torch.distributed")
    import deepspeed

    for name in ("DeepSpeed", "deepspeed"):
        logging.getLogger(name).setLevel(logging.ERROR)
    if device.type == "cpu":
        deepspeed.ops.__compatible_ops__[SHARED_MEMORY_OP] = False
    return deepspeed
