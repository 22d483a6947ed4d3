"""Joins several rasters of one place into one scene, resampled to the finest of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from rasterio.enums import ColorInterp
from rasterio.transform import array_bounds

from trainer.contract.sentences import SentenceKey
from trainer.errors import TrainerError
from trainer.imagery.band_files import BandSet
from trainer.imagery.band_units import read_unit
from trainer.imagery.cog import RasterLayout, flat_writer, plan_windows
from trainer.imagery.convert import check_exact, fits
from trainer.imagery.gdal_errors import GDAL_ERRORS
from trainer.imagery.layers import Grid, Layer, open_layers, read_layer
from trainer.imagery.open import ReadLimits, open_raster, unreadable
from trainer.imagery.statistics import Meter, find_valid, plan_meter
from trainer.imagery.types import Note, make_note
from trainer.progress import Progress

# Of the finest file's area, how much every other must cover.
MIN_OVERLAP = 0.5


def copy_bands(
    chosen: BandSet, target: Path, limits: ReadLimits, progress: Progress
) -> tuple[list[Note], Meter | None]:
    """Writes the bands of all files into the plain GeoTIFF `target`, in their order.

    Returns:
        What a person should know, and what was measured on the way.

    Raises:
        TrainerError: Why they cannot become one scene.
    """
    with ExitStack() as stack:
        layers = [
            layer
            for file in chosen.files
            for layer in open_layers(
                stack.enter_context(open_raster(file.path, limits, file.location)), file
            )
        ]
        grid = choose_grid(layers)
        check_size(layers, grid, limits)
        notes: list[Note] = []
        layout = plan_layout(layers, grid, choose_nodata(layers, chosen, notes))
        meter = copy_windows(layers, grid, layout, target, progress)
        note_resampled(layers, grid, notes)
        return notes, meter


def choose_grid(layers: Sequence[Layer]) -> Grid:
    """Returns the grid of the layer with the smallest pixels, checked against all others."""
    finest = min(
        layers,
        key=lambda layer: (
            abs(layer.placement.transform.determinant),
            -layer.dataset.width * layer.dataset.height,
        ),
    )
    grid = Grid(
        finest.placement.crs,
        finest.placement.transform,
        finest.dataset.width,
        finest.dataset.height,
    )
    for layer in layers:
        if layer.placement.crs != grid.crs:
            raise mismatch("trainer.bands.otherSystem", layer, finest)
        if grid.crs is None and not layer.fits_grid(grid):
            raise mismatch("trainer.bands.otherSize", layer, finest)
        if overlap(layer, grid) < MIN_OVERLAP:
            raise mismatch("trainer.bands.otherPlace", layer, finest)
    return grid


def mismatch(reason: SentenceKey, layer: Layer, finest: Layer) -> TrainerError:
    """Returns the refusal of two files that do not belong together."""
    return TrainerError("unsupported", reason, name=layer.file_name, other=finest.file_name)


def overlap(layer: Layer, grid: Grid) -> float:
    """Returns the share of the grid's area that a layer covers."""
    west, south, east, north = array_bounds(grid.height, grid.width, grid.transform)
    found = array_bounds(layer.dataset.height, layer.dataset.width, layer.placement.transform)
    wide = max(0.0, min(east, found[2]) - max(west, found[0]))
    high = max(0.0, min(north, found[3]) - max(south, found[1]))
    return float(wide * high / ((east - west) * (north - south)))


def check_size(layers: Sequence[Layer], grid: Grid, limits: ReadLimits) -> None:
    """Refuses more bands or values than a scene may have."""
    count = len(layers)
    values = grid.width * grid.height * count
    if count > limits.max_bands or values > limits.max_samples:
        raise TrainerError(
            "too_large",
            "trainer.bands.tooLarge",
            widthPx=grid.width,
            heightPx=grid.height,
            bandCount=count,
            limit=limits.max_bands,
        )


def choose_nodata(layers: Sequence[Layer], chosen: BandSet, notes: list[Note]) -> float | None:
    """Returns the value of missing pixels in the joined scene.

    Sentinel-2 and Landsat write 0 where there is nothing, and do not always declare it.
    """
    dtype = joined_dtype(layers)
    declared = [layer.nodata for layer in layers if layer.nodata is not None]
    usable = [value for value in declared if fits(value, dtype)]
    if usable:
        if len(set(map(str, declared))) > 1:
            notes.append(make_note("trainer.notes.nodata_differs"))
        return float(usable[0])
    of_product = all(file.name is not None for file in chosen.files)
    if of_product and dtype == "uint16":
        notes.append(make_note("trainer.notes.zero_is_nodata"))
        return 0.0
    return None


def joined_dtype(layers: Sequence[Layer]) -> str:
    """Returns the smallest type that holds the values of all layers."""
    name = np.result_type(*(np.dtype(layer.dtype) for layer in layers)).name
    return "float64" if name in ("int64", "uint64") else str(name)


def plan_layout(layers: Sequence[Layer], grid: Grid, nodata: float | None) -> RasterLayout:
    """Describes the joined scene."""
    return RasterLayout(
        width=grid.width,
        height=grid.height,
        count=len(layers),
        dtype=joined_dtype(layers),
        transform=grid.transform,
        crs=grid.crs,
        nodata=nodata,
        descriptions=tuple(layer.label for layer in layers),
        colours=(ColorInterp.gray, *[ColorInterp.undefined] * (len(layers) - 1)),
        scales=tuple(layer.dataset.scales[layer.index - 1] for layer in layers),
        offsets=tuple(layer.dataset.offsets[layer.index - 1] for layer in layers),
        units=tuple(read_unit(layer.dataset, layer.index) for layer in layers),
        wavelengths=tuple(layer.wavelength_nm for layer in layers),
    )


def copy_windows(
    layers: Sequence[Layer], grid: Grid, layout: RasterLayout, target: Path, progress: Progress
) -> Meter | None:
    """Copies window by window: all bands of one, then the next; measures them where that can be."""
    meter = plan_meter(layout, masked=layout.nodata is None)
    sample_bytes = layout.count * int(np.dtype(layout.dtype).itemsize)
    windows = plan_windows(grid.width, grid.height, 2 * sample_bytes)
    with flat_writer(target, layout) as writer:
        for done, window in enumerate(windows):
            shape = (int(window.height), int(window.width))
            pixels = np.empty((layout.count, *shape), layout.dtype)
            mask = np.ones(shape, np.uint8)
            for position, layer in enumerate(layers):
                try:
                    values, valid = read_layer(layer, grid, window)
                except GDAL_ERRORS as error:
                    raise unreadable(layer.file_name, error) from error
                if layer.dtype in ("int64", "uint64"):
                    check_exact(values)
                pixels[position] = values
                if layout.nodata is not None:
                    pixels[position][~valid] = layout.nodata
                else:
                    mask &= valid
            shown = None if layout.nodata is not None else mask
            writer.write(pixels, window, shown)
            if meter is not None:
                meter.add(pixels, find_valid(pixels, shown, layout.nodata), window)
            progress.step(done + 1, len(windows))
    return meter


def note_resampled(layers: Sequence[Layer], grid: Grid, notes: list[Note]) -> None:
    """Says which bands were interpolated."""
    names = [layer.label for layer in layers if not layer.fits_grid(grid)]
    if names:
        notes.append(
            make_note("trainer.notes.bands_resampled", names=names, size=f"{grid.pixel_size:g}")
        )
