"""How the pixels of a source become the pixels of a scene: palettes, alpha, masks, types."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.io import DatasetReader
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery.cog import Mask, Pixels
from trainer.imagery.types import Note, make_note

# Above this whole numbers are no longer exact in float64.
EXACT_LIMIT = 2**53
# An alpha band counts as a mask when nearly all of it is fully clear or fully opaque.
ALPHA_MASK_SHARE = 0.9
ALPHA_PROBE_PX = 256


@dataclass(frozen=True)
class Conversion:
    """How to turn source windows into scene windows.

    Attributes:
        indexes: 1-based source bands that become scene bands.
        dtype: Type of the scene.
        nodata: Nodata value of the scene, or None.
        colours: Colour interpretation of each scene band.
        palette: Colours [entries, 4] of a palette source, or None.
        grey_palette: The palette holds greys only: one band comes out instead of three.
        alpha: 1-based source band that becomes the mask, or None.
        masked: The source has a mask (or, for a palette, a nodata entry) to carry over.
    """

    indexes: tuple[int, ...]
    dtype: str
    nodata: float | None
    colours: tuple[ColorInterp, ...]
    notes: tuple[Note, ...] = ()
    palette: NDArray[np.uint8] | None = None
    grey_palette: bool = False
    alpha: int | None = None
    masked: bool = False

    @property
    def count(self) -> int:
        """Number of bands that come out."""
        return len(self.colours)

    def read(self, dataset: DatasetReader, window: Window) -> tuple[Pixels, Mask | None]:
        """Reads one window: pixels [bands, rows, cols] and mask [rows, cols] or None."""
        pixels: Pixels = dataset.read(indexes=list(self.indexes), window=window)
        mask: Mask | None = None
        if self.alpha is not None:
            mask = (dataset.read(self.alpha, window=window) > 0).astype(np.uint8)
        elif self.masked:
            mask = dataset.read_masks(1, window=window)
        if self.palette is not None:
            return self._expand(pixels[0], mask)
        if pixels.dtype.name != self.dtype:
            check_exact(pixels)
            pixels = pixels.astype(self.dtype)
        return pixels, mask

    def _expand(self, indexes: NDArray[Any], mask: Mask | None) -> tuple[Pixels, Mask]:
        assert self.palette is not None
        colours = self.palette[indexes]  # [rows, cols, 4]
        bands = 1 if self.grey_palette else 3
        pixels = np.ascontiguousarray(np.moveaxis(colours[..., :bands], -1, 0))
        opaque: Mask = (colours[..., 3] > 0).astype(np.uint8)
        if mask is not None:
            opaque &= (mask > 0).astype(np.uint8)
        return pixels, opaque


def plan_conversion(dataset: DatasetReader) -> Conversion:
    """Looks at a source raster and decides how its pixels are taken over.

    Raises:
        TrainerError: `unsupported` for a type that no scene can have.
    """
    colours = dataset.colorinterp
    if colours[0] == ColorInterp.palette and dataset.count == 1:
        return plan_palette(dataset)
    notes: list[Note] = []
    alpha = find_alpha(dataset, notes)
    indexes = tuple(index for index in dataset.indexes if index != alpha)
    dtype, nodata = dataset.dtypes[0], choose_nodata(dataset, notes)
    if dtype in ("int64", "uint64"):
        dtype = "float64"
        notes.append(make_note("trainer.notes.widened"))
    if dataset.subdatasets:
        pages = len(dataset.subdatasets)
        notes.append(make_note("trainer.notes.first_page", pages=pages))
    if any(scale != 1 for scale in dataset.scales) or any(dataset.offsets):
        notes.append(make_note("trainer.notes.scale_kept"))
    flags = dataset.mask_flag_enums[0]
    masked = MaskFlags.per_dataset in flags and MaskFlags.alpha not in flags
    kept = tuple(
        ColorInterp.undefined if colours[index - 1] == ColorInterp.alpha else colours[index - 1]
        for index in indexes
    )
    return Conversion(indexes, dtype, nodata, kept, tuple(notes), alpha=alpha, masked=masked)


def plan_palette(dataset: DatasetReader) -> Conversion:
    """Plans the expansion of a palette into its colours."""
    table = dataset.colormap(1)
    size = int(np.iinfo(dataset.dtypes[0]).max) + 1
    if size > 65536:
        raise TrainerError("unsupported", "trainer.scenes.paletteTooLarge")
    palette = np.zeros((size, 4), np.uint8)
    for entry, colour in table.items():
        if 0 <= entry < size:
            palette[entry] = colour
    rgb = palette[:, :3].astype(np.int16)
    grey = bool((rgb == rgb[:, :1]).all())
    nodata_masks = MaskFlags.all_valid not in dataset.mask_flag_enums[0]
    colours = (
        (ColorInterp.gray,) if grey else (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    )
    notes = [make_note("trainer.notes.palette_expanded")]
    if dataset.subdatasets:
        pages = len(dataset.subdatasets)
        notes.append(make_note("trainer.notes.first_page", pages=pages))
    return Conversion(
        (1,),
        "uint8",
        None,
        colours,
        tuple(notes),
        palette=palette,
        grey_palette=grey,
        masked=nodata_masks,
    )


def find_alpha(dataset: DatasetReader, notes: list[Note]) -> int | None:
    """Returns the 1-based alpha band if it is one in truth.

    Four-band aerial images often declare their near infrared band as alpha. Real alpha is
    nearly everywhere fully clear or fully opaque; anything else is a band with content.
    """
    if dataset.count < 2 or dataset.colorinterp[-1] != ColorInterp.alpha:
        return None
    index = int(dataset.count)
    opaque = 1.0 if dataset.dtypes[0].startswith("float") else np.iinfo(dataset.dtypes[0]).max
    extreme = total = 0
    for window in probe_windows(dataset.width, dataset.height):
        values = dataset.read(index, window=window)
        # 255 is opaque in many a 16-bit file too.
        extreme += int(np.isin(values, (0, opaque, 255)).sum())
        total += values.size
    if extreme >= ALPHA_MASK_SHARE * total:
        notes.append(make_note("trainer.notes.alpha_to_mask"))
        return index
    notes.append(make_note("trainer.notes.alpha_kept", band=index))
    return None


def probe_windows(width: int, height: int) -> list[Window]:
    """Returns up to 25 windows spread evenly over a raster."""
    side = ALPHA_PROBE_PX
    rows = sorted({round(step * max(0, height - side) / 4) for step in range(5)})
    cols = sorted({round(step * max(0, width - side) / 4) for step in range(5)})
    return [
        Window(col, row, min(side, width - col), min(side, height - row))
        for row in rows
        for col in cols
    ]


def choose_nodata(dataset: DatasetReader, notes: list[Note]) -> float | None:
    """Returns the nodata value to keep: the first band's, where its type can hold it."""
    values = {value for value in dataset.nodatavals if value is not None}
    if not values:
        return None
    value = dataset.nodatavals[0]
    if len({str(item) for item in dataset.nodatavals}) > 1:
        notes.append(make_note("trainer.notes.nodata_differs"))
    if value is None or fits(value, dataset.dtypes[0]):
        return None if value is None else float(value)
    dtype = dataset.dtypes[0]
    notes.append(make_note("trainer.notes.nodata_dropped", value=f"{value:g}", type=dtype))
    return None


def fits(value: float, dtype: str) -> bool:
    """Says whether a type can hold a nodata value."""
    if np.dtype(dtype).kind == "f":
        return True
    if not math.isfinite(value) or value != int(value):
        return False
    limits = np.iinfo(dtype)
    return bool(limits.min <= value <= limits.max)


def check_exact(pixels: Pixels) -> None:
    """Refuses 64-bit values that float64 cannot hold exactly."""
    if pixels.size and max(abs(int(pixels.min())), abs(int(pixels.max()))) > EXACT_LIMIT:
        raise TrainerError("unsupported", "trainer.scenes.numbersTooLarge")
