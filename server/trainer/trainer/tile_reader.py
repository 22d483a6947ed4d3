"""Reads one tile of a scene as a model sees it: chosen bands, no data filled, edges padded."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from trainer.contract.run_spec import BandRecipe
from trainer.errors import TrainerError


class TileReader:
    """An opened scene.

    A tile that reaches over the scene's edge is completed by reflection (no pixel is repeated at
    the seam), or by repeating the edge where a single row or column is all there is. Pixels
    without data, and NaN, become the recipe's low value.
    """

    def __init__(self, path: Path, name: str, recipe: BandRecipe) -> None:
        from trainer.imagery.open import open_raster
        from trainer.imagery.range_file import find_source
        from trainer.imagery.reference import open_reference

        self._name = name
        self._recipe = recipe
        self._opened = ExitStack()
        source = find_source(path)
        if source is not None:
            self._source = self._opened.enter_context(open_reference(source, name))
            self._check_bands()
            return
        try:
            self._source = self._opened.enter_context(open_raster(path, name=path.name))
        except (OSError, TrainerError) as error:
            raise TrainerError(
                "unreadable_file", "trainer.datasets.sceneUnreadable", name=name, file=path.name
            ) from error
        self._check_bands()

    def _check_bands(self) -> None:
        recipe, name = self._recipe, self._name
        absent = [band for band in recipe.bands if band > self._source.count]
        if absent:
            self._opened.close()
            raise TrainerError(
                "invalid_input",
                "trainer.datasets.bandMissing",
                name=name,
                bandCount=self._source.count,
                band=absent[0],
            )
        flags = [self._source.mask_flag_enums[band - 1] for band in recipe.bands]
        self._has_mask = any(flag[0].name != "all_valid" for flag in flags)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._opened.close()

    def grid(self, tile_size_px: int) -> tuple[int, int]:
        """Returns the rows and columns of tiles that cover the scene."""
        height, width = self._source.height, self._source.width
        return -(-height // tile_size_px), -(-width // tile_size_px)

    def read(self, row: int, col: int, tile_size_px: int, side_px: int) -> NDArray[Any]:
        """Reads one tile.

        Args:
            row: Tile row in the scene's grid, from 0.
            col: Tile column in the scene's grid, from 0.
            tile_size_px: Side of the scene's tiles, px.
            side_px: Side of the result, px; larger where other scenes have larger tiles.

        Returns:
            `[bands, side_px, side_px]`, in the scene's data type.

        Raises:
            TrainerError: The tile lies outside the scene or its pixels are damaged.
        """
        from rasterio.windows import Window

        from trainer.imagery.gdal_errors import GDAL_ERRORS
        from trainer.imagery.range_file import check_problem, find_problem

        top, left = row * tile_size_px, col * tile_size_px
        height = min(tile_size_px, self._source.height - top)
        width = min(tile_size_px, self._source.width - left)
        if height <= 0 or width <= 0:
            raise TrainerError(
                "invalid_input",
                "trainer.datasets.tileOutside",
                row=row,
                col=col,
                name=self._name,
                heightPx=self._source.height,
                widthPx=self._source.width,
                tilePx=tile_size_px,
            )
        window = Window(left, top, width, height)
        try:
            tile = self._source.read(self._recipe.bands, window=window)
            mask = (
                self._source.read_masks(self._recipe.bands, window=window)
                if self._has_mask
                else None
            )
        except GDAL_ERRORS as error:
            raise find_problem() or TrainerError(
                "unreadable_file",
                "trainer.datasets.tileUnreadable",
                row=row,
                col=col,
                name=self._name,
            ) from error
        check_problem()
        tile = fill_no_data(tile, mask, self._recipe.low)
        return pad_tile(tile, tile_size_px, side_px)


def fill_no_data(
    tile_BHW: NDArray[Any], mask_BHW: NDArray[np.uint8] | None, low_B: list[float]
) -> NDArray[Any]:
    """Returns the tile with the low value, as near as its type comes, where there is no data."""
    floating = np.issubdtype(tile_BHW.dtype, np.floating)
    missing = np.isnan(tile_BHW) if floating else np.zeros(tile_BHW.shape, bool)
    if mask_BHW is not None:
        missing |= mask_BHW == 0
    if not missing.any():
        return tile_BHW
    low = np.asarray(low_B, np.float64)
    if not floating:
        limits = np.iinfo(tile_BHW.dtype)
        low = np.clip(np.rint(low), limits.min, limits.max)
    return np.where(missing, low.astype(tile_BHW.dtype)[:, None, None], tile_BHW)


def pad_tile(tile_BHW: NDArray[Any], tile_size_px: int, side_px: int) -> NDArray[Any]:
    """Completes a tile that was cut off at the bottom or right, then enlarges it to `side_px`."""
    for axis in (1, 2):
        missing = tile_size_px - tile_BHW.shape[axis]
        if missing > 0:
            width = [(0, 0)] * 3
            width[axis] = (0, missing)
            mode: Literal["reflect", "edge"] = "reflect" if tile_BHW.shape[axis] > 1 else "edge"
            tile_BHW = np.pad(tile_BHW, width, mode=mode)
    if side_px == tile_size_px:
        return tile_BHW
    nearest = (np.arange(side_px) * tile_size_px) // side_px
    return tile_BHW[:, nearest][:, :, nearest]
