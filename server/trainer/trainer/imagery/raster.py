"""Imports one raster: check, copy every pixel, resample where needed, write a COG, measure."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.io import DatasetReader
from rasterio.warp import reproject
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.band_files import MAX_NAMED, open_band_files
from trainer.imagery.band_units import read_unit
from trainer.imagery.cog import Mask, Pixels, RasterLayout, flat_writer, plan_windows, write_cog
from trainer.imagery.convert import Conversion, plan_conversion
from trainer.imagery.describe import describe_scene
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.open import ReadLimits, open_raster, unreadable
from trainer.imagery.placement import Placement, grid_from_points, north_up_grid, place
from trainer.imagery.stack import copy_bands
from trainer.imagery.statistics import Meter, find_valid, plan_meter
from trainer.imagery.types import Note, Scene, make_note
from trainer.imagery.wavelength import read_description, read_wavelength
from trainer.progress import Progress

# A resampled scene needs its mask in memory once.
MAX_WARPED_PIXELS = 250_000_000


def import_raster(
    source: Path, folder: Path, limits: ReadLimits, progress: Progress, name: str | None = None
) -> Scene:
    """Turns the raster `source` into `folder`/scene.tif and thumbnail.png.

    Every pixel is decoded on the way, so that a truncated file is refused.

    Raises:
        TrainerError: Why the file cannot become a scene.
    """
    flat = folder / "flat.tif"
    label = name or source.name
    with open_raster(source, limits, label) as dataset:
        placement = place(dataset)
        try:
            conversion = plan_conversion(dataset)
            progress.phase("trainer.progress.readingRaster", 0.0, 0.2)
            meter = copy_pixels(dataset, placement, conversion, flat, progress)
        except GDAL_ERRORS as error:
            raise unreadable(label, error) from error
    notes: list[Note] = [*placement.notes, *conversion.notes]
    if placement.how in ("warp-affine", "warp-points"):
        progress.phase("trainer.progress.turningRaster", 0.2, 0.3)
        warped = folder / "warped.tif"
        warp(flat, warped, placement, nearest=conversion.palette is not None)
        warped.replace(flat)
    nearest = conversion.palette is not None
    return finish(flat, folder, notes, progress, meter, nearest)


def import_bands(
    source: Path, folder: Path, limits: ReadLimits, progress: Progress, name: str | None = None
) -> Scene:
    """Turns the bands in a folder or zip archive into one scene in `folder`.

    Raises:
        TrainerError: Why they cannot become one scene.
    """
    with open_band_files(source, folder) as chosen:
        left_out = [PurePosixPath(path).name for path in chosen.left_out]
        notes: list[Note] = []
        if left_out:
            shown = [*left_out[:MAX_NAMED], "..."] if len(left_out) > MAX_NAMED else left_out
            note = make_note("trainer.notes.files_left_out", count=len(left_out), names=shown)
            notes.append(note)
        if len(chosen.files) == 1:
            only = chosen.files[0]
            scene = import_raster(only.path, folder, limits, progress, only.location)
            return {**scene, "notes": [*notes, *scene["notes"]]}
        flat = folder / "flat.tif"
        progress.phase("trainer.progress.readingRaster", 0.0, 0.2)
        joined = make_note("trainer.notes.bands_joined", count=len(chosen.files))
        said, meter = copy_bands(chosen, flat, limits, progress)
    return finish(flat, folder, [joined, *notes, *said], progress, meter)


def finish(
    flat: Path,
    folder: Path,
    notes: list[Note],
    progress: Progress,
    meter: Meter | None,
    nearest: bool = False,
) -> Scene:
    """Lays the plain GeoTIFF out as the scene's COG, removes it, and describes the scene."""
    # Shares of time as they were measured; a scene that has been measured is nearly done.
    start, end = (0.2, 0.97) if meter else (0.3, 0.8)
    progress.phase("trainer.progress.writingScene", start, end)
    write_cog(flat, folder / "scene.tif", progress, nearest_overviews=nearest)
    flat.unlink()
    progress.phase("trainer.progress.measuringBands", end, 1.0)
    return describe_scene(folder, "raster", notes, progress, meter)


def copy_pixels(
    dataset: DatasetReader,
    placement: Placement,
    conversion: Conversion,
    target: Path,
    progress: Progress,
) -> Meter | None:
    """Copies every pixel of `dataset` into a plain GeoTIFF, mirrored if its placement says so.

    Returns:
        What was measured on the way; None where the scene has to be measured afterwards.
    """
    layout = plan_layout(dataset, placement, conversion)
    masked = conversion.masked or conversion.alpha is not None
    turned = placement.how in ("warp-affine", "warp-points")  # other pixels become the scene's
    meter = None if turned else plan_meter(layout, masked)
    sample_bytes = layout.count * int(np.dtype(layout.dtype).itemsize)
    windows = plan_windows(layout.width, layout.height, sample_bytes)
    with flat_writer(target, layout) as writer:
        for done, window in enumerate(windows):
            pixels, mask = read_window(dataset, placement, conversion, layout, window)
            writer.write(pixels, window, mask)
            if meter is not None:
                meter.add(pixels, find_valid(pixels, mask, layout.nodata), window)
            progress.step(done + 1, len(windows))
    return meter


