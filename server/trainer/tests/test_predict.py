"""What `predict` says of logits, and how errors become sentences."""

from __future__ import annotations

import numpy as np
import pytest

from trainer.job_errors import from_exception
from trainer.predict import softmax, verdict


def test_names_the_most_probable_class() -> None:
    logits = np.array([[0.0, 2.0, 1.0]], np.float32)
    found = verdict(softmax(logits)[0])
    assert found["predicted"] == 1
    assert sum(found["probabilities"]) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_names_no_class_where_there_are_no_numbers(broken: float) -> None:
    rows = softmax(np.array([[0.0, broken], [0.0, 1.0]], np.float32))
    assert verdict(rows[0]) == {"predicted": None, "probabilities": None}
    assert verdict(rows[1])["predicted"] == 1


def test_knows_running_out_of_gpu_memory_by_its_name() -> None:
    class OutOfMemoryError(RuntimeError):
        """As torch names it."""

    error = from_exception(OutOfMemoryError("CUDA out of memory"))
    assert error.code == "too_large"
    assert "GPU" in error.message
