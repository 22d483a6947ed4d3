"""Makes a collection of chips: CLASS/CLASS_N.jpg, 64 x 64 px, like EuroSAT.

`python -m bench.make_chips FOLDER_OR_ZIP [--count 200000] [--classes 10]`

A name that ends in .zip makes an archive. A few hundred different pictures are used over and over:
reading them costs the same.
"""

from __future__ import annotations

import argparse
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rasterio.io import MemoryFile

SIDE_PX = 64
PICTURES_PER_CLASS = 32


def main() -> int:
    """Writes the chips."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--classes", type=int, default=10)
    args = parser.parse_args()
    warnings.filterwarnings("ignore", message="Dataset has no geotransform")
    output: Path = args.output
    if output.suffix == ".zip":
        with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
            write_chips(archive.writestr, args.count, args.classes)
        return 0

    def write(name: str, content: bytes) -> None:
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    write_chips(write, args.count, args.classes)
    return 0


def write_chips(write: Callable[[str, bytes], None], count: int, classes: int) -> None:
    """Hands every chip to `write`: its path and its bytes."""
    rng = np.random.default_rng(0)
    pictures = [[make_picture(rng) for _ in range(PICTURES_PER_CLASS)] for _ in range(classes)]
    for number in range(count):
        kind, place = number % classes, number // classes
        content = pictures[kind][place % PICTURES_PER_CLASS]
        write(f"Class{kind}/Class{kind}_{place + 1}.jpg", content)


def make_picture(rng: np.random.Generator) -> bytes:
    """Returns a JPEG of soft shapes."""
    down, across = np.mgrid[:SIDE_PX, :SIDE_PX] / rng.uniform(5, 20)
    shape = 60 * np.sin(down + rng.uniform(0, 6)) * np.cos(across)
    noise = rng.normal(0, 8, (3, SIDE_PX, SIDE_PX))
    pixels = np.clip(rng.uniform(60, 180, (3, 1, 1)) + shape + noise, 0, 255).astype(np.uint8)
    with MemoryFile() as memory:
        size = {"width": SIDE_PX, "height": SIDE_PX, "count": 3}
        with memory.open(driver="JPEG", dtype="uint8", quality=90, **size) as dataset:
            dataset.write(pixels)
        return bytes(memory.read())


if __name__ == "__main__":
    sys.exit(main())
