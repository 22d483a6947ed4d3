"""Rasters in and out: import, simulation, export. rasterio is imported only inside this package."""
