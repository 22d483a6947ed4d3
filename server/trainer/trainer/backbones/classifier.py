"""A classifier of tiles: a transformers model and its head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import torch
from torch import Tensor, nn

from trainer.backbones.features import Features


@dataclass(frozen=True)
class ModelFacts:
    """What a base model says about itself.

    Attributes:
        architecture: Transformers class.
        channels: Input channels of the pretrained weights.
        input_size_px: Side of the images it was trained with.
        mean: Mean per channel of its training images in 0..1.
        std: Deviation per channel.
        channel_names: Names of the channels, lower case; empty when unknown.
    """

    architecture: str
    channels: int
    input_size_px: int
    mean: list[float]
    std: list[float]
    channel_names: list[str] = field(default_factory=list)


class OwnHead(nn.Module):
    """LayerNorm and Linear on a pooled feature, for models without a classifier of their own."""

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(features)
        self.linear = nn.Linear(features, classes)

    def forward(self, feature_BD: Tensor) -> Tensor:
        """Features `[B, D]` to logits `[B, K]`."""
        return cast(Tensor, self.linear(self.norm(feature_BD)))


class StepFollower(nn.Module):
    """Changes trained weights beside the optimizer; its buffers are saved with them."""

    def follow(self, optimizer: torch.optim.Optimizer, total_steps: int) -> None:
        """Is called once, before the first step; hooks itself into the optimizer."""
        raise NotImplementedError


class TileClassifier(nn.Module):
    """Normalised images in, float32 logits out.

    Where transformers has a classifier for the family, its own last norm and Linear layer are the
    head, so the trained model loads with plain transformers. Elsewhere the head is ours.

    Attributes:
        body: The transformers model, or a PEFT model around it.
        own_head: Our head, or None where the body's own is used.
        facts: About the base model.
        features: How the body is called and pooled.
        follower: What a method does beside the optimizer; None for most.
    """

    body: Any
    own_head: OwnHead | None
    follower: StepFollower | None

    def __init__(
        self,
        body: nn.Module,
        own_head: OwnHead | None,
        facts: ModelFacts,
        features: Features,
        head_name: str | None,
        norm_name: str | None,
    ) -> None:
        super().__init__()
        self.body = body
        self.own_head = own_head
        self.facts = facts
        self.features = features
        self.follower = None
        self._head_name = head_name
        self._norm_name = norm_name
        self._stem_name: str | None = None
        keep_float32(self.classifying_layer())

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """Normalised images `[B, bands, size, size]` to logits `[B, K]`."""
        output = self.body(**self.features.arguments(self.base_body(), image_BCHW))
        if self.own_head is None:
            return cast(Tensor, output.logits.float())
        return cast(Tensor, self.own_head(self.features.pool(output, image_BCHW.shape[0])))

    def base_body(self) -> Any:
        """Returns the transformers model itself, without a PEFT wrapper."""
        wrapped = getattr(self.body, "get_base_model", None)
        return wrapped() if wrapped is not None else self.body

    def classifying_layer(self) -> nn.Module:
        """Returns the layer that makes logits; its input is the feature of a probe."""
        if self.own_head is not None:
            return self.own_head
        assert self._head_name is not None
        layer: nn.Module = self.base_body().get_submodule(self._head_name)
        return layer

    def set_stem(self, name: str) -> None:
        """Remembers a first layer whose weights are partly new, so must be trained."""
        self._stem_name = name

    def trained_whole(self) -> list[str]:
        """Names, within the base body, of what adapters leave alone and every method trains."""
        names = (self._stem_name, self._norm_name, self._head_name)
        return [name for name in names if name is not None]

    def modules_trained_whole(self) -> list[nn.Module]:
        """Returns those modules, and our own head."""
        modules = [self.base_body().get_submodule(name) for name in self.trained_whole()]
        return modules if self.own_head is None else [*modules, self.own_head]

    def head_state(self) -> dict[str, Tensor]:
        """Weights trained whole, named as in the base body; ours as `head.*`."""
        state = {}
        for name in self.trained_whole():
            for key, value in self.base_body().get_submodule(name).state_dict().items():
                state[f"{name}.{key}"] = value.detach().cpu().contiguous()
        if self.own_head is not None:
            for key, value in self.own_head.state_dict().items():
                state[f"head.{key}"] = value.detach().cpu().contiguous()
        return state

    def train_mode(self) -> None:
        """Switches to training; frozen batch norms keep their statistics."""
        self.train()
        for module in self.modules():
            if isinstance(module, nn.modules.batchnorm._BatchNorm) and not any(
                parameter.requires_grad for parameter in module.parameters()
            ):
                module.eval()

    def trained_state(self) -> dict[str, Tensor]:
        """Everything training changes, by name: trained weights, and buffers of trained modules."""
        names = {name for name, value in self.named_parameters() if value.requires_grad}
        for prefix, module in self.named_modules():
            if any(value.requires_grad for value in module.parameters(recurse=False)):
                buffers = dict(module.named_buffers(recurse=False))
                names |= {f"{prefix}.{name}" for name in buffers}
        if self.follower is not None:
            names |= {f"follower.{name}" for name, _ in self.follower.named_buffers()}
        return {name: value for name, value in self.state_dict().items() if name in names}

    def follow(self, optimizer: torch.optim.Optimizer, total_steps: int) -> None:
        """Lets the method take part in every step of the optimizer, where it wants to."""
        if self.follower is not None:
            self.follower.follow(optimizer, total_steps)

    def count_parameters(self) -> tuple[int, int]:
        """Returns (trained, all)."""
        sizes = [(value.numel(), value.requires_grad) for value in self.parameters()]
        return sum(size for size, trained in sizes if trained), sum(size for size, _ in sizes)


def keep_float32(module: nn.Module) -> None:
    """Makes a module compute in float32 even where the rest runs in half precision."""
    inner: Callable[[Tensor], Tensor] = module.forward

    def forward(value: Tensor) -> Tensor:
        if not torch.is_autocast_enabled(value.device.type):
            return inner(value)
        with torch.autocast(value.device.type, enabled=False):
            return inner(value.float())

    module.forward = forward
