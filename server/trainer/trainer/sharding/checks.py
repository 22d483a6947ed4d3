"""What `doctor` says about dividing runs."""

from __future__ import annotations

import contextlib
import importlib.util

from trainer.contract.sentences import SentenceKey
from trainer.doctor import Check, make_check
from trainer.sharding.deepspeed_config import MIN_DEEPSPEED, REQUIREMENTS_FILE, is_recent


def check_sharding(deepspeed: str | None) -> list[Check]:
    """Says in which ways a run can be divided here; lacking DeepSpeed is not a fault."""
    kinds: list[str] = []
    with contextlib.suppress(Exception):  # a broken PyTorch is said elsewhere
        import torch.distributed

        if torch.distributed.is_available():
            kinds.append("DDP")
            if importlib.util.find_spec("torch.distributed.fsdp") is not None:
                kinds.append("FSDP2")
    checks: list[Check] = []
    if deepspeed is None:
        key: SentenceKey = "trainer.checks.deepspeedMissing"
        checks.append(make_check("deepspeed", True, key, file=REQUIREMENTS_FILE))
    elif not is_recent(deepspeed):
        wanted = ".".join(str(part) for part in MIN_DEEPSPEED)
        checks.append(
            make_check(
                "deepspeed",
                False,
                "trainer.checks.deepspeedOld",
                version=deepspeed,
                wanted=wanted,
                file=REQUIREMENTS_FILE,
            )
        )
    elif kinds:
        kinds.append("ZeRO")
    checks.append(
        make_check("sharding", True, "trainer.checks.sharding", kinds=kinds)
        if kinds
        else make_check("sharding", False, "trainer.checks.shardingNone")
    )
    return checks
