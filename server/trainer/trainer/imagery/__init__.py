"""Rasters in and out: import, simulation, export. rasterio is imported only inside this package."""

from trainer.imagery.gdal import configure_gdal

# Some of GDAL's settings are read once, when rasterio is imported; everything in this package
# that imports rasterio passes here first.
configure_gdal()
