"""Reads back a finished scene and says what it is, as the studio stores it."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Literal

import rasterio
from affine import Affine
from rasterio.crs import CRS
from rasterio.enums import MaskFlags
from rasterio.io import DatasetReader
from rasterio.transform import array_bounds
from rasterio.warp import transform as transform_points
from rasterio.warp import transform_bounds

from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.guess_bands import guess_bands
from trainer.imagery.statistics import Meter, measure_bands
from trainer.imagery.thumbnail import write_thumbnail
from trainer.imagery.types import Band, Crs, Note, Scene, make_note
from trainer.progress import Progress

SIMULATED_TAG = "TILEWRIGHT_SIMULATED"
EARTH_RADIUS_M = 6_371_008.8
UNIT_NAMES = {"metre": "m", "meter": "m", "metres": "m", "foot": "ft", "us survey foot": "us-ft"}
LONLAT = "EPSG:4326"


def describe_scene(
    folder: Path,
    kind: Literal["raster", "chips"],
    notes: list[Note],
    progress: Progress,
    meter: Meter | None = None,
) -> Scene:
    """Measures `folder`/scene.tif, writes its thumbnail, and returns the scene record.

    A `meter` has seen every pixel of the scene; without one all of them are read again.
    """
    path = folder / "scene.tif"
    measured = read_meter(path, meter) if meter else measure_bands(path, progress)
    progress.share(1.0)
    with rasterio.open(path, driver="GTiff") as dataset:
        return describe_dataset(
            dataset,
            kind,
            measured,
            notes,
            place=(dataset.crs or None, dataset.transform),
            size=(path.stat().st_size, hash_file(path)),
            thumbnail=folder / "thumbnail.png",
        )


def describe_dataset(
    dataset: DatasetReader,
    kind: Literal["raster", "chips"],
    measured: list[Band],
    notes: list[Note],
    place: tuple[CRS | None, Affine],
    size: tuple[int, str],
    thumbnail: Path,
) -> Scene:
    """Writes the thumbnail of an open raster and returns its scene record.

    Args:
        dataset: The raster.
        kind: What it is as a scene.
        measured: The statistics of its bands.
        notes: What a person should know.
        place: Coordinate system and transform that it is shown in.
        size: Bytes of the file, and the SHA-256 that stands for its content.
        thumbnail: Where the picture goes.
    """
    crs, transform = place
    width, height = dataset.width, dataset.height
    bounds = array_bounds(height, width, transform)
    sample = ground_sample(crs, transform, width, height)
    bands, guesses = guess_bands(measured, kind, dataset.dtypes[0], sample)
    notes = [*notes, *guesses]
    write_thumbnail(dataset, thumbnail, bands)
    nodata = dataset.nodata
    if nodata is not None and math.isnan(nodata):
        nodata = None  # JSON has no NaN; the file itself keeps it
        notes = [*notes, make_note("trainer.notes.nodata_nan")]
    if all(band["validFraction"] == 0 for band in bands):
        notes = [*notes, make_note("trainer.notes.no_valid_pixels")]
    return {
        "kind": kind,
        "widthPx": width,
        "heightPx": height,
        "bandCount": dataset.count,
        "dtype": dataset.dtypes[0],
        "nodata": nodata,
        "hasMask": MaskFlags.per_dataset in dataset.mask_flag_enums[0],
        "crs": describe_crs(crs),
        "transform": [float(value) for value in transform[:6]],
        "extent": [float(value) for value in bounds],
        "groundSampleMeters": sample,
        "extentLonLat": lonlat_extent(crs, tuple(bounds)),
        "bands": bands,
        "byteSize": size[0],
        "sha256": size[1],
        "notes": notes,
        "simulated": SIMULATED_TAG in dataset.tags(),
    }


def read_meter(path: Path, meter: Meter) -> list[Band]:
    """Returns what was measured while a scene was copied."""
    with rasterio.open(path, driver="GTiff") as dataset:
        return meter.to_bands(dataset)


def describe_crs(crs: CRS | None) -> Crs:
    """Returns a coordinate system in the forms that GIS software and proj4js read."""
    if crs is None:
        return {"code": None, "wkt": None, "proj4": None, "unit": "px"}
    return {
        "code": find_code(crs),
        "wkt": crs.to_wkt(),
        "proj4": find_proj4(crs),
        "unit": "degree" if crs.is_geographic else unit_name(crs),
    }


def find_code(crs: CRS) -> str | None:
    """Returns an authority code such as EPSG:32618 where it means exactly this system."""
    try:
        epsg = crs.to_epsg(confidence_threshold=90)
        if epsg is not None:
            return f"EPSG:{epsg}"
        authority = crs.to_authority(confidence_threshold=90)
    except GDAL_ERRORS:
        return None
    return f"{authority[0]}:{authority[1]}" if authority else None


def find_proj4(crs: CRS) -> str | None:
    """Returns a PROJ.4 string for proj4js, where one exists."""
    try:
        text: str = crs.to_proj4()
    except GDAL_ERRORS:
        return None
    # rasterio writes flags as `+no_defs=True`, which proj4js does not read.
    words = [word.removesuffix("=True") for word in text.split() if not word.endswith("=False")]
    return " ".join(words) or None


def unit_name(crs: CRS) -> str:
    """Returns the short name of a projected system's unit."""
    try:
        name = str(crs.linear_units)
    except GDAL_ERRORS:
        return "unknown"
    return UNIT_NAMES.get(name.lower(), name)


def ground_sample(crs: CRS | None, transform: Affine, width: int, height: int) -> float | None:
    """Returns the size of the middle pixel on the ground in metres (root of its area).

    Measured on the sphere between lon/lat points, so that it is also right in degrees and in
    Web Mercator, whose metres are not metres away from the equator.
    """
    if crs is None:
        return None
    col, row = width / 2, height / 2
    corners = [locate(transform, *at) for at in ((col, row), (col + 1, row), (col, row + 1))]
    try:
        lon, lat = transform_points(
            crs, LONLAT, [corner[0] for corner in corners], [corner[1] for corner in corners]
        )
    except GDAL_ERRORS:
        return None
    if not all(math.isfinite(value) and abs(value) <= 360 for value in [*lon, *lat]):
        return None
    across = sphere_distance(lon[0], lat[0], lon[1], lat[1])
    down = sphere_distance(lon[0], lat[0], lon[2], lat[2])
    size = math.sqrt(across * down)
    return size if size > 0 else None


def locate(transform: Affine, col: float, row: float) -> tuple[float, float]:
    """Returns the map coordinates of a pixel position."""
    a, b, c, d, e, f = transform[:6]
    return a * col + b * row + c, d * col + e * row + f


def sphere_distance(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Returns the haversine distance in metres between two points in degrees."""
    half_lat = math.radians(lat2 - lat1) / 2
    half_lon = math.radians(lon2 - lon1) / 2
    across = math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, math.sin(half_lat) ** 2 + across)))


def lonlat_extent(crs: CRS | None, bounds: tuple[float, ...]) -> list[float] | None:
    """Returns [west, south, east, north] in degrees; west > east across the date line."""
    if crs is None:
        return None
    try:
        extent = [float(v) for v in transform_bounds(crs, LONLAT, *bounds, densify_pts=21)]
    except GDAL_ERRORS:
        return None
    return extent if all(math.isfinite(value) for value in extent) else None


def hash_file(path: Path) -> str:
    """Returns the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            digest.update(chunk)
    return digest.hexdigest()
