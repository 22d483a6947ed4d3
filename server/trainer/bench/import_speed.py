"""Importing a large raster beside `rio cogeo create` with the same profile, in the same run.

`python -m bench.import_speed [--side 8000] [--bands 4] [--rounds 3] [--out result.json]`

Both read one uncompressed, tiled GeoTIFF of made-up land and write a COG: blocks of 512 px,
DEFLATE 6 with predictor, averaged overviews, two threads. The import also decodes every pixel
first, reads the result back, measures every band, hashes the file and draws a thumbnail. Rounds
alternate; the best of each side counts, because other work on the machine only ever adds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

TRAINER = Path(__file__).parents[1]
BLOCK_PX = 512


def main() -> None:
    """Measures, prints the result as JSON and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=8000, help="pixels")
    parser.add_argument("--bands", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="without rio cogeo")
    parser.add_argument("--folder", type=Path, help="for the files; needs six times the raster")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        source = write_source(Path(folder) / "source.tif", args.side, args.bands)
        sides = {"import": import_words, "rioCogeo": cogeo_words}
        if args.alone:
            sides.pop("rioCogeo")
        rounds: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
        for number in range(args.rounds):
            for side in sorted(sides, reverse=bool(number % 2)):
                with tempfile.TemporaryDirectory(dir=folder) as output:
                    rounds[side].append(measure(sides[side](source, Path(output)), Path(output)))
        result = summarize(rounds, source.stat().st_size)
    text = json.dumps(result, indent=2)
    print(text)
    if args.out:
        args.out.write_text(text, encoding="utf-8")


def write_source(path: Path, side: int, bands: int) -> Path:
    """Writes a raster of slopes and noise, which compresses as real imagery does (to a half)."""
    rng = np.random.default_rng(0)
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "width": side,
        "height": side,
        "count": bands,
        "dtype": "uint16",
        "crs": "EPSG:32633",
        "transform": from_origin(500000, 5200000, 10, 10),
        "tiled": True,
        "blockxsize": BLOCK_PX,
        "blockysize": BLOCK_PX,
        "interleave": "pixel",
        "bigtiff": "if_safer",
    }
    with rasterio.open(path, "w", **profile) as dataset:
        for top in range(0, side, BLOCK_PX):
            rows = min(BLOCK_PX, side - top)
            down = np.sin((top + np.arange(rows)) / 400)[:, None]
            land = 3000 + 1500 * down * np.sin(np.arange(side) / 700)[None]
            noise = rng.normal(0, 20, (bands, rows, side))
            pixels = (land + noise + 200 * np.arange(bands)[:, None, None]).astype("uint16")
            dataset.write(pixels, window=Window(0, top, side, rows))
    return path


def import_words(source: Path, output: Path) -> list[str]:
    """Returns the command of the studio's import."""
    words = [sys.executable, "-m", "trainer", "import-scene", "--source", str(source)]
    return [*words, "--output", str(output / "scene"), "--result", str(output / "result.json")]


def cogeo_words(source: Path, output: Path) -> list[str]:
    """Returns the command of rio cogeo, with the profile that the import writes."""
    rio = Path(sys.executable).with_name("rio")
    words = [str(rio), "cogeo", "create", str(source), str(output / "cog.tif"), "--quiet"]
    options = ["BLOCKXSIZE=512", "BLOCKYSIZE=512", "PREDICTOR=2", "ZLEVEL=6", "NUM_THREADS=2"]
    words += ["--cog-profile", "deflate", "--overview-resampling", "average"]
    words += ["--threads", "2", *(word for option in options for word in ("--co", option))]
    return words


def measure(words: list[str], folder: Path) -> dict[str, Any]:
    """Runs one command and returns its wall and processor time, peak memory and output size."""
    usage = folder / "usage.json"
    script = TRAINER / "tests" / "measured.py"
    started = time.perf_counter()
    subprocess.run([sys.executable, str(script), str(usage), *words], cwd=TRAINER, check=True)
    seconds = time.perf_counter() - started
    record = json.loads(usage.read_text(encoding="utf-8"))
    if record["code"] != 0:
        raise RuntimeError(f"{words[:4]} ended with {record['code']}")
    written = sum(path.stat().st_size for path in folder.rglob("*.tif"))
    return {
        "seconds": round(seconds, 2),
        "cpuSeconds": round(record["cpuSeconds"], 2),
        "peakBytes": record["peakBytes"],
        "writtenBytes": written,
    }


def summarize(rounds: dict[str, list[dict[str, Any]]], source_bytes: int) -> dict[str, Any]:
    """Returns all rounds, the best of each side, and how their speeds compare."""
    best = {side: min(run["seconds"] for run in runs) for side, runs in rounds.items()}
    result: dict[str, Any] = {"sourceBytes": source_bytes, "bestSeconds": best, "rounds": rounds}
    if "rioCogeo" in best:
        result["speedRatio"] = round(best["rioCogeo"] / best["import"], 3)
    return result


if __name__ == "__main__":
    main()
