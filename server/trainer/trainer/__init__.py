"""Tilewright's trainer: files in, files out. Knows no database and no HTTP.

Importing this package must stay cheap: rasterio, torch and DeepSpeed are imported by the
commands that need them, so that `python -m trainer --help` answers at once and so that a
machine without rasterio can still train from a pack.
"""

__version__ = "0.1.0"
