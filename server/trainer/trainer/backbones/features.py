"""Images into a model's forward pass, and one feature per image out of what it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from trainer.backbones.families import Feed, Pooling


@dataclass(frozen=True)
class Features:
    """How one body is called.

    Attributes:
        feed: How images are handed over.
        pooling: What a feature is made of.
        own: Which pooling the body's `pooler_output` is.
        prefix: Tokens before those of the patches.
        options: Further arguments of the forward pass.
    """

    feed: Feed
    pooling: Pooling
    own: Pooling | None
    prefix: int
    options: dict[str, Any]

    def arguments(self, body: Any, image_BCHW: Tensor) -> dict[str, Any]:
        """Returns the arguments of the forward pass for normalised images `[B, bands, h, w]`."""
        return {**FEEDS[self.feed](body, image_BCHW), **self.options}

    def onnx_problem(self) -> str | None:
        """Says why a body that is called like this cannot become an ONNX file; None if it can."""
        if self.feed != "qwen":
            return None
        return (
            "Qwen-VL puts all images of a batch in one row and cuts it at lengths that an ONNX "
            "file would have to know beforehand. Predict with `python -m trainer predict`."
        )

    def pool(self, output: Any, batch: int) -> Tensor:
        """Returns a feature `[B, D]` in float32 of what the forward pass returned."""
        if self.feed == "qwen":
            # All tokens of all images in one row, after the merger that the language model reads.
            merged: Tensor = output.pooler_output
            return merged.reshape(batch, -1, merged.shape[-1]).float().mean(dim=1)
        if self.pooling == "own":
            return pool_own(output)
        if self.pooling == self.own:
            pooled: Tensor = output.pooler_output
            return pooled.flatten(1).float()
        tokens_BND: Tensor = output.last_hidden_state.float()
        patches_BND = tokens_BND[:, self.prefix :]
        if self.pooling == "mean":
            return patches_BND.mean(dim=1)
        first_BD = output.pooler_output.float() if self.own == "cls" else tokens_BND[:, 0]
        return first_BD if self.pooling == "cls" else torch.cat((first_BD, patches_BND.mean(1)), 1)


def pool_own(output: Any) -> Tensor:
    """Returns the pooled feature `[B, D]` in float32: the model's own, or the mean over tokens."""
    pooled = getattr(output, "pooler_output", None)
    if pooled is None:
        hidden: Tensor = output.last_hidden_state
        pooled = hidden.mean(dim=1) if hidden.ndim == 3 else hidden.mean(dim=(2, 3))
    flat: Tensor = pooled.flatten(1).float()
    return flat


def feed_pixels(body: Any, image_BCHW: Tensor) -> dict[str, Any]:
    """Images as they are."""
    return {"pixel_values": image_BCHW}


def feed_naflex(body: Any, image_BCHW: Tensor) -> dict[str, Any]:
    """Flat patches in rows, bands last, as the image processor of SigLIP2 cuts them."""
    from trainer.backbones.families import vision_config

    side = int(vision_config(body.config).patch_size)
    rows, cols = count_patches(image_BCHW, side)
    batch = image_BCHW.shape[0]
    patches = image_BCHW.unfold(2, side, side).unfold(3, side, side)  # B C rows cols y x
    device = image_BCHW.device
    return {
        "pixel_values": patches.permute(0, 2, 3, 4, 5, 1).reshape(batch, rows * cols, -1),
        "pixel_attention_mask": torch.ones(batch, rows * cols, dtype=torch.int32, device=device),
        # All images are alike: one row of positions is made and serves them all.
        "spatial_shapes": torch.tensor([[rows, cols]], device=device),
    }


def feed_qwen(body: Any, image_BCHW: Tensor) -> dict[str, Any]:
    """Flat patches of all images, as the image processor of Qwen2-VL and later cuts them.

    Patches that are merged later stand next to each other; a still image counts as a film whose
    frames are all the same.
    """
    config = body.config
    side, merge, frames = config.patch_size, config.spatial_merge_size, config.temporal_patch_size
    rows, cols = count_patches(image_BCHW, side, merge)
    batch, bands = image_BCHW.shape[:2]
    patches = image_BCHW.reshape(
        batch, bands, rows // merge, merge, side, cols // merge, merge, side
    ).permute(0, 2, 5, 3, 6, 1, 4, 7)
    film = patches.unsqueeze(6).expand(*patches.shape[:6], frames, side, side)
    return {
        "hidden_states": film.reshape(batch * rows * cols, -1),
        "grid_thw": torch.tensor([[1, rows, cols]] * batch, device=image_BCHW.device),
    }


def count_patches(image_BCHW: Tensor, side: int, merge: int = 1) -> tuple[int, int]:
    """Returns rows and columns of patches.

    Raises:
        ValueError: The image is no whole number of (merged) patches.
    """
    height, width = image_BCHW.shape[-2:]
    step = side * merge
    if height % step or width % step:
        raise ValueError(f"The side must be a multiple of {step} px.")
    return height // side, width // side


FEEDS: dict[Feed, Callable[[Any, Tensor], dict[str, Any]]] = {
    "pixels": feed_pixels,
    "naflex": feed_naflex,
    "qwen": feed_qwen,
}
