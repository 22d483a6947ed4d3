"""GeoTIFF with one pixel per tile."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from trainer.imagery.grid_raster import GridClass, GridSpec, parse_colour, write_classes
from trainer.progress import Progress
from trainer.writers.types import Tiles


def write_geotiff(tiles: Tiles, path: Path, progress: Progress) -> None:
    """Writes class index + 1 for every tile, 0 where there is none, with colours and names."""
    spec = tiles.spec
    plane = np.zeros(spec.rows * spec.cols, np.uint8)
    values = np.array(spec.indexes, np.uint8) + 1
    done = 0
    for records in tiles.chunks():
        plane[records["tile"]] = values[records["class"]]
        done += len(records)
        progress.step(done, tiles.count)
    classes = tuple(
        GridClass(index, name, parse_colour(colour))
        for index, (name, colour) in zip(spec.indexes, spec.classes, strict=True)
    )
    grid = GridSpec(spec.rows, spec.cols, spec.tile_size_px, spec.transform, spec.crs, classes)
    write_classes(path, plane.reshape(spec.rows, spec.cols), grid)
    # Names and colours are inside as well; a second file would not be downloaded.
    path.with_name(f"{path.name}.aux.xml").unlink(missing_ok=True)
