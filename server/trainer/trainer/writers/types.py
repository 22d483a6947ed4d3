"""What the writers are given: a file of records, and what its numbers mean."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from trainer.errors import TrainerError

# One record per tile as the studio writes them, in the order of the tiles.
RECORD = np.dtype(
    [
        ("tile", "<i4"),
        ("class", "<i2"),  # place in `classes`
        ("author", "<i2"),  # place in `authors`; -1: nobody
        ("confidence", "<f4"),  # 0 to 1; NaN: unknown
        ("at_ms", "<f8"),  # since 1970; NaN: unknown
    ]
)
# Records that are held at a time.
CHUNK = 20_000

Records = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ExportSpec:
    """The scene of the tiles and the meaning of the records.

    Attributes:
        kind: `labels` by people or the `prediction` of a model.
        name: Of the scene.
        width_px, height_px, tile_size_px, rows, cols: Its grid.
        transform: [a, b, c, d, e, f]: x = a * col + b * row + c, y = d * col + e * row + f.
        crs: WKT or an authority code; None in pixel space.
        classes: Names and colours (#rrggbb).
        indexes: Index of each class in its project.
        authors: Names of people.
        made_at: When, as RFC 3339.
    """

    kind: str
    name: str
    width_px: int
    height_px: int
    tile_size_px: int
    rows: int
    cols: int
    transform: tuple[float, ...]
    crs: str | None
    classes: list[tuple[str, str]]
    indexes: list[int]
    authors: list[str]
    made_at: str


def parse_spec(path: Path) -> ExportSpec:
    """Reads a specification.

    Raises:
        TrainerError: `invalid_input`.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
        spec = ExportSpec(
            kind=str(value["kind"]),
            name=str(value["name"]),
            width_px=int(value["widthPx"]),
            height_px=int(value["heightPx"]),
            tile_size_px=int(value["tileSizePx"]),
            rows=int(value["rows"]),
            cols=int(value["cols"]),
            transform=tuple(float(number) for number in value["transform"]),
            crs=value["crs"],
            classes=[(str(one["name"]), str(one["colour"])) for one in value["classes"]],
            indexes=[int(one["index"]) for one in value["classes"]],
            authors=[str(name) for name in value["authors"]],
            made_at=str(value["madeAt"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainerError(
            "invalid_input", "trainer.grids.unreadable", reason=f"{type(error).__name__} {error}"
        ) from error
    if len(spec.transform) != 6 or not all(math.isfinite(value) for value in spec.transform):
        raise TrainerError("invalid_input", "trainer.grids.transform")
    return spec


class Tiles:
    """The records of a file, read a chunk at a time."""

    def __init__(self, path: Path, spec: ExportSpec) -> None:
        self.spec = spec
        self._path = path
        size = path.stat().st_size
        if size % RECORD.itemsize:
            raise TrainerError("invalid_input", "trainer.exports.records")
        self.count = size // RECORD.itemsize

    def chunks(self) -> Iterator[Records]:
        """Yields records, at most CHUNK at a time."""
        with self._path.open("rb") as file:
            while content := file.read(CHUNK * RECORD.itemsize):
                records = np.frombuffer(content, RECORD)
                if (records["class"] < 0).any() or (
                    records["class"] >= len(self.spec.classes)
                ).any():
                    raise TrainerError("invalid_input", "trainer.exports.records")
                yield records

    def boxes(self, records: Records) -> Floats:
        """Returns pixel boxes [n, 4] (left, top, right, bottom), cut off at the scene's edge."""
        spec = self.spec
        rows, cols = np.divmod(records["tile"].astype(np.int64), spec.cols)
        left, top = cols * spec.tile_size_px, rows * spec.tile_size_px
        right = np.minimum(left + spec.tile_size_px, spec.width_px)
        bottom = np.minimum(top + spec.tile_size_px, spec.height_px)
        return np.stack([left, top, right, bottom], axis=1).astype(np.float64)

    def outlines(self, records: Records) -> Floats:
        """Returns closed outlines [n, 5, 2] in the scene's system, counter-clockwise."""
        left, top, right, bottom = self.boxes(records).T
        cols = np.stack([left, left, right, right, left], axis=1)
        rows = np.stack([top, bottom, bottom, top, top], axis=1)
        a, b, c, d, e, f = self.spec.transform
        outlines = np.stack([a * cols + b * rows + c, d * cols + e * rows + f], axis=2)
        return outlines if a * e - b * d < 0 else outlines[:, ::-1]

    def names(self, records: Records) -> list[str]:
        """Returns the class names [n] of records."""
        return [self.spec.classes[place][0] for place in records["class"]]

    def authors(self, records: Records) -> list[str | None]:
        """Returns the authors [n] of records."""
        known: list[str | None] = [*self.spec.authors, None]
        return [known[place] for place in records["author"]]


def times(records: Records) -> list[str | None]:
    """Returns when records were made, as RFC 3339 in UTC."""
    at = records["at_ms"]
    unknown = np.isnan(at)
    stamps = np.datetime_as_string(
        np.where(unknown, 0, at).astype(np.int64).astype("datetime64[ms]"), unit="ms"
    )
    return [
        None if missing else f"{stamp}Z" for stamp, missing in zip(stamps, unknown, strict=True)
    ]


def confidences(records: Records) -> list[float | None]:
    """Returns confidences, rounded to what a byte can tell."""
    return [
        None if math.isnan(value) else round(value, 4) for value in records["confidence"].tolist()
    ]
