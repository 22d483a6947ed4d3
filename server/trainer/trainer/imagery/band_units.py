"""What the stored values of a band count, as far as a file says so.

The copy of a scene keeps scale and offset where GDAL has them; GDAL's unit does not survive the
making of a cloud optimized GeoTIFF, so it is kept as a tag of the band, as netCDF does.
"""

from __future__ import annotations

from rasterio.io import DatasetReader, DatasetWriter

TAG = "units"
LONGEST_UNIT = 100


def read_unit(dataset: DatasetReader, index: int) -> str | None:
    """Returns the unit of band `index` (1-based) as the file spells it."""
    tags = {key.lower(): value for key, value in dataset.tags(index).items()}
    unit = dataset.units[index - 1] or tags.get(TAG) or ""
    return unit.strip()[:LONGEST_UNIT] or None


def write_unit(dataset: DatasetWriter, index: int, unit: str) -> None:
    """Writes the unit of a band where the finished scene keeps it."""
    dataset.update_tags(index, **{TAG: unit})


def read_steps(dataset: DatasetReader, index: int) -> tuple[float | None, float | None]:
    """Returns scale and offset of a band; None for 1 and 0, which stand for "not said"."""
    scale, offset = float(dataset.scales[index - 1]), float(dataset.offsets[index - 1])
    return scale if scale not in (0.0, 1.0) else None, offset or None
