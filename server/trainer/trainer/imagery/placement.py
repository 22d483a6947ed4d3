"""Decides where a source raster lies and how its pixels get into a north-up grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.io import DatasetReader
from rasterio.transform import GCPTransformer

from trainer.contract.sentences import SentenceKey
from trainer.errors import TrainerError
from trainer.imagery.cog import pixel_space
from trainer.imagery.describe import locate
from trainer.imagery.open import is_finite_transform
from trainer.imagery.orientation import UPRIGHT, read_orientation
from trainer.imagery.types import Note, make_note

How = Literal["as-is", "flip", "warp-affine", "warp-points"]
# How far beyond the globe a geographic extent may reach before its coordinates are nonsense.
LON_LIMIT, LAT_LIMIT = 540.0, 100.0


@dataclass(frozen=True)
class Placement:
    """Where pixels go.

    Attributes:
        how: Copied as they are; mirrored; resampled from a rotated grid or control points.
        crs, transform: Of the pixels in the order that they are copied in.
        mirror_rows, mirror_cols: For `flip`.
        points: For `warp-points`.
        notes: What a person should know.
    """

    how: How
    crs: CRS | None
    transform: Affine
    notes: tuple[Note, ...] = ()
    mirror_rows: bool = False
    mirror_cols: bool = False
    points: tuple[GroundControlPoint, ...] = ()


def place(dataset: DatasetReader) -> Placement:
    """Chooses the placement of a source raster from its georeference."""
    points, points_crs = dataset.gcps
    transform, crs = dataset.transform, dataset.crs or None
    identity = transform.is_identity
    if points and points_crs and identity:
        note = make_note("trainer.notes.warped_from_points", count=len(points))
        return Placement("warp-points", points_crs, transform, (note,), points=tuple(points))
    if crs is None or identity:
        return in_pixel_space(dataset, "trainer.notes.no_georeference")
    if not is_finite_transform(tuple(transform)):
        return in_pixel_space(dataset, "trainer.notes.invalid_georeference")
    if crs.is_geographic and not fits_globe(transform, dataset.width, dataset.height):
        return in_pixel_space(dataset, "trainer.notes.impossible_coordinates")
    if transform.b != 0.0 or transform.d != 0.0:
        return Placement("warp-affine", crs, transform, (make_note("trainer.notes.rotated"),))
    return keep_or_flip(dataset, crs)


def keep_or_flip(dataset: DatasetReader, crs: CRS) -> Placement:
    """Places an unrotated raster, mirrored where its rows or columns run the wrong way."""
    transform = dataset.transform
    rows, cols = transform.e > 0, transform.a < 0
    if not rows and not cols:
        return Placement("as-is", crs, transform)
    left = transform.c + (transform.a * dataset.width if cols else 0.0)
    top = transform.f + (transform.e * dataset.height if rows else 0.0)
    upright = Affine(abs(transform.a), 0.0, left, 0.0, -abs(transform.e), top)
    note = make_note("trainer.notes.flipped", how="mirrored" if cols else "upside down")
    return Placement("flip", crs, upright, (note,), mirror_rows=rows, mirror_cols=cols)


def in_pixel_space(dataset: DatasetReader, reason: SentenceKey) -> Placement:
    """Places a raster that cannot be put on a map."""
    notes = [make_note(reason)]
    exif = dataset.tags().get("EXIF_Orientation", "")
    turn = int(exif) if exif.isdecimal() else read_orientation(Path(dataset.name))
    if turn != UPRIGHT:
        notes.append(make_note("trainer.notes.shown_as_stored", orientation=turn))
    return Placement("as-is", None, pixel_space(dataset.height), tuple(notes))


def fits_globe(transform: Affine, width: int, height: int) -> bool:
    """Says whether the corners of a geographic raster lie on the globe, give or take a turn."""
    corners = [locate(transform, col, row) for col in (0, width) for row in (0, height)]
    return all(abs(x) <= LON_LIMIT and abs(y) <= LAT_LIMIT for x, y in corners)


def north_up_grid(transform: Affine, width: int, height: int) -> tuple[Affine, int, int]:
    """Returns (transform, width, height) of the north-up grid that covers a rotated one.

    Pixels keep their size along each of their own axes.
    """
    corners = [locate(transform, col, row) for col in (0, width) for row in (0, height)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    size_x = math.hypot(transform.a, transform.d)
    size_y = math.hypot(transform.b, transform.e)
    columns = max(1, math.ceil((max(xs) - min(xs)) / size_x - 1e-6))
    rows = max(1, math.ceil((max(ys) - min(ys)) / size_y - 1e-6))
    return Affine(size_x, 0.0, min(xs), 0.0, -size_y, max(ys)), columns, rows


def grid_from_points(
    points: Sequence[GroundControlPoint], width: int, height: int
) -> tuple[Affine, int, int]:
    """Returns (transform, width, height) of the north-up grid that covers a raster's edges.

    Square pixels, as many along the diagonal as the source has. (rasterio's own function goes
    through a virtual raster, whose driver is switched off here.)
    """
    steps = [step / 20 for step in range(21)]
    edges = [(u, v) for u in steps for v in (0.0, 1.0)] + [
        (u, v) for u in (0.0, 1.0) for v in steps
    ]
    with GCPTransformer(list(points)) as transformer:
        xs, ys = transformer.xy(
            [v * height for _, v in edges], [u * width for u, _ in edges], offset="ul"
        )
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if not (math.isfinite(wide) and math.isfinite(high) and wide > 0 and high > 0):
        raise TrainerError("unsupported", "trainer.scenes.controlPoints")
    size = math.hypot(wide, high) / math.hypot(width, height)
    columns, rows = max(1, math.ceil(wide / size)), max(1, math.ceil(high / size))
    return Affine(size, 0.0, min(xs), 0.0, -size, max(ys)), columns, rows
