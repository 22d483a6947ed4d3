"""What a failing GDAL call may raise."""

from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError

# rasterio wraps most of GDAL's errors in its own, but not all of them.
GDAL_ERRORS: tuple[type[Exception], ...] = (RasterioError, CPLE_BaseError, SystemError)
