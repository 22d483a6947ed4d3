"""The processes that train one run together; a run of one process is a world of its own."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.errors import TrainerError
from trainer.memory import MemoryKind

# Longer than writing a large checkpoint takes the first process, while the others wait.
PATIENCE = datetime.timedelta(minutes=30)


@dataclass(frozen=True)
class World:
    """One process among those of a run.

    Attributes:
        rank: Its number, from 0; the first writes events, checkpoints and the model.
        local_rank: Its number on this machine, which is also the number of its GPU.
        size: How many there are.
    """

    rank: int = 0
    local_rank: int = 0
    size: int = 1
    _control: Any = None

    @property
    def is_first(self) -> bool:
        """Whether this process speaks for all."""
        return self.rank == 0

    def place(self, device: torch.device) -> torch.device:
        """Returns this process's own GPU, or the CPU that all share.

        Raises:
            TrainerError: There are more processes than GPUs.
        """
        if device.type != "cuda" or self.size == 1:
            return device
        found = torch.cuda.device_count()
        if self.local_rank >= found:
            raise TrainerError(
                "unsupported", "trainer.sharding.tooFewGpus", count=self.size, found=found
            )
        own = torch.device("cuda", self.local_rank)
        torch.cuda.set_device(own)
        return own

    def rows(self, count: int) -> slice:
        """Returns this process's part of `count` tiles: neighbours, or none of a few."""
        return slice(self.rank * count // self.size, (self.rank + 1) * count // self.size)

    def decide(self, values: Sequence[int]) -> list[int]:
        """Returns the numbers of the first process, so that all do the same."""
        if self.size == 1:
            return list(values)
        shared = torch.tensor(values, dtype=torch.int64)
        torch.distributed.broadcast(shared, 0, group=self._control)
        return [int(value) for value in shared]

    def add(self, value: float) -> float:
        """Returns the sum over all processes."""
        return self._reduce(value, torch.distributed.ReduceOp.SUM)

    def largest(self, value: float) -> float:
        """Returns the largest over all processes."""
        return self._reduce(value, torch.distributed.ReduceOp.MAX)

    def gather(self, rows: Tensor) -> Tensor:
        """Returns the rows of all processes, in order; every process brings as many."""
        if self.size == 1:
            return rows
        parts = [torch.empty_like(rows) for _ in range(self.size)]
        torch.distributed.all_gather(parts, rows.contiguous(), group=self._control)
        return torch.cat(parts)

    def padded(self, indices: NDArray[Any]) -> NDArray[Any]:
        """Returns this process's part of some tiles; all are made equal by repeating the last."""
        if self.size == 1:
            return indices
        per_process = -(-len(indices) // self.size)
        places = range(self.rank * per_process, (self.rank + 1) * per_process)
        return indices[[min(place, len(indices) - 1) for place in places]]

    def peak(self, memory: tuple[int, MemoryKind]) -> tuple[int, MemoryKind]:
        """Returns what the fullest GPU took; of the machine's memory, what all took together."""
        size, kind = memory
        return int(self.largest(size) if kind == "gpu" else self.add(size)), kind

    def leave(self) -> None:
        """Ends the connection to the others."""
        if self.size > 1 or self._control is not None:
            torch.distributed.destroy_process_group()

    def _reduce(self, value: float, how: Any) -> float:
        if self.size == 1:
            return value
        shared = torch.tensor(value, dtype=torch.float64)
        torch.distributed.all_reduce(shared, how, group=self._control)
        return float(shared)


def join_world(device: torch.device) -> World:
    """Connects this process, which was started as one of several, with the others.

    Gradients go over NCCL between GPUs and over gloo between CPU processes; decisions and results
    always go over gloo, which does not make the GPU wait.
    """
    local_rank = int(os.environ["LOCAL_RANK"])
    alone = os.environ.get("LOCAL_WORLD_SIZE") == os.environ["WORLD_SIZE"]
    if alone and Path("/sys/class/net/lo").exists():
        # All on this machine: the name of the machine need not lead anywhere.
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    gpu = device.type == "cuda" and local_rank < torch.cuda.device_count()
    if gpu:
        torch.cuda.set_device(local_rank)
    torch.distributed.init_process_group("nccl" if gpu else "gloo", timeout=PATIENCE)
    control = torch.distributed.new_group(backend="gloo", timeout=PATIENCE)
    rank, size = torch.distributed.get_rank(), torch.distributed.get_world_size()
    return World(rank, local_rank, size, control)