def read_window(
    dataset: DatasetReader,
    placement: Placement,
    conversion: Conversion,
    layout: RasterLayout,
    window: Window,
) -> tuple[Pixels, Mask | None]:
    """Reads one window, given in scene pixels: pixels [bands, rows, cols] and mask [rows, cols]."""
    pixels, mask = conversion.read(dataset, mirror(window, placement, layout))
    rows = slice(None, None, -1 if placement.mirror_rows else 1)
    cols = slice(None, None, -1 if placement.mirror_cols else 1)
    pixels = np.ascontiguousarray(pixels[:, rows, cols])
    if mask is not None:
        mask = np.ascontiguousarray(mask[rows, cols])
    return pixels, mask


def mirror(window: Window, placement: Placement, layout: RasterLayout) -> Window:
    """Returns the source window of a scene window."""
    row, col = int(window.row_off), int(window.col_off)
    height, width = int(window.height), int(window.width)
    if placement.mirror_rows:
        row = layout.height - row - height
    if placement.mirror_cols:
        col = layout.width - col - width
    return Window(col, row, width, height)


def plan_layout(
    dataset: DatasetReader, placement: Placement, conversion: Conversion
) -> RasterLayout:
    """Describes the copy: the source's size, the scene's bands, type and place."""
    per_band: dict[str, Any] = {}
    if conversion.palette is None:
        chosen = [index - 1 for index in conversion.indexes]
        per_band = {
            "descriptions": tuple(read_description(dataset, at + 1) for at in chosen),
            "wavelengths": tuple(read_wavelength(dataset, at + 1) for at in chosen),
            "units": tuple(read_unit(dataset, at + 1) for at in chosen),
            "scales": tuple(dataset.scales[index] for index in chosen),
            "offsets": tuple(dataset.offsets[index] for index in chosen),
        }
    return RasterLayout(
        width=dataset.width,
        height=dataset.height,
        count=conversion.count,
        dtype=conversion.dtype,
        transform=placement.transform,
        # A rotated copy gets its place when it is resampled.
        crs=placement.crs,
        nodata=conversion.nodata,
        colours=conversion.colours,
        **per_band,
    )


def warp(source: Path, target: Path, placement: Placement, nearest: bool) -> None:
    """Resamples a copy in its own coordinate system to a north-up grid.

    Values are interpolated bilinearly, or taken from the nearest pixel for palette colours.
    Pixels that the source does not cover become nodata, or masked where there is no nodata.
    """
    with rasterio.open(source, driver="GTiff") as dataset:
        size = dataset.width, dataset.height
        if placement.points:
            transform, width, height = grid_from_points(placement.points, *size)
        else:
            transform, width, height = north_up_grid(placement.transform, *size)
        if width * height > MAX_WARPED_PIXELS:
            raise TrainerError(
                "too_large", "trainer.scenes.tooLargeTurned", widthPx=width, heightPx=height
            )
        layout = RasterLayout(
            width,
            height,
            dataset.count,
            dataset.dtypes[0],
            transform,
            placement.crs,
            dataset.nodata,
            dataset.descriptions,
            dataset.colorinterp,
            dataset.scales,
            dataset.offsets,
            wavelengths=tuple(read_wavelength(dataset, index) for index in dataset.indexes),
            units=tuple(read_unit(dataset, index) for index in dataset.indexes),
        )
        geometry: dict[str, Any] = {
            "src_crs": placement.crs,
            "dst_crs": placement.crs,
            "dst_transform": transform,
        }
        if placement.points:
            geometry["gcps"] = list(placement.points)
        else:
            geometry["src_transform"] = placement.transform
        resampling = Resampling.nearest if nearest else Resampling.bilinear
        warp_bands(dataset, target, layout, geometry, resampling)


def warp_bands(
    dataset: DatasetReader,
    target: Path,
    layout: RasterLayout,
    geometry: dict[str, Any],
    resampling: Resampling,
) -> None:
    """Resamples band by band, then the mask."""
    mask: Mask = np.zeros((layout.height, layout.width), np.uint8)
    source_mask = dataset.dataset_mask()
    reproject(source_mask, mask, resampling=Resampling.nearest, **geometry)
    with flat_writer(target, layout) as writer:
        for index in dataset.indexes:
            band = np.zeros((layout.height, layout.width), layout.dtype)
            fill = {} if layout.nodata is None else {"src_nodata": layout.nodata}
            if layout.nodata is not None:
                band[:] = layout.nodata
                fill["dst_nodata"] = layout.nodata
            reproject(dataset.read(index), band, resampling=resampling, **fill, **geometry)
            writer.write_band(band, index)
        if layout.nodata is None:
            writer.write_mask(mask)
