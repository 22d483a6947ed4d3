"""OFT (Qiu et al. 2023, arXiv 2306.07280): inputs of a layer are rotated, block by block.

A rotation keeps the angles between a layer's neurons, and with them what it knows.

PEFT 0.21 takes every input of four dimensions for that of a convolution, also before a Linear
layer, as ConvNeXt has them. Here such inputs are laid flat first; plain PEFT cannot run those
adapters, so for these families the merged model is what others can use.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

from torch import Tensor, nn

from trainer.adapt.wrap import chosen_targets, wrap
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Puts rotations into the body; returns the names of the layers that got one."""
    from peft import OFTConfig

    targets = chosen_targets(classifier, config)
    options = OFTConfig(
        oft_block_size=config.oft.block_size,
        block_share=config.oft.share_blocks,
        target_modules=targets,
    )
    with warnings.catch_warnings():
        # That a width is not a multiple of the block is said in the form, once for all layers.
        warnings.simplefilter("ignore")
        wrap(classifier, config, options)
    for name in targets:
        lay_flat(classifier.base_body().get_submodule(name))
    return targets


def lay_flat(layer: nn.Module) -> None:
    """Makes a layer take `[B, H, W, C]` as `[B * H * W, C]`; what it computes stays the same."""
    inner: Callable[[Tensor], Tensor] = layer.forward

    def forward(value: Tensor) -> Tensor:
        shape = value.shape[:-1]
        return inner(value.flatten(0, -2)).reshape(*shape, -1) if len(shape) == 3 else inner(value)

    layer.forward = forward
