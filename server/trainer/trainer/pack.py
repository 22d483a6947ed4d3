"""A dataset decoded once: tiles in one memory-mapped array, shared by all runs.

`<packFolder>/<contentHash>/` holds

    tiles.npy   [N, bands, height, width] in the scenes' own data type, chosen bands in order
    tiles.npz   scene, row, col, label, split: one entry per tile
    pack.json   version, shape, data type, class names, band recipe

Everything after this file needs only that folder, so a machine without rasterio or without the
scenes can train from a copy of it. Pixels without data hold the recipe's low value.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from trainer.contract.run_spec import BandRecipe, SpecClass, SpecDataset
from trainer.contract.sentences import SentenceKey
from trainer.errors import TrainerError
from trainer.job import EXIT_FAILED, EXIT_OK, add_job_arguments, deliver
from trainer.progress import Progress, write_json
from trainer.sentences import Value
from trainer.spec import SPLITS, TileTable, read_dataset, read_tiles

PACK_VERSION = 1
TILES_FILE = "tiles.npy"
INDEX_FILE = "tiles.npz"
FACTS_FILE = "pack.json"
STORED_TYPES = {"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"}

# Between two looks at whether a stop was asked for, while another run decodes.
LOCK_WAIT_S = 0.5


class OnProgress(Protocol):
    """What is told how far a pack is."""

    def __call__(self, fraction: float, key: SentenceKey, /, **values: Value) -> None:
        """Told the fraction that is done and a sentence about it; may raise to stop."""


@dataclass(frozen=True)
class Pack:
    """An opened pack.

    Attributes:
        tiles: Memory-mapped `[N, bands, height, width]`.
        table: Where each tile lies, its class position and its split.
        classes: The dataset's classes, in the order of class positions.
        recipe: How stored values become model input.
        folder: Where the pack lies.
    """

    tiles: NDArray[Any]
    table: TileTable
    classes: list[SpecClass]
    recipe: BandRecipe
    folder: Path

    def indices(self, split: str) -> NDArray[np.int64]:
        """Returns the tiles of a split, in pack order."""
        return np.flatnonzero(self.table.split == SPLITS.index(split))


def prepare_pack(dataset: SpecDataset, pack_folder: Path, on_progress: OnProgress) -> Pack:
    """Opens the dataset's pack; decodes it first where that has not been done.

    Two runs may call this at once: one decodes, the other waits. A run that is killed while it
    decodes leaves nothing behind that could be taken for a pack.

    Args:
        dataset: The frozen dataset.
        pack_folder: Holds the packs of all datasets.
        on_progress: Called with the share done and a message; may raise to stop.

    Raises:
        TrainerError: A scene cannot be read, a tile lies outside, or the disk is full.
    """
    folder = pack_folder / dataset.content_hash
    if not (folder / FACTS_FILE).exists():
        pack_folder.mkdir(parents=True, exist_ok=True)
        with waiting_lock(pack_folder / f"{dataset.content_hash}.lock", on_progress):
            if not (folder / FACTS_FILE).exists():
                write_pack(dataset, folder, on_progress)
    return open_pack(folder)


@contextmanager
def waiting_lock(path: Path, on_progress: OnProgress) -> Iterator[None]:
    """Holds a lock file; says so while another run has it, and can be stopped meanwhile."""
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    while not lock.is_locked:
        try:
            lock.acquire(timeout=LOCK_WAIT_S)
        except Timeout:
            on_progress(0.0, "trainer.phases.waitingForTiles")
    try:
        yield
    finally:
        lock.release()


def open_pack(folder: Path) -> Pack:
    """Opens a pack without looking at the scenes it was made from."""
    try:
        facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
        if facts["version"] != PACK_VERSION:
            raise ValueError(f"version {facts['version']}, expected {PACK_VERSION}")
        tiles = np.load(folder / TILES_FILE, mmap_mode="r")
        with np.load(folder / INDEX_FILE) as columns:
            table = TileTable(**{name: columns[name] for name in columns.files})
        if len(tiles) != len(table):
            raise ValueError(f"{len(tiles)} tiles, {len(table)} entries")
        return Pack(
            tiles=tiles,
            table=table,
            classes=[SpecClass.model_validate(item) for item in facts["classes"]],
            recipe=BandRecipe.model_validate(facts["recipe"]),
            folder=folder,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainerError(
            "unreadable_file",
            "trainer.datasets.packUnreadable",
            name=folder.name,
            reason=str(error),
        ) from error


def write_pack(dataset: SpecDataset, folder: Path, on_progress: OnProgress) -> None:
    """Decodes all tiles into a new folder that gets its name only when it is complete."""
    table = read_tiles(dataset)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name[:16]}-", dir=folder.parent))
    try:
        height = width = max(scene.tile_size_px for scene in dataset.scenes)
        shape = (len(table), len(dataset.recipe.bands), height, width)
        dtype = stored_type(dataset.recipe.dtype)
        check_space(folder.parent, int(np.prod(shape)) * dtype.itemsize)
        tiles = np.lib.format.open_memmap(staging / TILES_FILE, mode="w+", dtype=dtype, shape=shape)
        decode_scenes(dataset, table, tiles, on_progress)
        tiles.flush()
        del tiles
        write_index(staging, table, shape, dtype, dataset.classes, dataset.recipe)
        shutil.rmtree(folder, ignore_errors=True)  # an unfinished one from an older version
        staging.replace(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def save_pack(
    folder: Path,
    tiles_NBHW: NDArray[Any],
    table: TileTable,
    classes: list[SpecClass],
    recipe: BandRecipe,
) -> None:
    """Writes tiles that are already in memory into an existing, empty folder."""
    np.save(folder / TILES_FILE, tiles_NBHW)
    write_index(folder, table, tiles_NBHW.shape, tiles_NBHW.dtype, classes, recipe)


def write_index(
    folder: Path,
    table: TileTable,
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    classes: list[SpecClass],
    recipe: BandRecipe,
) -> None:
    """Writes what belongs to the tiles; `pack.json` last, as it makes the pack complete."""
    np.savez(folder / INDEX_FILE, **vars(table))
    write_json(
        folder / FACTS_FILE,
        {
            "version": PACK_VERSION,
            "shape": list(shape),
            "dtype": dtype.name,
            "classes": [item.model_dump() for item in classes],
            "recipe": recipe.model_dump(by_alias=True),
        },
    )


def stored_type(name: str) -> np.dtype[Any]:
    """Returns the numpy type a pack stores; float64 becomes float32, as in every model."""
    if name not in STORED_TYPES:
        raise TrainerError(
            "unsupported", "trainer.datasets.typeUnsupported", type=name, types=sorted(STORED_TYPES)
        )
    return np.dtype("float32" if name == "float64" else name)


def check_space(folder: Path, needed_bytes: int) -> None:
    """Refuses before the first byte what will not fit; a sparse file would fail much later."""
    free_bytes = shutil.disk_usage(folder).free
    if needed_bytes > free_bytes:
        raise TrainerError(
            "storage_full",
            "trainer.datasets.needsSpace",
            neededBytes=needed_bytes,
            freeBytes=free_bytes,
        )


def decode_scenes(
    dataset: SpecDataset, table: TileTable, tiles: NDArray[Any], on_progress: OnProgress
) -> None:
    """Fills `tiles` scene by scene, in raster order within each, so that blocks are read once."""
    from trainer.tile_reader import TileReader

    done = 0
    for index, scene in enumerate(dataset.scenes):
        members = np.flatnonzero(table.scene == index)
        if len(members) == 0:
            continue
        members = members[np.lexsort((table.col[members], table.row[members]))]
        with TileReader(Path(scene.raster_path), scene.name, dataset.recipe) as reader:
            for tile in members:
                row, col = int(table.row[tile]), int(table.col[tile])
                tiles[tile] = reader.read(row, col, scene.tile_size_px, tiles.shape[-1])
                done += 1
                if done % 64 == 0 or done == len(table):
                    fraction = done / len(table)
                    on_progress(fraction, "trainer.phases.tiles", done=done, total=len(table))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `pack`."""
    parser.add_argument("--dataset", type=Path, required=True, help="dataset.json")
    parser.add_argument("--pack-folder", type=Path, required=True, help="holds all packs")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Decodes a dataset and says where its pack lies."""
    progress = Progress(args.progress)
    progress.phase("trainer.progress.decodingTiles", 0.0, 1.0)

    def tell(fraction: float, key: SentenceKey, /, **values: Value) -> None:
        done, total = values.get("done"), values.get("total")
        if isinstance(done, int) and isinstance(total, int):
            progress.step(done, total)

    try:
        pack = prepare_pack(read_dataset(args.dataset), args.pack_folder, tell)
    except TrainerError as error:
        deliver({"ok": False, "error": error.to_record()}, args.result)
        return EXIT_FAILED
    found = {
        "folder": str(pack.folder),
        "shape": list(pack.tiles.shape),
        "dtype": pack.tiles.dtype.name,
        "bytes": (pack.folder / TILES_FILE).stat().st_size,
    }
    deliver({"ok": True, **found}, args.result)
    return EXIT_OK
