"""Single bands of several files, read on one common grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.io import DatasetReader
from rasterio.warp import reproject
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.band_files import BandFile
from trainer.imagery.cog import Mask, Pixels
from trainer.imagery.placement import Placement, place
from trainer.imagery.wavelength import read_description, read_wavelength

# Pixels around a window that an interpolation may look at.
MARGIN_PX = 3


@dataclass(frozen=True)
class Layer:
    """One band of one file, and where its pixels lie."""

    dataset: DatasetReader
    index: int
    label: str
    file_name: str
    placement: Placement
    wavelength_nm: float | None = None

    @property
    def dtype(self) -> str:
        """Type of its samples."""
        return str(self.dataset.dtypes[self.index - 1])

    @property
    def nodata(self) -> float | None:
        """Value of missing pixels, if it declares one."""
        value: float | None = self.dataset.nodatavals[self.index - 1]
        return value

    def fits_grid(self, grid: Grid) -> bool:
        """Says whether its pixels are those of the grid."""
        size = (self.dataset.width, self.dataset.height)
        return size == (grid.width, grid.height) and self.placement.transform.almost_equals(
            grid.transform, precision=grid.pixel_size * 1e-3
        )


@dataclass(frozen=True)
class Grid:
    """The pixels of the joined scene."""

    crs: CRS | None
    transform: Affine
    width: int
    height: int

    @property
    def pixel_size(self) -> float:
        """Width of a pixel in the units of the coordinate system."""
        return abs(float(self.transform.a))


def open_layers(dataset: DatasetReader, file: BandFile) -> list[Layer]:
    """Returns the bands of one file."""
    placement = place(dataset)
    if placement.how != "as-is":
        raise TrainerError("unsupported", "trainer.bands.notUpright", name=file.location)
    several = dataset.count > 1
    return [
        Layer(
            dataset,
            index,
            read_description(dataset, index)
            or (f"{file.label} {index}" if several else file.label),
            file.location,
            placement,
            read_wavelength(dataset, index) or (file.name.wavelength_nm if file.name else None),
        )
        for index in dataset.indexes
    ]


def read_layer(layer: Layer, grid: Grid, window: Window) -> tuple[Pixels, NDArray[np.bool_]]:
    """Reads one band in a window of the grid: values and what is valid, both [rows, cols]."""
    if layer.fits_grid(grid):
        values: Pixels = layer.dataset.read(layer.index, window=window)
        return values, read_valid(layer, window)
    return resample(layer, grid, window)


def read_valid(layer: Layer, window: Window) -> NDArray[np.bool_]:
    """Says which pixels of a window of the layer's own grid are valid."""
    flags = layer.dataset.mask_flag_enums[layer.index - 1]
    if MaskFlags.all_valid in flags:
        return np.ones((int(window.height), int(window.width)), np.bool_)
    mask: Mask = layer.dataset.read_masks(layer.index, window=window)
    return mask > 0


def resample(layer: Layer, grid: Grid, window: Window) -> tuple[Pixels, NDArray[np.bool_]]:
    """Interpolates a band bilinearly; palette indexes are taken from the nearest pixel.

    The part of the source around the window is read at its own resolution, so that neighbouring
    windows agree at their seams.
    """
    shape = (int(window.height), int(window.width))
    values = np.zeros(shape, layer.dtype)
    valid = np.zeros(shape, np.uint8)
    source = source_window(layer, grid, window)
    if source is None:
        return values, valid > 0
    transform = layer.placement.transform @ Affine.translation(source.col_off, source.row_off)
    geometry = {
        "src_transform": transform,
        "src_crs": grid.crs,
        "dst_transform": grid.transform @ Affine.translation(window.col_off, window.row_off),
        "dst_crs": grid.crs,
    }
    palette = layer.dataset.colorinterp[layer.index - 1] == ColorInterp.palette
    method = Resampling.nearest if palette else Resampling.bilinear
    fill = {} if layer.nodata is None else {"src_nodata": layer.nodata, "dst_nodata": layer.nodata}
    pixels = layer.dataset.read(layer.index, window=source)
    reproject(pixels, values, resampling=method, **fill, **geometry)
    found = read_valid(layer, source).astype(np.uint8)
    reproject(found, valid, resampling=Resampling.nearest, **geometry)
    return values, valid > 0


def source_window(layer: Layer, grid: Grid, window: Window) -> Window | None:
    """Returns the part of a layer around a window of the grid, None where it has none."""
    inverse = ~layer.placement.transform @ grid.transform
    left, top = inverse @ (window.col_off, window.row_off)
    right, bottom = inverse @ (window.col_off + window.width, window.row_off + window.height)
    col = max(0, int(np.floor(left)) - MARGIN_PX)
    row = max(0, int(np.floor(top)) - MARGIN_PX)
    width = min(layer.dataset.width, int(np.ceil(right)) + MARGIN_PX) - col
    height = min(layer.dataset.height, int(np.ceil(bottom)) + MARGIN_PX) - row
    return Window(col, row, width, height) if width > 0 and height > 0 else None
