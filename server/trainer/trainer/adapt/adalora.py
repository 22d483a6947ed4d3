"""AdaLoRA (Zhang et al. 2023, arXiv 2303.10512): ranks are taken from layers that need them least.

Every adapter is a small singular value decomposition, P diag(E) Q. It begins with a larger rank
than asked for; while training goes on, singular values that matter least over all layers are set
to zero, until the mean rank is the one asked for. PEFT measures and chooses; what it remembers
between steps is kept in buffers here, so that a resumed run goes on exactly as it would have.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from trainer.adapt.wrap import chosen_targets, wrap
from trainer.backbones.classifier import StepFollower, TileClassifier
from trainer.contract.run_spec import AdaloraConfig, RunConfig
from trainer.errors import TrainerError

# Below this nothing is known of the weights that would be taken away.
FEWEST_STEPS = 4


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Wraps the body in adapters of adaptive rank; returns the layers that got one."""
    from peft import AdaLoraConfig

    first, wanted = config.adalora.initial_r, config.lora.r
    if first <= wanted:
        raise TrainerError(
            "invalid_input", "trainer.training.initialRankTooSmall", first=first, wanted=wanted
        )
    targets = chosen_targets(classifier, config)
    options = AdaLoraConfig(
        init_r=first,
        target_r=wanted,
        lora_alpha=config.lora.alpha,
        lora_dropout=config.lora.dropout,
        bias=config.lora.bias,
        target_modules=targets,
        total_step=1,  # known when training begins: RankBudget.follow
    )
    wrap(classifier, config, options)
    classifier.follower = RankBudget(classifier.body.base_model, config.adalora)
    return targets


class RankBudget(StepFollower):
    """Looks at every step of the optimizer and takes ranks away.

    Buffers `importance_<i>` and `uncertainty_<i>` smooth what each adapter weight does to the loss
    (equations 9 and 10 of the paper); `kept_<i>` says which singular values are left; `steps`
    counts. They are saved with the trained weights.
    """

    steps: Tensor

    def __init__(self, model: Any, settings: AdaloraConfig) -> None:
        super().__init__()
        # In a tuple: a child module would bring all weights of the body a second time.
        self._model = (model,)
        self._settings = settings
        self._total = self._warmup = self._settle = 0
        self._names = [name for name, _ in adapter_weights(model)]
        self.register_buffer("steps", torch.zeros((), dtype=torch.int64))
        for index, (name, value) in enumerate(adapter_weights(model)):
            self.register_buffer(f"importance_{index}", torch.zeros_like(value))
            self.register_buffer(f"uncertainty_{index}", torch.zeros_like(value))
            if "lora_E" in name:
                kept = torch.ones_like(value, dtype=torch.bool)
                self.register_buffer(f"kept_{index}", kept)

    def follow(self, optimizer: torch.optim.Optimizer, total_steps: int) -> None:
        """Is called from now on before and after every step that the optimizer takes."""
        self._total = total_steps
        self._warmup = round(self._settings.warmup_ratio * total_steps)
        self._settle = round(self._settings.settle_ratio * total_steps)
        options = self._model[0].peft_config["default"]
        options.total_step, options.tinit, options.tfinal = total_steps, self._warmup, self._settle
        optimizer.register_step_pre_hook(lambda *_: self.add_penalty())
        optimizer.register_step_post_hook(lambda *_: self.after_step())

    def add_penalty(self) -> None:
        """Adds the gradient of |P'P - I| + |QQ' - I|, the mean over all matrices (equation 4).

        It is added to the gradients, not to the loss, so that the curves of AdaLoRA compare with
        those of other methods; and after they were clipped.
        """
        weight = self._settings.orthogonality
        matrices = [
            value for name, value in adapter_weights(self._model[0]) if "lora_E" not in name
        ]
        if weight == 0 or not matrices:
            return
        with torch.enable_grad():
            distances = [distance_from_orthogonal(value) for value in matrices]
            penalty = torch.stack(distances).mean() * weight
            gradients = torch.autograd.grad(penalty, matrices)
        for value, gradient in zip(matrices, gradients, strict=True):
            value.grad = gradient if value.grad is None else value.grad.add_(gradient)

    def after_step(self) -> None:
        """Measures, and takes ranks away when it is time."""
        self.steps += 1
        step = int(self.steps)
        if self._total < FEWEST_STEPS:
            return
        allocator, model = self._model[0].rankallocator, self._model[0].model
        last = self._total - self._settle
        if step <= last:
            self.lend(allocator)
            _, pattern = allocator.update_and_allocate(model, step, force_mask=step == last)
            self.take_back(allocator, pattern or {})
        else:
            for index, (name, value) in enumerate(adapter_weights(self._model[0])):
                if "lora_E" in name:
                    with torch.no_grad():
                        value.masked_fill_(~self.get_buffer(f"kept_{index}"), 0.0)

    def lend(self, allocator: Any) -> None:
        """Gives PEFT's allocator what it knew after the step before."""
        for index, name in enumerate(self._names):
            allocator.ipt[name] = self.get_buffer(f"importance_{index}")
            allocator.exp_avg_ipt[name] = self.get_buffer(f"importance_{index}")
            allocator.exp_avg_unc[name] = self.get_buffer(f"uncertainty_{index}")

    def take_back(self, allocator: Any, pattern: dict[str, list[bool]]) -> None:
        """Keeps what the allocator found out, and which singular values it left."""
        for index, name in enumerate(self._names):
            self.get_buffer(f"importance_{index}").copy_(allocator.exp_avg_ipt[name])
            self.get_buffer(f"uncertainty_{index}").copy_(allocator.exp_avg_unc[name])
            if name in pattern:
                kept = self.get_buffer(f"kept_{index}")
                kept.copy_(torch.tensor(pattern[name]).reshape(kept.shape))


def adapter_weights(model: Any) -> list[tuple[str, nn.Parameter]]:
    """Returns the trained matrices and singular values, named as the allocator names them."""
    return [
        (name, value)
        for name, value in model.model.named_parameters()
        if "lora_" in name and name.endswith(".default")
    ]


def distance_from_orthogonal(value: Tensor) -> Tensor:
    """Returns |V V' - I|, where V has the singular vectors of a matrix as rows."""
    rows = value if value.shape[0] <= value.shape[1] else value.T
    distance: Tensor = torch.linalg.matrix_norm(
        rows @ rows.T - torch.eye(len(rows), device=rows.device)
    )
    return distance
