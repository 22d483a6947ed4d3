"""Metrics against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support
from sklearn.metrics import confusion_matrix as reference_matrix

from trainer.metrics import accuracy, class_scores, confusion_matrix, evaluation, macro_f1


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_scikit_learn(seed: int) -> None:
    draw = np.random.default_rng(seed)
    classes = int(draw.integers(2, 12))
    # Few tiles and many classes, so that some are absent or never predicted.
    label, predicted = draw.integers(0, classes, (2, int(draw.integers(1, 40))))
    confusion = confusion_matrix(label, predicted, classes)
    names = list(range(classes))
    assert (confusion == reference_matrix(label, predicted, labels=names)).all()
    assert accuracy(confusion) == pytest.approx(accuracy_score(label, predicted))
    expected = f1_score(label, predicted, average="macro", zero_division=0)
    assert macro_f1(confusion) == pytest.approx(expected)
    scores = class_scores(confusion, names)
    table = precision_recall_fscore_support(label, predicted, labels=names, zero_division=np.nan)
    for position, score in enumerate(scores):
        for ours, theirs in zip(
            (score.precision, score.recall), (table[0][position], table[1][position]), strict=True
        ):
            assert (ours is None and np.isnan(theirs)) or ours == pytest.approx(theirs)
        assert score.support == table[3][position]


def test_nothing_to_judge() -> None:
    result = evaluation("val", np.zeros((3, 3), np.int64), float("nan"), [0, 1, 2])
    assert result.accuracy is None
    assert result.macro_f1 is None
    assert result.loss is None
    assert all(score.f1 is None for score in result.classes)
