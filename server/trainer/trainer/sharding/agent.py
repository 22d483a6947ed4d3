"""torchrun that ends with the process that started it: `python -m trainer.sharding.agent`."""

from __future__ import annotations

import os
import signal
import sys

from trainer.job import end_with_parent

PARENT_VARIABLE = "TRAINER_LEADER"


def main() -> None:
    """Runs torchrun with this process's arguments, unless whoever wanted it has gone already."""
    end_with_parent()
    if os.getppid() != int(os.environ[PARENT_VARIABLE]):
        sys.exit(1)
    # Ctrl-C reaches the whole group: the leader answers it, and lets the step end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ[PARENT_VARIABLE] = str(os.getpid())
    from torch.distributed.run import main as torchrun

    torchrun(sys.argv[1:])


if __name__ == "__main__":
    main()
