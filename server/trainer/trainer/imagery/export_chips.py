"""`export-chips`: writes tiles as an image folder, one GeoTIFF each, in a zip archive."""

from __future__ import annotations

import argparse
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainer.errors import TrainerError
from trainer.job import add_job_arguments, run_job
from trainer.progress import Progress

COLUMNS = ("split", "class", "scenePath", "row", "col", "name")
MAX_OPEN_SCENES = 32
# A fixed date makes the same dataset the same archive.
ENTRY_DATE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ChipItem:
    """One tile to write: where it goes and where it comes from."""

    split: str
    class_name: str
    scene: Path
    row: int
    col: int
    name: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--items", type=Path, required=True, help=f"CSV with {', '.join(COLUMNS)}")
    parser.add_argument("--tile-size", type=int, required=True, help="side of a tile in pixels")
    parser.add_argument("--bands", help="bands to write, from 1, such as 4,3,2; all when missing")
    parser.add_argument("--output", type=Path, required=True, help="the archive to write")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Writes `split/class/name.tif` for every item, and dataset.csv, into one archive."""

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        count = sum(1 for _ in read_items(args.items))
        if count == 0:
            raise TrainerError("invalid_input", "trainer.exports.noTiles", name=args.items.name)
        bands = parse_bands(args.bands)
        progress.phase("trainer.progress.writingTiles", 0.0, 1.0)
        target = staging / args.output.name
        write_archive(target, read_items(args.items), count, args.tile_size, bands, progress)
        return {"count": count, "byteSize": target.stat().st_size}

    return run_job(args, args.output.parent, body)


def read_items(path: Path) -> Iterator[ChipItem]:
    """Yields the tiles of a list, line by line: a million of them do not stand in memory.

    Raises:
        TrainerError: `invalid_input`, naming the line that is wrong.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise TrainerError(
                "invalid_input",
                "trainer.exports.columnMissing",
                name=path.name,
                column=missing[0],
                columns=list(COLUMNS),
            )
        for number, line in enumerate(reader, start=2):
            try:
                row, col = int(line["row"]), int(line["col"])
            except (ValueError, TypeError) as error:
                raise TrainerError(
                    "invalid_input", "trainer.exports.notWhole", number=number, name=path.name
                ) from error
            scene = Path(line["scenePath"])
            yield ChipItem(line["split"], line["class"], scene, row, col, line["name"])


def parse_bands(text: str | None) -> list[int] | None:
    """Returns 1-based bands, or None for all of them."""
    if not text:
        return None
    try:
        bands = [int(word) for word in text.split(",")]
    except ValueError as error:
        raise TrainerError("invalid_input", "trainer.exports.notBands", text=text) from error
    if min(bands) < 1:
        raise TrainerError("invalid_input", "trainer.exports.bandsFromOne")
    return bands


def write_archive(
    target: Path,
    items: Iterable[ChipItem],
    count: int,
    tile_size: int,
    bands: list[int] | None,
    progress: Progress,
) -> None:
    """Writes the archive as a stream: one tile in memory at a time, nothing compressed twice."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["file", "split", "class", "row", "col"])
    used: set[str] = set()
    with ExitStack() as stack, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        scenes = SceneCache(stack)
        for done, item in enumerate(items, start=1):
            name = entry_name(item, used)
            content = encode_tile(scenes.open(item.scene), item, tile_size, bands)
            archive.writestr(zipfile.ZipInfo(name, ENTRY_DATE), content)
            writer.writerow([name, item.split, item.class_name, item.row, item.col])
            progress.step(done, count)
        archive.writestr(zipfile.ZipInfo("dataset.csv", ENTRY_DATE), table.getvalue())


class SceneCache:
    """Keeps a few scenes open; items usually come scene by scene."""

    def __init__(self, stack: ExitStack) -> None:
        self._open: dict[Path, tuple[Any, ExitStack]] = {}
        stack.callback(self._close)

    def open(self, path: Path) -> Any:
        """Returns the open dataset of a scene."""
        import rasterio

        if path not in self._open:
            if len(self._open) >= MAX_OPEN_SCENES:
                self._open.pop(next(iter(self._open)))[1].close()
            opened = ExitStack()
            try:
                dataset = opened.enter_context(open_scene(path))
            except rasterio.errors.RasterioError as error:
                raise TrainerError("unreadable_file", "trainer.exports.sceneUnreadable") from error
            self._open[path] = dataset, opened
        return self._open[path][0]

    def _close(self) -> None:
        for _, opened in self._open.values():
            opened.close()


def open_scene(path: Path) -> AbstractContextManager[Any]:
    """Opens a scene's own raster, or one that is used where it lies."""
    import rasterio

    from trainer.imagery.range_file import find_source
    from trainer.imagery.reference import open_reference

    source = find_source(path)
    if source is not None:
        return open_reference(source, source)
    dataset: AbstractContextManager[Any] = rasterio.open(path, driver="GTiff")
    return dataset


