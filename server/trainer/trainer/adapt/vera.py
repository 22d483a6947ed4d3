"""VeRA (Kopiczko et al. 2024, arXiv 2310.11454): fixed random matrices, two trained vectors.

W' = W + diag(b) B diag(d) A, where A and B are drawn once and shared by all layers. They are saved
with the adapter: other versions of PyTorch may draw other numbers from the same seed.
"""

from __future__ import annotations

from trainer.adapt.wrap import chosen_targets, wrap
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import RunConfig


def apply(classifier: TileClassifier, config: RunConfig) -> list[str]:
    """Puts vectors into the body; returns the names of the layers that got them."""
    from peft import VeraConfig

    targets = chosen_targets(classifier, config)
    options = VeraConfig(
        r=config.vera.r,
        d_initial=config.vera.initial_scale,
        vera_dropout=config.lora.dropout,
        projection_prng_key=config.seed,
        save_projection=True,
        target_modules=targets,
    )
    wrap(classifier, config, options)
    return targets
