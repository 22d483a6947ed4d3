"""Classification metrics in numpy; tests hold them against scikit-learn."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from trainer.contract.trainer_events import ClassScore, Evaluation


def confusion_matrix(
    label_N: NDArray[np.integer], predicted_N: NDArray[np.integer], classes: int
) -> NDArray[np.int64]:
    """Counts `[true class, predicted class]`."""
    flat = label_N.astype(np.int64) * classes + predicted_N.astype(np.int64)
    return np.bincount(flat, minlength=classes * classes).reshape(classes, classes)


def accuracy(confusion_KK: NDArray[np.int64]) -> float | None:
    """Share of tiles predicted right; None without tiles."""
    total = confusion_KK.sum()
    return float(np.trace(confusion_KK) / total) if total else None


def f1_scores(confusion_KK: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 per class, 2 TP / (2 TP + FP + FN); NaN for a class neither present nor predicted."""
    hits = np.diag(confusion_KK).astype(np.float64)
    seen = confusion_KK.sum(axis=0) + confusion_KK.sum(axis=1)
    scores = np.full(len(hits), np.nan)
    np.divide(2 * hits, seen, out=scores, where=seen > 0)
    return scores


def macro_f1(confusion_KK: NDArray[np.int64]) -> float | None:
    """Mean F1 over the classes present or predicted, as scikit-learn's default."""
    scores = f1_scores(confusion_KK)
    known = scores[~np.isnan(scores)]
    return float(known.mean()) if len(known) else None


def class_scores(confusion_KK: NDArray[np.int64], class_indices: list[int]) -> list[ClassScore]:
    """Precision, recall, F1 and support per class; None where the quotient has no denominator."""
    scores = f1_scores(confusion_KK)
    predicted, support = confusion_KK.sum(axis=0), confusion_KK.sum(axis=1)
    result = []
    for position, class_index in enumerate(class_indices):
        hits = int(confusion_KK[position, position])
        result.append(
            ClassScore(
                class_index=class_index,
                precision=hits / int(predicted[position]) if predicted[position] else None,
                recall=hits / int(support[position]) if support[position] else None,
                f1=None if np.isnan(scores[position]) else float(scores[position]),
                support=int(support[position]),
            )
        )
    return result


def evaluation(
    split: Literal["train", "val", "test"],
    confusion_KK: NDArray[np.int64],
    loss: float | None,
    class_indices: list[int],
) -> Evaluation:
    """Puts the metrics of a split together."""
    return Evaluation(
        split=split,
        tile_count=int(confusion_KK.sum()),
        loss=loss if loss is not None and np.isfinite(loss) else None,
        accuracy=accuracy(confusion_KK),
        macro_f1=macro_f1(confusion_KK),
        classes=class_scores(confusion_KK, class_indices),
        confusion=confusion_KK.tolist(),
    )
