"""What the writers are given: a file of records, and what its numbers mean."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from trainer.errors import TrainerError
from trainer.progress import Progress

# One record per tile as the studio writes them, in the order of the tiles.
RECORD = np.dtype(
    [
        ("tile", "<i4"),
        ("class", "<i2"),  # place in `classes`
        ("author", "<i2"),  # place in `authors`; -1: nobody
        ("confidence", "<f4"),  # 0 to 1; NaN: unknown
        ("at_ms", "<f8"),  # since 1970; NaN: unknown
        ("split", "<i2"),  # place in SPLITS; -1: none
    ]
)
SPLITS = ("train", "val", "test")
# Records that are held at a time.
CHUNK = 20_000

Records = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SceneSpec:
    """A scene that tiles lie on.

    Attributes:
        name: What people call it.
        width_px, height_px, tile_size_px, rows, cols: Its grid.
        transform: [a, b, c, d, e, f]: x = a * col + b * row + c, y = d * col + e * row + f.
        crs: WKT or an authority code; None in pixel space.
        count: Records of it.
    """

    name: str
    width_px: int
    height_px: int
    tile_size_px: int
    rows: int
    cols: int
    transform: tuple[float, ...]
    crs: str | None
    count: int


@dataclass(frozen=True)
class ExportSpec:
    """The scenes of the tiles and the meaning of the records.

    Attributes:
        kind: `labels` by people, the `prediction` of a model, or a `dataset` of labels with splits.
        name: Of the scene or the dataset.
        scenes: In the order of their records.
        classes: Names and colours (#rrggbb).
        parents: Name of the class above each, None at the top.
        indexes: Index of each class in its project or dataset.
        authors: Names of people.
        made_at: When, as RFC 3339.
    """

    kind: str
    name: str
    scenes: list[SceneSpec]
    classes: list[tuple[str, str]]
    parents: list[str | None]
    indexes: list[int]
    authors: list[str]
    made_at: str

    @property
    def has_splits(self) -> bool:
        """Says whether tiles belong to several scenes and to parts of a dataset."""
        return self.kind == "dataset"


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
            scenes=[parse_scene(scene) for scene in value["scenes"]],
            classes=[(str(one["name"]), str(one["colour"])) for one in value["classes"]],
            parents=[one.get("parent") and str(one["parent"]) for one in value["classes"]],
            indexes=[int(one["index"]) for one in value["classes"]],
            authors=[str(name) for name in value["authors"]],
            made_at=str(value["madeAt"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainerError(
            "invalid_input", "trainer.grids.unreadable", reason=f"{type(error).__name__} {error}"
        ) from error
    for scene in spec.scenes:
        if len(scene.transform) != 6 or not all(math.isfinite(one) for one in scene.transform):
            raise TrainerError("invalid_input", "trainer.grids.transform")
    return spec


def parse_scene(value: dict[str, Any]) -> SceneSpec:
    """Reads one scene of a specification."""
    return SceneSpec(
        name=str(value["name"]),
        width_px=int(value["widthPx"]),
        height_px=int(value["heightPx"]),
        tile_size_px=int(value["tileSizePx"]),
        rows=int(value["rows"]),
        cols=int(value["cols"]),
        transform=tuple(float(number) for number in value["transform"]),
        crs=value["crs"],
        count=int(value["count"]),
    )


class Export:
    """Everything that is written into one file: the tiles of one scene or of several."""

    def __init__(self, path: Path, spec: ExportSpec, progress: Progress) -> None:
        self.spec = spec
        self._progress = progress
        self._done = 0
        self.count = sum(scene.count for scene in spec.scenes)
        if path.stat().st_size != self.count * RECORD.itemsize:
            raise TrainerError("invalid_input", "trainer.exports.records")
        if self.count == 0:
            raise TrainerError("invalid_input", "trainer.exports.noTiles", name=spec.name)
        firsts = itertools.accumulate((scene.count for scene in spec.scenes), initial=0)
        self.parts = [
            Tiles(path, spec, scene, first)
            for scene, first in zip(spec.scenes, firsts, strict=False)
            if scene.count > 0
        ]

    def chunks(self) -> Iterator[tuple[Tiles, Records]]:
        """Yields the records of every scene, at most CHUNK at a time, and reports progress."""
        for tiles in self.parts:
            for records in tiles.chunks():
                yield tiles, records
                self.step(len(records))

    def step(self, count: int) -> None:
        """Reports that so many more records were written."""
        self._done += count
        self._progress.step(min(self._done, self.count), self.count)

    def common_crs(self) -> str | None:
        """Returns the system that all scenes share; None where there is no such system."""
        systems = {tiles.scene.crs for tiles in self.parts}
        return systems.pop() if len(systems) == 1 else None


class Tiles:
    """The records of one scene, read a chunk at a time."""

    def __init__(self, path: Path, spec: ExportSpec, scene: SceneSpec, first: int) -> None:
        self.spec = spec
        self.scene = scene
        self._path = path
        self._first = first

    def chunks(self) -> Iterator[Records]:
        """Yields records, at most CHUNK at a time."""
        with self._path.open("rb") as file:
            file.seek(self._first * RECORD.itemsize)
            left = self.scene.count
            while left > 0:
                records = np.frombuffer(file.read(min(CHUNK, left) * RECORD.itemsize), RECORD)
                left -= len(records)
                known = (records["class"] >= 0) & (records["class"] < len(self.spec.classes))
                if not len(records) or not known.all():
                    raise TrainerError("invalid_input", "trainer.exports.records")
                yield records

    def boxes(self, records: Records) -> Floats:
        """Returns pixel boxes [n, 4] (left, top, right, bottom), cut off at the scene's edge."""
        scene = self.scene
        rows, cols = np.divmod(records["tile"].astype(np.int64), scene.cols)
        left, top = cols * scene.tile_size_px, rows * scene.tile_size_px
        right = np.minimum(left + scene.tile_size_px, scene.width_px)
        bottom = np.minimum(top + scene.tile_size_px, scene.height_px)
        return np.stack([left, top, right, bottom], axis=1).astype(np.float64)

    def outlines(self, records: Records) -> Floats:
        """Returns closed outlines [n, 5, 2] in the scene's system, counter-clockwise."""
        left, top, right, bottom = self.boxes(records).T
        cols = np.stack([left, left, right, right, left], axis=1)
        rows = np.stack([top, bottom, bottom, top, top], axis=1)
        a, b, c, d, e, f = self.scene.transform
        outlines = np.stack([a * cols + b * rows + c, d * cols + e * rows + f], axis=2)
        return outlines if a * e - b * d < 0 else outlines[:, ::-1]

    def places(self, records: Records) -> tuple[list[int], list[int]]:
        """Returns rows [n] and columns [n] of records in the scene's grid."""
        rows, cols = np.divmod(records["tile"], self.scene.cols)
        return rows.tolist(), cols.tolist()

    def names(self, records: Records) -> list[str]:
        """Returns the class names [n] of records."""
        names = [name for name, _ in self.spec.classes]
        return [names[place] for place in records["class"].tolist()]

    def authors(self, records: Records) -> list[str | None]:
        """Returns the authors [n] of records."""
        known: list[str | None] = [*self.spec.authors, None]
        return [known[place] for place in records["author"].tolist()]


def splits(records: Records) -> list[str | None]:
    """Returns the part of the dataset [n] that records belong to."""
    known: list[str | None] = [*SPLITS, None]
    return [known[place] for place in records["split"].tolist()]


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