def entry_name(item: ChipItem, used: set[str]) -> str:
    """Returns `split/class/name.tif`, safe on every file system and not used before."""
    folders = [part for part in (item.split, item.class_name) if part]
    stem = safe_name(re.sub(r"\.(tiff?|png|jpe?g)$", "", item.name, flags=re.IGNORECASE))
    folder = "/".join(safe_name(part) for part in folders)
    name, number = f"{folder}/{stem}.tif", 2
    while name.casefold() in used:
        name, number = f"{folder}/{stem}_{number}.tif", number + 1
    used.add(name.casefold())
    return name


def safe_name(text: str) -> str:
    """Returns a name without separators, control characters, or leading and trailing dots."""
    cleaned = "".join("_" if c in '/\\:*?"<>|' or ord(c) < 32 else c for c in text).strip(". ")
    return cleaned[:120] or "_"


def encode_tile(dataset: Any, item: ChipItem, tile_size: int, bands: Iterable[int] | None) -> bytes:
    """Returns a tile as the bytes of a GeoTIFF: its own type, chosen bands, in its place.

    A tile that reaches over the scene's edge is cut off there.
    """
    from rasterio.io import MemoryFile
    from rasterio.windows import Window
    from rasterio.windows import transform as window_transform

    from trainer.imagery.gdal_errors import GDAL_ERRORS
    from trainer.imagery.range_file import check_problem, find_problem

    top, left = item.row * tile_size, item.col * tile_size
    height, width = min(tile_size, dataset.height - top), min(tile_size, dataset.width - left)
    if top < 0 or left < 0 or height <= 0 or width <= 0:
        raise TrainerError(
            "invalid_input", "trainer.exports.tileOutside", row=item.row, col=item.col
        )
    chosen = list(bands) if bands is not None else list(dataset.indexes)
    if max(chosen) > dataset.count:
        raise TrainerError(
            "invalid_input",
            "trainer.exports.bandMissing",
            band=max(chosen),
            bandCount=dataset.count,
        )
    window = Window(left, top, width, height)
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "width": width,
        "height": height,
        "count": len(chosen),
        "dtype": dataset.dtypes[0],
        "nodata": dataset.nodata,
        "crs": dataset.crs,
        "transform": window_transform(window, dataset.transform),
        "compress": "deflate",
    }
    try:
        pixels = dataset.read(indexes=chosen, window=window)
    except GDAL_ERRORS as error:
        raise find_problem() or TrainerError(
            "unreadable_file", "trainer.exports.sceneUnreadable"
        ) from error
    check_problem()
    mask = dataset.dataset_mask(window=window) if dataset.nodata is None else None
    with MemoryFile() as memory:
        with memory.open(**profile) as tile:
            tile.write(pixels)
            for position, band in enumerate(chosen, start=1):
                if dataset.descriptions[band - 1]:
                    tile.set_band_description(position, dataset.descriptions[band - 1])
            if mask is not None and not mask.all():
                tile.write_mask(mask)
        return bytes(memory.read())
