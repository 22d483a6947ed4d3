"""Builds the contact sheet of a chip folder: one chip per cell, in pixel space."""

from __future__ import annotations

import csv
import math
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rasterio.enums import Resampling
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.chip import Chip, Kind, decode, resample, without_pixels
from trainer.imagery.chip_source import ChipFile, ChipSource, natural, open_source, sort_chips
from trainer.imagery.cog import Mask, Pixels, RasterLayout, flat_writer, pixel_space, write_cog
from trainer.imagery.describe import describe_scene
from trainer.imagery.types import ChipSummary, Note, Scene, SkippedChip, make_note
from trainer.progress import Progress

MAX_SKIPPED = 200
MAX_CELL_PX = 1024
MAX_SHEET_PIXELS = 8_000_000_000
# All chips together, as they are stored: a small PNG may unpack to millions of pixels.
MAX_DECODED_PIXELS = 16_000_000_000
# When so many were decoded to choose a layout, enough was seen.
MAX_SURVEYED_PIXELS = 500_000_000
# How many chips are looked at to choose cell size, bands and type.
SURVEY = 2000


@dataclass(frozen=True)
class SheetPlan:
    """How the sheet is laid out, chosen by the majority of the chips."""

    cell: int
    kind: Kind
    columns: int
    rows: int
    model: Chip


@dataclass
class Tally:
    """What happened to the chips while the sheet was filled."""

    resized: int = 0
    sizes: Counter[tuple[int, int]] = field(default_factory=Counter)
    systems: set[str] = field(default_factory=set)
    placed: list[tuple[ChipFile, Chip]] = field(default_factory=list)


def import_chips(
    source: Path, folder: Path, cell_size: int | None, progress: Progress
) -> tuple[Scene, ChipSummary, list[SkippedChip]]:
    """Turns a folder or archive of chips into `folder`/scene.tif, thumbnail.png and chips.csv.

    Returns:
        The scene record, the sheet's facts, and everything that was left out.

    Raises:
        TrainerError: Why it cannot become a scene.
    """
    progress.phase("trainer.progress.lookingAtChips", 0.0, 0.1)
    skipped: list[SkippedChip] = []
    chips_source = open_source(source)
    try:
        files = sort_chips(chips_source.list_files(skipped), skipped)
        plan, files = make_plan(chips_source, files, cell_size, skipped, progress)
        progress.phase("trainer.progress.placingChips", 0.1, 0.7)
        tally = fill_sheet(chips_source, files, plan, folder / "flat.tif", skipped, progress)
    finally:
        chips_source.close()
    progress.phase("trainer.progress.writingScene", 0.7, 0.85)
    write_cog(folder / "flat.tif", folder / "scene.tif", progress)
    (folder / "flat.tif").unlink()
    write_table(folder / "chips.csv", plan, tally)
    progress.phase("trainer.progress.measuringBands", 0.85, 1.0)
    scene = describe_scene(folder, "chips", make_notes(plan, tally, skipped), progress)
    return scene, summarize(plan, tally), skipped


