"""Tells how far GDAL is with laying out a COG, which cannot be asked from Python."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainer.progress import Progress

LOOK_EVERY_S = 0.5
OPEN_FILES = Path("/proc/self/fd")
# What DEFLATE makes of imagery, roughly; used only where nothing better is known.
USUAL_RATIO = 0.6


@contextmanager
def watch_copy(
    source: Path, target: Path, full_bytes: int, progress: Progress, low: float, high: float
) -> Iterator[None]:
    """Reports how much of `source` is laid out as `target`, from `low` to `high` of the phase.

    The copy reads the overviews, which lie behind the first `full_bytes` of the source, and then
    the full resolution from its beginning. Linux tells where in a file a process reads; elsewhere
    the size of the target has to do.
    """
    finished = threading.Event()

    def watch() -> None:
        reached = low
        while not finished.wait(LOOK_EVERY_S):
            share = low + (high - low) * find_share(source, target, full_bytes)
            reached = max(reached, share)
            progress.share(reached)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        finished.set()
        watcher.join()


def find_share(source: Path, target: Path, full_bytes: int) -> float:
    """Returns which share of the source is laid out, 0 to 1."""
    total = max(1, source.stat().st_size)
    # GDAL makes what it needs in temporary files beside the target.
    parts = target.parent.glob(f"{target.name}*")
    written = sum(part.stat().st_size for part in parts if part.exists())
    position = find_position(source)
    if position is None:
        return min(written / (USUAL_RATIO * total), 1.0)
    overview_bytes = total - full_bytes
    if position >= full_bytes:
        return min(written / USUAL_RATIO, overview_bytes) / total
    return (overview_bytes + position) / total


def find_position(path: Path) -> int | None:
    """Returns the offset up to which this process has read an open file; None if nobody says."""
    found: int | None = None
    if not OPEN_FILES.is_dir():
        return None
    for opened in list(OPEN_FILES.iterdir()):
        try:
            if opened.readlink() == path.resolve():
                text = (OPEN_FILES.with_name("fdinfo") / opened.name).read_text("ascii")
                found = max(found or 0, int(text.split(maxsplit=2)[1]))
        except (OSError, ValueError, IndexError):
            continue  # it was closed meanwhile
    return found
