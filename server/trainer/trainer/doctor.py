"""`doctor`: says what this machine has and what it lacks."""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import os
import platform
import shutil
import time
from pathlib import Path
from typing import Any, TypedDict

from trainer.contract.sentences import SentenceKey
from trainer.progress import write_json
from trainer.sentences import Sentence, Value, name_sentence, say

GIB = 1024**3
# Import name of the distribution, and whether the studio needs it.
LIBRARIES = {
    "torch": True,
    "transformers": True,
    "peft": True,
    "accelerate": True,
    "safetensors": True,
    "numpy": True,
    "rasterio": True,
    "onnx": True,
    "onnxscript": True,
    "onnxruntime": True,
    "pillow": True,
    "deepspeed": False,
    "flash-attn": False,
    "tensorboard": False,
}
MIN_FREE_DISK = 5 * GIB
MIN_FREE_MEMORY = 2 * GIB
MIN_PYTHON = (3, 11)


class Check(TypedDict):
    """One thing that was looked at."""

    name: str
    ok: bool
    message: str
    hint: str | None
    sentence: Sentence


class Gpu(TypedDict):
    """A graphics processor that PyTorch can use."""

    index: int
    name: str
    memoryBytes: int
    freeBytes: int
    capability: str | None
    bf16: bool


class Machine(TypedDict):
    """The whole report, in the shape that the studio's Environment page reads."""

    versions: dict[str, str | None]
    gpus: list[Gpu]
    cpu: dict[str, Any]
    memory: dict[str, int]
    disk: dict[str, int]
    attention: list[str]
    checks: list[Check]
    measuredAtMs: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--result", type=Path, help="file that receives the report as JSON")
    parser.add_argument("--progress", type=Path, help="accepted like everywhere; nothing to tell")
    parser.add_argument(
        "--home", type=Path, default=Path(), help="where the studio keeps its state"
    )


def run(args: argparse.Namespace) -> int:
    """Examines the machine; writes JSON to `--result` or a readable report to the terminal."""
    machine = examine(args.home)
    if args.result is not None:
        write_json(args.result, {"ok": True, **machine})
    else:
        print(format_report(machine))
    return 0


def examine(home: Path) -> Machine:
    """Looks at libraries, processors, memory and disk. Starts nothing and downloads nothing."""
    versions = find_versions()
    gpus, attention, trouble = find_gpus()
    memory = measure_memory()
    disk = measure_disk(home)
    checks = [
        *check_libraries(versions),
        check_gpu(gpus, trouble),
        check_disk(disk["freeBytes"]),
        check_memory(memory["freeBytes"]),
    ]
    return {
        "versions": versions,
        "gpus": gpus,
        "cpu": {"model": cpu_model(), "cores": count_cores()},
        "memory": memory,
        "disk": disk,
        "attention": attention,
        "checks": checks,
        "measuredAtMs": time.time_ns() // 1_000_000,
    }


def find_versions() -> dict[str, str | None]:
    """Returns the version of Python and of each library, None where it is not installed."""
    versions: dict[str, str | None] = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = None
    versions["gdal"] = None
    with contextlib.suppress(Exception):  # a broken library must not stop the report
        import rasterio

        versions["gdal"] = str(rasterio.__gdal_version__)
    return versions


def find_gpus() -> tuple[list[Gpu], list[str], str | None]:
    """Returns GPUs, attention kernels, and why PyTorch could not be asked, if so."""
    try:
        import torch
    except Exception as error:  # broken installations raise all kinds
        return [], [], f"{type(error).__name__}: {error}"
    attention = ["sdpa", "eager"]
    gpus: list[Gpu] = []
    try:
        available = torch.cuda.is_available()
        for index in range(torch.cuda.device_count() if available else 0):
            properties = torch.cuda.get_device_properties(index)
            free, total = torch.cuda.mem_get_info(index)
            gpus.append(
                {
                    "index": index,
                    "name": str(properties.name),
                    "memoryBytes": int(total),
                    "freeBytes": int(free),
                    "capability": f"{properties.major}.{properties.minor}",
                    "bf16": properties.major >= 8,
                }
            )
        if gpus and torch.backends.cuda.is_flash_attention_available():
            attention.insert(0, "sdpa-flash")
    except (RuntimeError, AttributeError) as error:
        return gpus, attention, str(error)
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("flash-attn")
        attention.insert(0, "flash_attention_2")
    return gpus, attention, None