def make_plan(
    source: ChipSource,
    files: list[ChipFile],
    cell_size: int | None,
    skipped: list[SkippedChip],
    progress: Progress,
) -> tuple[SheetPlan, list[ChipFile]]:
    """Looks at a spread of chips and chooses cell size, bands and type by majority."""
    step = max(1, math.ceil(len(files) / SURVEY))
    sizes: Counter[int] = Counter()
    kinds: Counter[Kind] = Counter()
    models: dict[Kind, Chip] = {}
    survey = files[::step]
    pixels = seen = 0
    for done, file in enumerate(survey, start=1):
        try:
            chip = decode(source.read(file.location), file.name)
        except (TrainerError, OSError):
            continue  # told when the sheet is filled
        seen += 1
        pixels += chip.width * chip.height
        sizes[max(chip.width, chip.height)] += 1
        kinds[chip.kind] += 1
        models.setdefault(chip.kind, chip)
        progress.step(done, len(survey))
        if pixels > MAX_SURVEYED_PIXELS:
            break
    if not kinds:
        raise TrainerError("unreadable_file", "trainer.chips.noneReadable", count=len(files))
    check_decoded(pixels // seen * len(files))
    cell = cell_size or min(sizes.most_common(1)[0][0], MAX_CELL_PX)
    kind = kinds.most_common(1)[0][0]
    columns = math.ceil(math.sqrt(len(files)))
    rows = math.ceil(len(files) / columns)
    if columns * rows * cell * cell > MAX_SHEET_PIXELS:
        raise TrainerError(
            "too_large", "trainer.chips.sheetTooLarge", count=len(files), cellPx=cell
        )
    return SheetPlan(cell, kind, columns, rows, models[kind]), files


def check_decoded(pixels: int) -> None:
    """Refuses chips that have too many pixels together, whatever the sheet's cells are."""
    if pixels > MAX_DECODED_PIXELS:
        raise TrainerError(
            "too_large", "trainer.chips.tooManyPixels", pixels=pixels, limit=MAX_DECODED_PIXELS
        )


def fill_sheet(
    source: ChipSource,
    files: list[ChipFile],
    plan: SheetPlan,
    target: Path,
    skipped: list[SkippedChip],
    progress: Progress,
) -> Tally:
    """Reads every chip and writes the sheet a row of cells at a time."""
    tally = Tally()
    cell, kind = plan.cell, plan.kind
    layout = sheet_layout(plan)
    readable = iter_chips(source, files, plan, skipped, progress)
    with flat_writer(target, layout) as writer:
        for row in range(plan.rows):
            strip = np.zeros((kind.bands, cell, layout.width), kind.dtype)
            valid = np.zeros((cell, layout.width), np.uint8)
            for col in range(plan.columns):
                found = next(readable, None)
                if found is None:
                    break
                file, chip = found
                columns = slice(col * cell, (col + 1) * cell)
                strip[:, :, columns], valid[:, columns] = fit_cell(chip, cell, tally)
                tally.placed.append((file, without_pixels(chip)))
            writer.write(strip, Window(0, row * cell, layout.width, cell), valid)
    if not tally.placed:
        raise TrainerError("unreadable_file", "trainer.chips.nonePlaced")
    return tally


def iter_chips(
    source: ChipSource,
    files: list[ChipFile],
    plan: SheetPlan,
    skipped: list[SkippedChip],
    progress: Progress,
) -> Iterator[tuple[ChipFile, Chip]]:
    """Yields the chips that fit the sheet, and notes the others as skipped."""
    pixels = 0
    for done, file in enumerate(files, start=1):
        progress.step(done, len(files))
        try:
            chip = decode(source.read(file.location), file.name)
        except TrainerError as error:
            skipped.append({"name": file.location, "reason": error.message})
            continue
        except OSError as error:
            reason = f"It cannot be read: {os.strerror(error.errno or 0)}."
            skipped.append({"name": file.location, "reason": reason})
            continue
        pixels += chip.width * chip.height
        check_decoded(pixels)
        if chip.kind != plan.kind:
            reason = (
                f"It has {chip.kind.bands} bands of {chip.kind.dtype}; most chips have "
                f"{plan.kind.bands} of {plan.kind.dtype}."
            )
            skipped.append({"name": file.location, "reason": reason})
            continue
        yield file, chip


def fit_cell(chip: Chip, cell: int, tally: Tally) -> tuple[Pixels, Mask]:
    """Returns a chip's pixels and mask at the size of a cell, resampled if they differ."""
    tally.sizes[(chip.width, chip.height)] += 1
    if chip.crs:
        tally.systems.add(chip.crs)
    mask = np.full((chip.height, chip.width), 255, np.uint8) if chip.mask is None else chip.mask
    if chip.nodata is not None:
        empty = np.isnan(chip.pixels) if math.isnan(chip.nodata) else chip.pixels == chip.nodata
        mask = np.where(empty.all(axis=0), 0, mask).astype(np.uint8)
    mask = np.where(mask > 0, 255, 0).astype(np.uint8)
    if (chip.width, chip.height) == (cell, cell):
        return chip.pixels, mask
    tally.resized += 1
    return resample(chip.pixels, cell, Resampling.bilinear), resample(
        mask[None], cell, Resampling.nearest
    )[0]


def sheet_layout(plan: SheetPlan) -> RasterLayout:
    """Describes the sheet; empty cells are masked."""
    width, height = plan.columns * plan.cell, plan.rows * plan.cell
    return RasterLayout(
        width=width,
        height=height,
        count=plan.kind.bands,
        dtype=plan.kind.dtype,
        transform=pixel_space(height),
        descriptions=plan.model.descriptions,
        colours=plan.model.colours,
    )


def write_table(path: Path, plan: SheetPlan, tally: Tally) -> None:
    """Writes chips.csv: where each chip lies and what is known about it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "col", "name", "class", "split", "widthPx", "heightPx", "crs"])
        for index, (origin, chip) in enumerate(tally.placed):
            row, col = divmod(index, plan.columns)
            writer.writerow(
                [
                    row,
                    col,
                    origin.name,
                    origin.class_name,
                    origin.split or "",
                    chip.width,
                    chip.height,
                    chip.crs,
                ]
            )


def make_notes(plan: SheetPlan, tally: Tally, skipped: list[SkippedChip]) -> list[Note]:
    """Says what was done to the chips."""
    notes: list[Note] = []
    if tally.resized:
        others = sorted(size for size in tally.sizes if size != (plan.cell, plan.cell))
        sizes = [f"{width} x {height}" for width, height in others[:4]]
        notes.append(
            make_note(
                "trainer.notes.resized",
                count=tally.resized,
                total=len(tally.placed),
                cellPx=plan.cell,
                sizes=[*sizes, "..."] if others[4:] else sizes,
            )
        )
    if tally.systems:
        notes.append(make_note("trainer.notes.chips_without_place", count=len(tally.systems)))
    if skipped:
        notes.append(make_note("trainer.notes.skipped", count=len(skipped)))
    return notes


def summarize(plan: SheetPlan, tally: Tally) -> ChipSummary:
    """Returns the sheet's facts."""
    origins = [origin for origin, _ in tally.placed]
    return {
        "count": len(origins),
        "cellSizePx": plan.cell,
        "columns": plan.columns,
        "rows": plan.rows,
        "classes": sorted({origin.class_name for origin in origins}, key=natural),
        "splits": list(dict.fromkeys(origin.split for origin in origins if origin.split)),
    }
