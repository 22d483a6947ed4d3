"""Writes small rasters for tests: `write-cog.py FOLDER`. Pixels are the same each time."""

import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import ColorInterp
from rasterio.shutil import copy
from rasterio.transform import from_origin

folder = Path(sys.argv[1])
pixels = np.random.default_rng(7).integers(1, 4000, (3, 640, 700)).astype(np.uint16)
pixels[:, :70, :130] = 0
flat = folder / "flat.tif"
profile = {
    "driver": "GTiff",
    "width": 700,
    "height": 640,
    "count": 3,
    "dtype": "uint16",
    "crs": "EPSG:32633",
    "transform": from_origin(500_000, 5_000_000, 10, 10),
    "nodata": 0,
    "photometric": "minisblack",
}
with rasterio.open(flat, "w", **profile) as dataset:
    dataset.colorinterp = [ColorInterp.gray, ColorInterp.undefined, ColorInterp.undefined]
    dataset.write(pixels)
options = {"driver": "COG", "BLOCKSIZE": 256, "OVERVIEWS": "AUTO"}
copy(flat, folder / "cog.tif", COMPRESS="DEFLATE", PREDICTOR="YES", **options)
copy(flat, folder / "zstd.tif", COMPRESS="ZSTD", **options)
copy(flat, folder / "plain.tif", COMPRESS="NONE", **options)
copy(flat, folder / "other.tif", COMPRESS="LZW", **options)
pixels[0, 300, 300] += 1
with rasterio.open(folder / "changed-flat.tif", "w", **profile) as dataset:
    dataset.write(pixels)
copy(folder / "changed-flat.tif", folder / "changed.tif", COMPRESS="NONE", **options)
rgb = folder / "rgb.tif"
rgb_profile = {**profile, "dtype": "uint8", "nodata": None, "photometric": "rgb"}
with rasterio.open(rgb, "w", **rgb_profile) as dataset:
    dataset.write((pixels >> 4).astype(np.uint8))
copy(rgb, folder / "jpeg.tif", COMPRESS="JPEG", **options)
tiled = {"tiled": True, "blockxsize": 256, "blockysize": 256}
with rasterio.open(folder / "no-overviews.tif", "w", **profile, **tiled) as dataset:
    dataset.write(pixels)
copy(flat, folder / "apart.tif", driver="GTiff", TILED="YES", INTERLEAVE="BAND")
with rasterio.open(folder / "apart.tif", "r+") as dataset:
    dataset.build_overviews([2, 4])
with rasterio.open(
    folder / "alpha.tif", "w", **{**rgb_profile, "count": 4}, **tiled
) as dataset:
    dataset.colorinterp = [*dataset.colorinterp[:3], ColorInterp.alpha]
    dataset.write(np.concatenate([pixels, pixels[:1]]).astype(np.uint8))
    dataset.build_overviews([2, 4])
(folder / "short.tif").write_bytes((folder / "cog.tif").read_bytes()[:-5000])
(folder / "vrt.tif").write_text('<VRTDataset rasterXSize="1" rasterYSize="1"></VRTDataset>')
