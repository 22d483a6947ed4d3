"""`grid-raster`: writes labels or predictions as GeoTIFFs with one pixel per tile."""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from trainer.errors import TrainerError
from trainer.job import add_job_arguments, run_job
from trainer.progress import Progress

MAX_TILES = 400_000_000


@dataclass(frozen=True)
class GridClass:
    """A class as the raster shows it; its pixel value is `index` + 1, and 0 is nodata."""

    index: int
    name: str
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class GridSpec:
    """The tile grid of a scene.

    Attributes:
        rows, cols: Tiles down and across.
        tile_size_px: Side of a tile in scene pixels.
        transform: [a, b, c, d, e, f] of the scene's pixels.
        crs: WKT or an authority code; None in pixel space.
        classes: What the values mean.
    """

    rows: int
    cols: int
    tile_size_px: int
    transform: tuple[float, ...]
    crs: str | None
    classes: tuple[GridClass, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument(
        "--plane", type=Path, required=True, help="a byte per tile: 0, or index + 1"
    )
    parser.add_argument("--confidence", type=Path, help="a byte per tile, 255 is certain")
    parser.add_argument(
        "--spec", required=True, help="the grid as JSON, or the path of such a file"
    )
    parser.add_argument("--output", type=Path, required=True, help="class raster to write")
    parser.add_argument("--confidence-output", type=Path, help="confidence raster to write")
    add_job_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Writes the class raster, and the confidence raster when confidences are given."""
    output: Path = args.output
    confidence_output: Path = args.confidence_output or output.with_name(
        f"{output.stem}_confidence.tif"
    )

    def body(staging: Path, progress: Progress) -> dict[str, Any]:
        spec = parse_spec(args.spec)
        planes = read_plane(args.plane, spec)
        progress.phase("trainer.progress.writingRaster", 0.0, 1.0)
        write_classes(staging / output.name, planes, spec)
        files = [output.name, f"{output.name}.aux.xml"]
        if args.confidence is not None:
            if confidence_output.parent != output.parent:
                raise TrainerError("invalid_input", "trainer.grids.twoFolders")
            values = read_plane(args.confidence, spec)
            write_confidence(staging / confidence_output.name, planes, values, spec)
            files.append(confidence_output.name)
        progress.step(1, 1)
        return {"rows": spec.rows, "cols": spec.cols, "files": files}

    return run_job(args, output.parent, body)


def parse_spec(text: str) -> GridSpec:
    """Reads the grid from JSON text or from a JSON file.

    Raises:
        TrainerError: `invalid_input`, naming the field that is wrong.
    """
    try:
        value = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text("utf-8"))
        classes = tuple(
            GridClass(int(item["index"]), str(item["name"]), parse_colour(str(item["colour"])))
            for item in value["classes"]
        )
        spec = GridSpec(
            rows=int(value["rows"]),
            cols=int(value["cols"]),
            tile_size_px=int(value["tileSizePx"]),
            transform=tuple(float(number) for number in value["transform"]),
            crs=value.get("crs"),
            classes=classes,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TrainerError(
            "invalid_input", "trainer.grids.unreadable", reason=f"{type(error).__name__} {error}"
        ) from error
    if not 0 < spec.rows * spec.cols <= MAX_TILES or spec.rows < 0 or spec.tile_size_px < 1:
        raise TrainerError("invalid_input", "trainer.grids.size", rows=spec.rows, cols=spec.cols)
    if len(spec.transform) != 6 or not all(math.isfinite(value) for value in spec.transform):
        raise TrainerError("invalid_input", "trainer.grids.transform")
    if any(not 0 <= item.index <= 254 for item in spec.classes):
        raise TrainerError("invalid_input", "trainer.grids.classIndex")
    return spec


def parse_colour(text: str) -> tuple[int, int, int]:
    """Returns red, green and blue of `#rrggbb`."""
    digits = text.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"{text!r} is not a colour such as #2f6fb5")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def read_plane(path: Path, spec: GridSpec) -> Any:
    """Reads a plane of bytes as [rows, cols]."""
    import numpy as np

    content = path.read_bytes()
    if len(content) != spec.rows * spec.cols:
        raise TrainerError(
            "invalid_input",
            "trainer.grids.byteCount",
            name=path.name,
            found=len(content),
            rows=spec.rows,
            cols=spec.cols,
        )
    return np.frombuffer(content, np.uint8).reshape(spec.rows, spec.cols)


def raster_profile(spec: GridSpec, dtype: str, nodata: float) -> dict[str, Any]:
    """Returns the rasterio profile of a raster with one pixel per tile."""
    from affine import Affine
    from rasterio.crs import CRS

    a, b, c, d, e, f = spec.transform
    size = spec.tile_size_px
    return {
        "driver": "GTiff",
        "width": spec.cols,
        "height": spec.rows,
        "count": 1,
        "dtype": dtype,
        "nodata": nodata,
        "crs": CRS.from_user_input(spec.crs) if spec.crs else None,
        "transform": Affine(a * size, b * size, c, d * size, e * size, f),
        "compress": "deflate",
        "predictor": 3 if dtype == "float32" else 1,
    }


def write_classes(path: Path, plane: Any, spec: GridSpec) -> None:
    """Writes the class raster: uint8, 0 is nodata, else class index + 1, with colours and names.

    QGIS takes the colours from the file and the names from the small file beside it.
    """
    import rasterio

    with rasterio.open(path, "w", **raster_profile(spec, "uint8", 0)) as dataset:
        dataset.write(plane, 1)
        colours = {0: (0, 0, 0, 0)}
        colours.update({item.index + 1: (*item.colour, 255) for item in spec.classes})
        dataset.write_colormap(1, colours)
        dataset.set_band_description(1, "class")
        dataset.update_tags(1, **{f"CLASS_{item.index + 1}": item.name for item in spec.classes})
    names = {item.index + 1: item.name for item in spec.classes}
    lines = [
        f"      <Category>{escape(names.get(value, ''))}</Category>"
        for value in range(max(names, default=0) + 1)
    ]
    document = [
        "<PAMDataset>",
        '  <PAMRasterBand band="1">',
        "    <CategoryNames>",
        *lines,
        "    </CategoryNames>",
        "  </PAMRasterBand>",
        "</PAMDataset>",
    ]
    path.with_name(f"{path.name}.aux.xml").write_text("\n".join(document) + "\n", "utf-8")


def write_confidence(path: Path, plane: Any, values: Any, spec: GridSpec) -> None:
    """Writes the confidence raster: float32 from 0 to 1, NaN where there is no class."""
    import numpy as np
    import rasterio

    confidence = np.where(plane > 0, values.astype(np.float32) / 255, np.float32("nan"))
    with rasterio.open(path, "w", **raster_profile(spec, "float32", math.nan)) as dataset:
        dataset.write(confidence.astype(np.float32), 1)
        dataset.set_band_description(1, "confidence")
