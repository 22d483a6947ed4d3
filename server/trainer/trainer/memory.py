"""How much memory a run takes."""

from __future__ import annotations

import resource
import sys
from typing import Literal

import torch

MemoryKind = Literal["gpu", "resident"]


def peak_memory(device: torch.device) -> tuple[int, MemoryKind]:
    """Returns the most memory used so far, bytes: reserved on the GPU, else resident."""
    if device.type == "cuda":
        return int(torch.cuda.max_memory_reserved(device)), "gpu"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024, "resident"


def used_memory(device: torch.device) -> int:
    """Returns the memory used now, bytes."""
    if device.type == "cuda":
        return int(torch.cuda.memory_reserved(device))
    import psutil

    return int(psutil.Process().memory_info().rss)
