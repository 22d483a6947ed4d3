"""Reads `spec.json` and `dataset.json`, with errors a person can act on."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from trainer.contract.run_spec import RunSpec, SpecDataset
from trainer.errors import TrainerError

SPEC_FILE = "spec.json"
SPLITS = ("train", "val", "test")
TILE_COLUMNS = ("sceneIndex", "row", "col", "classIndex", "split")

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class TileTable:
    """The tiles of a dataset, one entry per tile in every array.

    Attributes:
        scene: Index into the dataset's scenes.
        row: Tile row in the scene's grid.
        col: Tile column in the scene's grid.
        label: Position of the class in the dataset's list, 0-based: what the model predicts.
        split: Index into `SPLITS`.
    """

    scene: NDArray[np.int32]
    row: NDArray[np.int32]
    col: NDArray[np.int32]
    label: NDArray[np.int16]
    split: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.label)


def read_run_spec(run_folder: Path) -> RunSpec:
    """Reads a run folder's spec. Raises TrainerError where it is missing or wrong."""
    return read_model(run_folder / SPEC_FILE, RunSpec)


def read_dataset(path: Path) -> SpecDataset:
    """Reads `dataset.json`; its `tilesPath` may be relative to it."""
    dataset = read_model(path, SpecDataset)
    return dataset.model_copy(update={"tiles_path": str(path.parent / dataset.tiles_path)})


def read_model(path: Path, model: type[Model]) -> Model:
    """Parses a JSON file with a contract's model."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TrainerError(
            "invalid_input",
            "trainer.training.specUnreadable",
            name=path.name,
            reason=error.strerror or str(error),
        ) from error
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise TrainerError(
            "invalid_input",
            "trainer.training.specMisfit",
            name=path.name,
            where=where,
            reason=first["msg"],
        ) from error


def read_tiles(dataset: SpecDataset) -> TileTable:
    """Reads `tiles.csv`.

    Raises:
        TrainerError: It is missing, has other columns, or names a scene or class that is not there.
    """
    path = Path(dataset.tiles_path)
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            header = tuple(next(rows, ()))
            if header != TILE_COLUMNS:
                raise TrainerError(
                    "invalid_input",
                    "trainer.datasets.listHeader",
                    name=path.name,
                    found=",".join(header),
                    wanted=",".join(TILE_COLUMNS),
                )
            table = parse_rows(list(rows), path.name)
    except OSError as error:
        raise TrainerError(
            "invalid_input",
            "trainer.datasets.listUnreadable",
            name=path.name,
            reason=error.strerror or str(error),
        ) from error
    check_table(table, dataset)
    return replace(table, label=to_positions(table.label, dataset))


def parse_rows(rows: list[list[str]], name: str) -> TileTable:
    """Turns CSV rows into columns; names the first row that does not parse."""
    splits = {split: index for index, split in enumerate(SPLITS)}
    numbers = np.empty((len(rows), 5), np.int64)
    for index, row in enumerate(rows):
        try:
            scene, tile_row, col, label, split = row
            numbers[index] = (int(scene), int(tile_row), int(col), int(label), splits[split])
        except (ValueError, KeyError) as error:
            raise TrainerError(
                "invalid_input",
                "trainer.datasets.listLine",
                number=index + 2,
                name=name,
                line=",".join(row),
            ) from error
    return TileTable(
        scene=numbers[:, 0].astype(np.int32),
        row=numbers[:, 1].astype(np.int32),
        col=numbers[:, 2].astype(np.int32),
        label=numbers[:, 3].astype(np.int16),
        split=numbers[:, 4].astype(np.uint8),
    )


def to_positions(index_N: NDArray[np.int16], dataset: SpecDataset) -> NDArray[np.int16]:
    """Turns class indices (which may have gaps) into positions in the dataset's class list."""
    position_of = {item.index: position for position, item in enumerate(dataset.classes)}
    unknown = set(np.unique(index_N).tolist()) - position_of.keys()
    if unknown:
        raise TrainerError("invalid_input", "trainer.datasets.unknownClass", index=min(unknown))
    lookup = np.full(max(position_of) + 1, -1, np.int16)
    lookup[list(position_of)] = list(position_of.values())
    return lookup[index_N]


def check_table(table: TileTable, dataset: SpecDataset) -> None:
    """Checks that the tiles fit the dataset that they belong to."""
    if len(table) == 0:
        raise TrainerError("invalid_input", "trainer.datasets.noTiles")
    if len(table) != dataset.tile_count:
        raise TrainerError(
            "invalid_input",
            "trainer.datasets.otherCount",
            found=len(table),
            wanted=dataset.tile_count,
        )
    if table.scene.min() < 0 or table.scene.max() >= len(dataset.scenes):
        raise TrainerError(
            "invalid_input",
            "trainer.datasets.unknownScene",
            index=int(table.scene.max()),
            count=len(dataset.scenes),
        )
    if min(table.row.min(), table.col.min()) < 0:
        raise TrainerError("invalid_input", "trainer.datasets.negative")
