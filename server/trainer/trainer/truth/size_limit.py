"""How large a file of labels may be before it is read whole."""

from __future__ import annotations

from trainer.errors import TrainerError

# A parsed file takes about ten times its size in memory.
MAX_TEXT_BYTES = 256 * 1024**2


def refuse_large(name: str, size: int, limit: int) -> None:
    """Lets `size` bytes pass up to `limit`.

    Raises:
        TrainerError: `too_large`.
    """
    if size > limit:
        raise TrainerError(
            "too_large", "trainer.labelFiles.tooLarge", name=name, fullBytes=size, limitBytes=limit
        )
