"""The shapes of what the imagery commands report, as they appear in result files."""

from __future__ import annotations

from typing import Literal, TypedDict

from trainer.contract.sentences import SentenceKey
from trainer.sentences import Sentence, Value, name_sentence, say


class Note(TypedDict):
    """Something that was done to the input, or found in it, that a person should know."""

    code: str
    message: str
    sentence: Sentence


def make_note(key: SentenceKey, /, **values: Value) -> Note:
    """Makes a note of a sentence; the last part of its key is the note's code."""
    code = key.rpartition(".")[2]
    return {
        "code": code,
        "message": say(key, values).message,
        "sentence": name_sentence(key, values),
    }


class Histogram(TypedDict):
    """Counts of valid sampled pixels between two values; the outermost bins take the rest."""

    low: float
    high: float
    counts: list[int]


class Band(TypedDict):
    """One band. Numbers are 0 where not one pixel is valid (`validFraction` is 0 then)."""

    index: int
    name: str
    description: str | None
    colour: str | None
    wavelengthNm: float | None
    unit: str | None
    scale: float | None
    offset: float | None
    min: float
    max: float
    mean: float
    standardDeviation: float
    p1: float
    p2: float
    p50: float
    p98: float
    p99: float
    validFraction: float
    histogram: Histogram


class Crs(TypedDict):
    """A coordinate reference system; all null and unit "px" for pixel space."""

    code: str | None
    wkt: str | None
    proj4: str | None
    unit: str


class Scene(TypedDict):
    """A scene on disk. `transform` is [a, b, c, d, e, f]: x = a*col + b*row + c, y likewise."""

    kind: Literal["raster", "chips"]
    widthPx: int
    heightPx: int
    bandCount: int
    dtype: str
    nodata: float | None
    hasMask: bool
    crs: Crs
    transform: list[float]
    extent: list[float]
    groundSampleMeters: float | None
    extentLonLat: list[float] | None
    bands: list[Band]
    byteSize: int
    sha256: str
    notes: list[Note]
    simulated: bool


class ChipSummary(TypedDict):
    """How the chips lie on a contact sheet: cell k (row-major) holds chip k."""

    count: int
    cellSizePx: int
    columns: int
    rows: int
    classes: list[str]
    splits: list[str]


class SkippedChip(TypedDict):
    """A file of a chip folder that was left out, and why."""

    name: str
    reason: str
