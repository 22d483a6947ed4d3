"""Reads classes of tiles or points from a CSV."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from trainer.errors import TrainerError
from trainer.truth.crs import Route
from trainer.truth.geojson import LON_LAT
from trainer.truth.size_limit import MAX_TEXT_BYTES, refuse_large
from trainer.truth.types import MAX_FEATURES, Choice, Grid, TileCounts, to_text

CLASS_NAMES = ("class", "classname", "class_name", "label", "category", "value")
ROW_COL = (("row",), ("col", "column"))
LON_LAT_NAMES = (("lon", "longitude", "lng", "long"), ("lat", "latitude"))
X_Y = (("x", "easting"), ("y", "northing"))


@dataclass(frozen=True)
class Table:
    """What a CSV gave.

    Attributes:
        columns: Those that may hold the class.
        column: The one that was read.
        crs: Of its points; None for rows and columns, and for the scene's own system.
        by_tile: Whether it names tiles by row and column.
        tiles, classes: Tile (-1 outside of the scene) and class of each line that has one.
        unvalued: Lines without a class.
    """

    columns: list[str]
    column: str
    crs: str | None
    by_tile: bool
    tiles: list[int]
    classes: list[str]
    unvalued: int


def read_table(path: Path, name: str, grid: Grid, choice: Choice) -> Table:
    """Reads row,col,class or lon,lat,class or x,y,class, in any order of columns.

    Raises:
        TrainerError: `unreadable_file`, `too_large` or `invalid_input`.
    """
    refuse_large(name, path.stat().st_size, MAX_TEXT_BYTES)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline(100_000)
            file.seek(0)
            reader = csv.reader(file, delimiter=find_delimiter(head))
            return read_lines(reader, name, grid, choice)
    except (UnicodeDecodeError, csv.Error) as error:
        raise TrainerError(
            "unreadable_file", "trainer.labelFiles.notATable", name=name, reason=str(error)[:200]
        ) from error


def find_delimiter(head: str) -> str:
    """Returns the delimiter that the first line has most of."""
    return max(",;\t|", key=head.count)


def read_lines(reader: Any, name: str, grid: Grid, choice: Choice) -> Table:
    """Reads all lines of a table."""
    header = [cell.strip() for cell in next(reader, [])]
    lower = [cell.lower() for cell in header]
    pair, by_tile, crs = find_pair(lower, name, header, choice)
    columns = [cell for place, cell in enumerate(header) if place not in pair and cell]
    column = choice.attribute if choice.attribute is not None else find_class(columns)
    if column is None or column not in header:
        raise TrainerError(
            "invalid_input", "trainer.labelFiles.tableColumns", name=name, known=header
        )
    at = header.index(column)
    points: list[tuple[float, float]] = []
    classes: list[str] = []
    unvalued = 0
    for number, line in enumerate(reader, 2):
        if not line:
            continue
        if len(classes) >= MAX_FEATURES:
            raise TrainerError(
                "too_large", "trainer.labelFiles.tooManyLines", name=name, limit=MAX_FEATURES
            )
        value = to_text(line[at]) if at < len(line) else None
        if value is None:
            unvalued += 1
            continue
        points.append(read_pair(line, pair, name, number))
        classes.append(value)
    tiles = find_tiles(np.array(points, np.float64).reshape(-1, 2), grid, by_tile, crs)
    return Table(columns, column, crs, by_tile, tiles, classes, unvalued)


def find_pair(
    lower: list[str], name: str, header: list[str], choice: Choice
) -> tuple[tuple[int, int], bool, str | None]:
    """Returns the two columns that say where, whether they name tiles, and their system."""
    for names, by_tile, crs in (
        (ROW_COL, True, None),
        (LON_LAT_NAMES, False, choice.crs or LON_LAT),
        (X_Y, False, choice.crs),
    ):
        found = [next((lower.index(one) for one in some if one in lower), -1) for some in names]
        if -1 not in found:
            return (found[0], found[1]), by_tile, crs
    raise TrainerError("invalid_input", "trainer.labelFiles.tableColumns", name=name, known=header)


def find_class(columns: list[str]) -> str | None:
    """Returns the column of the classes: one of the usual names, else the only one."""
    for wanted in CLASS_NAMES:
        for column in columns:
            if column.lower() == wanted:
                return column
    return columns[0] if len(columns) == 1 else None


def read_pair(
    line: list[str], pair: tuple[int, int], name: str, number: int
) -> tuple[float, float]:
    """Returns two numbers of a line."""
    try:
        first, second = float(line[pair[0]]), float(line[pair[1]])
    except (ValueError, IndexError):
        first = second = math.nan
    if not (math.isfinite(first) and math.isfinite(second)):
        raise TrainerError("invalid_input", "trainer.labelFiles.tableLine", name=name, line=number)
    return first, second


def find_tiles(points: Any, grid: Grid, by_tile: bool, crs: str | None) -> list[int]:
    """Returns the tile of each point [n, 2]; -1 outside of the scene."""
    rows: Any
    cols: Any
    if by_tile:
        rows, cols = points[:, 0], points[:, 1]
    else:
        pixels = Route(crs, grid).to_pixels(points)
        with np.errstate(invalid="ignore"):
            beyond = (pixels[:, 0] >= grid.width_px) | (pixels[:, 1] >= grid.height_px)
            cols, rows = np.floor(pixels / grid.tile_size_px).T
            cols = np.where(beyond, -1, cols)
    with np.errstate(invalid="ignore"):
        inside = (rows >= 0) & (cols >= 0) & (rows < grid.rows) & (cols < grid.cols)
        tiles = np.where(inside, rows * grid.cols + cols, -1).astype(np.int64)
    tiles[tiles >= grid.tile_count] = -1
    return [int(tile) for tile in tiles]


def count_lines(table: Table, names: list[str]) -> TileCounts:
    """Counts the lines of each class in each tile."""
    index = {name: place for place, name in enumerate(names)}
    tiles = np.array(table.tiles, np.int64)
    values = np.array([index.get(name, -1) for name in table.classes], np.int64)
    inside = (tiles >= 0) & (values >= 0)
    return TileCounts.gather([(tiles[inside], values[inside], np.ones(int(inside.sum())))])
