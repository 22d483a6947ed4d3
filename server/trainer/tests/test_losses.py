"""Losses against their formulas."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from sklearn.utils.class_weight import compute_class_weight

from trainer.contract.run_spec import LossConfig
from trainer.losses import TileLoss, class_weights

COUNTS = np.array([50, 10, 0, 5])


def sample(batch: int = 40) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    logits = torch.randn(batch, 4, generator=generator) * 3
    return logits, torch.randint(0, 4, (batch,), generator=generator)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("weights", ["none", "balanced"])
def test_focal_with_gamma_zero_is_cross_entropy(smoothing: float, weights: str) -> None:
    logits, label = sample()
    config = {"focalGamma": 0, "labelSmoothing": smoothing, "classWeights": weights}
    focal = TileLoss(LossConfig.model_validate({"kind": "focal", **config}), COUNTS)
    plain = TileLoss(LossConfig.model_validate({"kind": "cross-entropy", **config}), COUNTS)
    assert focal(logits, label) == pytest.approx(float(plain(logits, label)), rel=1e-6)
    # The general branch, with an exponent that changes nothing measurable.
    focal.gamma = 1e-9
    assert focal(logits, label) == pytest.approx(float(plain(logits, label)), rel=1e-5)


def test_focal_follows_lin_et_al() -> None:
    logits, label = sample()
    loss = TileLoss(LossConfig.model_validate({"kind": "focal", "focalGamma": 2}), COUNTS)
    expected = 0.0
    for row, true in zip(torch.softmax(logits.double(), 1).numpy(), label.tolist(), strict=True):
        expected += -((1 - row[true]) ** 2) * np.log(row[true])
    assert loss(logits, label) == pytest.approx(expected / len(label), rel=1e-5)


def test_cross_entropy_is_pytorchs() -> None:
    logits, label = sample()
    config = LossConfig.model_validate({"labelSmoothing": 0.2})
    assert torch.equal(
        TileLoss(config, COUNTS)(logits, label), F.cross_entropy(logits, label, label_smoothing=0.2)
    )


def test_sure_prediction_has_finite_gradient() -> None:
    logits = torch.tensor([[200.0, 0.0, 0.0, 0.0]], requires_grad=True)
    config = LossConfig.model_validate({"kind": "focal", "focalGamma": 0.5})
    TileLoss(config, COUNTS)(logits, torch.tensor([0])).backward()
    assert logits.grad is not None
    assert torch.isfinite(logits.grad).all()


def test_balanced_weights_are_scikit_learns() -> None:
    label = np.repeat([0, 1, 3], [50, 10, 5])
    expected = compute_class_weight("balanced", classes=np.array([0, 1, 3]), y=label)
    found = class_weights(COUNTS).numpy()
    assert found[[0, 1, 3]] == pytest.approx(expected)
    assert found[2] == 1.0
