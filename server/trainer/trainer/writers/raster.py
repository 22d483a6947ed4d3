"""GeoTIFF with one pixel per tile."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from trainer.imagery.grid_raster import GridClass, GridSpec, parse_colour, write_classes
from trainer.writers.names import name_scenes
from trainer.writers.types import SPLITS, Export, Tiles

SPLIT_COLOURS = ((31, 120, 180), (255, 127, 0), (227, 26, 28))


def write_geotiff(export: Export, path: Path) -> None:
    """Writes class index + 1 for every tile, 0 where there is none, with colours and names.

    A dataset becomes a zip archive with two of them per scene: `scene.tif` and, with 1 for train, 2
    for val and 3 for test, `scene_split.tif`.
    """
    if not export.spec.has_splits:
        write_plane(export.parts[0], read_classes(export, export.parts[0])[0], path)
        return
    part = path.with_name("part.tif")
    parts = tuple(
        GridClass(index, name, colour)
        for index, (name, colour) in enumerate(zip(SPLITS, SPLIT_COLOURS, strict=True))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for tiles, name in zip(export.parts, name_scenes(export), strict=True):
            classes, splits = read_classes(export, tiles)
            write_plane(tiles, classes, part)
            archive.write(part, f"{name}.tif")
            write_plane(tiles, splits, part, parts)
            archive.write(part, f"{name}_split.tif")
    part.unlink()


def read_classes(
    export: Export, tiles: Tiles
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Returns class index + 1 and part + 1 of every tile of a scene, [rows, cols] each."""
    rows, cols = tiles.scene.rows, tiles.scene.cols
    classes, splits = (np.zeros(rows * cols, np.uint8) for _ in range(2))
    values = np.array(tiles.spec.indexes, np.uint8) + 1
    for records in tiles.chunks():
        classes[records["tile"]] = values[records["class"]]
        splits[records["tile"]] = (records["split"] + 1).astype(np.uint8)
        export.step(len(records))
    return classes.reshape(rows, cols), splits.reshape(rows, cols)


def write_plane(
    tiles: Tiles,
    plane: npt.NDArray[np.uint8],
    path: Path,
    classes: tuple[GridClass, ...] | None = None,
) -> None:
    """Writes one raster [rows, cols]; its classes are those of the export where none are given."""
    spec, scene = tiles.spec, tiles.scene
    known = classes or tuple(
        GridClass(index, name, parse_colour(colour))
        for index, (name, colour) in zip(spec.indexes, spec.classes, strict=True)
    )
    size = scene.tile_size_px
    grid = GridSpec(scene.rows, scene.cols, size, scene.transform, scene.crs, known)
    write_classes(path, plane, grid)
    # Names and colours are inside as well; a second file would not be downloaded.
    path.with_name(f"{path.name}.aux.xml").unlink(missing_ok=True)