def measure_memory() -> dict[str, int]:
    """Returns total and free memory in bytes, within a container's limit where there is one."""
    import psutil

    memory = psutil.virtual_memory()
    total, free = int(memory.total), int(memory.available)
    with contextlib.suppress(OSError, ValueError):
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text())
        used = int(Path("/sys/fs/cgroup/memory.current").read_text())
        if limit < total:
            total, free = limit, min(free, max(0, limit - used))
    return {"totalBytes": total, "freeBytes": free}


def measure_disk(home: Path) -> dict[str, int]:
    """Returns total and free bytes of the disk that holds `home`, or would hold it."""
    place = home.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    usage = shutil.disk_usage(place)
    return {"totalBytes": usage.total, "freeBytes": usage.free}


def cpu_model() -> str:
    """Returns the processor's name as the system gives it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def count_cores() -> int:
    """Returns how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_libraries(versions: dict[str, str | None]) -> list[Check]:
    """Checks Python and every library that the studio needs or can use."""
    found = versions["python"] or "0"
    recent = tuple(int(part) for part in found.split(".")[:2]) >= MIN_PYTHON
    wanted = ".".join(str(part) for part in MIN_PYTHON)
    checks = [
        make_check("python", True, "trainer.checks.python", version=found)
        if recent
        else make_check("python", False, "trainer.checks.pythonOld", version=found, wanted=wanted)
    ]
    for name, needed in LIBRARIES.items():
        version = versions[name]
        if version is not None:
            key: SentenceKey = "trainer.checks.library"
            checks.append(make_check(name, True, key, name=name, version=version))
        elif needed:
            checks.append(make_check(name, False, "trainer.checks.libraryMissing", name=name))
    from trainer.sharding.checks import check_sharding

    return [*checks, *check_sharding(versions["deepspeed"])]


def make_check(check: str, ok: bool, key: SentenceKey, /, **values: Value) -> Check:
    """Makes the result of a check from a sentence of the catalogue."""
    message, hint = say(key, values)
    sentence = name_sentence(key, values)
    return {"name": check, "ok": ok, "message": message, "hint": hint or None, "sentence": sentence}


def check_gpu(gpus: list[Gpu], trouble: str | None) -> Check:
    """Says whether training can use a GPU; having none is not a fault."""
    if trouble is not None:
        return make_check("gpu", False, "trainer.checks.gpuUnknown", reason=trouble)
    if not gpus:
        return make_check("gpu", True, "trainer.checks.gpuNone")
    names = [f"{gpu['name']} ({gpu['memoryBytes'] / GIB:.0f} GiB)" for gpu in gpus]
    return make_check("gpu", True, "trainer.checks.gpus", names=names)


def check_disk(free: int) -> Check:
    """Says whether enough of the disk is free."""
    if free >= MIN_FREE_DISK:
        return make_check("disk", True, "trainer.checks.disk", freeBytes=free)
    return make_check("disk", False, "trainer.checks.diskLow", freeBytes=free)


def check_memory(free: int) -> Check:
    """Says whether enough memory is free."""
    if free >= MIN_FREE_MEMORY:
        return make_check("memory", True, "trainer.checks.memory", freeBytes=free)
    return make_check("memory", False, "trainer.checks.memoryLow", freeBytes=free)


def format_report(machine: Machine) -> str:
    """Returns the report as text for a terminal."""
    lines = [f"CPU     {machine['cpu']['model']}, {machine['cpu']['cores']} cores"]
    for name in ("memory", "disk"):
        amount = machine["memory"] if name == "memory" else machine["disk"]
        free, total = amount["freeBytes"] / GIB, amount["totalBytes"] / GIB
        lines.append(f"{name.capitalize():<8}{free:.1f} GiB free of {total:.1f} GiB")
    for gpu in machine["gpus"]:
        free, total = gpu["freeBytes"] / GIB, gpu["memoryBytes"] / GIB
        bf16 = "bf16" if gpu["bf16"] else "no bf16"
        lines.append(f"GPU {gpu['index']}   {gpu['name']}, {free:.1f} of {total:.1f} GiB, {bf16}")
    lines.append(f"Attention: {', '.join(machine['attention']) or 'unknown'}")
    lines.append("")
    for check in machine["checks"]:
        lines.append(f"{'ok ' if check['ok'] else 'NO '} {check['message']}")
        if check["hint"]:
            lines.append(f"    {check['hint']}")
    return "\n".join(lines)
