"""Losses over logits `[B, K]`, always in float32."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from trainer.contract.run_spec import LossConfig


class TileLoss(nn.Module):
    """Cross entropy or focal loss with label smoothing and class weights.

    With smoothing e, the target q is 1 - e + e/K for the true class y and e/K for the others:

        loss = sum_i sum_k q_ik w_k (1 - p_ik)^gamma (-log p_ik) / sum_i w_{y_i}

    gamma = 0 is cross entropy as PyTorch computes it; gamma > 0 is the focal loss of Lin et al.
    (2017) with w as its alpha. Their 0.25 belongs to detection with two classes: over many classes
    a single alpha only scales the learning rate, so it is not offered.
    """

    weight: Tensor

    def __init__(self, config: LossConfig, counts_K: NDArray[np.int64]) -> None:
        super().__init__()
        self.gamma = config.focal_gamma if config.kind == "focal" else 0.0
        self.smoothing = config.label_smoothing
        weight = class_weights(counts_K) if config.class_weights == "balanced" else None
        if weight is None:
            weight = torch.ones(len(counts_K))
        self.register_buffer("weight", weight, persistent=False)

    def forward(self, logits_BK: Tensor, label_B: Tensor) -> Tensor:
        """Returns the mean loss of a batch, a scalar."""
        logits_BK = logits_BK.float()
        if self.gamma == 0:
            return F.cross_entropy(
                logits_BK, label_B, weight=self.weight, label_smoothing=self.smoothing
            )
        log_p = F.log_softmax(logits_BK, dim=1)
        classes = logits_BK.shape[1]
        target = F.one_hot(label_B, classes).to(log_p.dtype)
        target = target * (1 - self.smoothing) + self.smoothing / classes
        focus = (1 - log_p.exp()).clamp_min(1e-7) ** self.gamma
        loss_B = (target * self.weight * focus * -log_p).sum(dim=1)
        return loss_B.sum() / self.mass(label_B)

    def mass(self, label_B: Tensor) -> Tensor:
        """Returns what `forward` divides by: the weights of the true classes, added up."""
        return self.weight[label_B].sum()


def class_weights(counts_K: NDArray[np.int64]) -> Tensor:
    """Weight N / (K * count) per class, as scikit-learn; 1 for a class without tiles."""
    total, classes = counts_K.sum(), np.count_nonzero(counts_K)
    weights = np.where(counts_K > 0, total / (max(classes, 1) * np.maximum(counts_K, 1)), 1.0)
    return torch.tensor(weights, dtype=torch.float32)
