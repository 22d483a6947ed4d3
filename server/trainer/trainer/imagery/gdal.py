"""GDAL's settings, which must be in the environment before rasterio is imported.

A raster that a stranger uploads must be read from its own bytes only. GDAL follows sidecar
files, virtual rasters and web addresses unless it is told not to, so every such door is shut
for the whole process, and `open.py` names the one driver it wants besides.
"""

from __future__ import annotations

import os
import warnings

# Drivers whose "file" is a pointer to other files or addresses, or a container with code paths
# that no scene needs. GDAL leaves them unregistered, so nothing can reach them indirectly.
POINTER_DRIVERS = (
    "VRT GTI DERIVED HTTP WMS WMTS WCS PLMOSAIC EEDA EEDAI DAAS STACTA STACIT TIL ESRIC "
    "Rasterlite MBTiles KMLSUPEROVERLAY PDF NITF Zarr HDF5 HDF5Image GRIB SENTINEL2"
)

SETTINGS = {
    "GDAL_SKIP": POINTER_DRIVERS,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # no sidecars (.aux.xml, .ovr, .msk, .tfw)
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_TIFF_INTERNAL_MASK": "YES",
    "GDAL_ERROR_ON_LIBJPEG_WARNING": "YES",  # else a truncated JPEG reads as grey
    "GDAL_PNG_WHOLE_IMAGE_OPTIM": "NO",  # else a truncated PNG reads as black
    "GDAL_CACHEMAX": "256",
    "GDAL_NUM_THREADS": "2",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
}


def configure_gdal() -> None:
    """Puts the settings into the environment; has no effect on drivers once rasterio is loaded."""
    os.environ.update(SETTINGS)
    # A GDAL installed for the machine must not lend its plug-ins to the one inside rasterio.
    os.environ.pop("GDAL_DRIVER_PATH", None)
    os.environ.pop("GDAL_CONFIG_FILE", None)
    # A raster without a place is told to people as a note, not to the log.
    warnings.filterwarnings("ignore", message="Dataset has no geotransform")
    warnings.filterwarnings("ignore", message="The given matrix is equal to Affine.identity")
