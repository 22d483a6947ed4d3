"""Reflectance of surfaces in the six bands, as a satellite's surface reflectance product has it.

Values are typical of Sentinel-2 level 2A over central Europe in early summer (blue, green, red,
near infrared, and short-wave infrared at 1.6 and 2.2 micrometres), rounded by eye.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

BAND_NAMES: Final = ("blue", "green", "red", "nir", "swir1", "swir2")
Spectrum = NDArray[np.float32]  # [6], reflectance 0..1


def spectrum(*per_mille: float) -> Spectrum:
    """Returns a spectrum from thousandths of reflectance."""
    return np.array([value / 1000 for value in per_mille], np.float32)


DEEP_WATER = spectrum(26, 25, 15, 7, 4, 3)
CLEAR_SHALLOWS = spectrum(48, 70, 48, 16, 7, 5)
MUDDY_WATER = spectrum(55, 82, 72, 34, 9, 6)
CONIFER = spectrum(17, 30, 19, 190, 85, 38)
BROADLEAF = spectrum(23, 48, 25, 340, 155, 66)
YOUNG_TREES = spectrum(32, 62, 42, 300, 185, 92)
GREEN_CROP = spectrum(27, 58, 30, 420, 190, 88)
BLUE_GREEN_CROP = spectrum(33, 60, 40, 360, 175, 85)
FLOWERING_CROP = spectrum(48, 128, 112, 400, 180, 85)
RIPE_CROP = spectrum(72, 108, 142, 285, 290, 190)
STUBBLE = spectrum(88, 118, 152, 265, 345, 255)
DRY_SOIL = spectrum(92, 120, 158, 225, 320, 285)
DARK_SOIL = spectrum(55, 70, 90, 135, 190, 160)
FRESH_GRASS = spectrum(35, 74, 44, 365, 215, 108)
DRY_GRASS = spectrum(62, 92, 96, 262, 275, 170)
REEDS = spectrum(36, 54, 50, 205, 150, 78)
WET_MEADOW = spectrum(30, 60, 38, 270, 150, 68)
SWAMP_POOL = spectrum(30, 38, 30, 40, 22, 14)
SAND = spectrum(112, 142, 176, 225, 320, 292)
GRAVEL = spectrum(96, 116, 136, 168, 228, 214)
ROCK = spectrum(92, 104, 118, 150, 205, 195)
TILED_ROOF = spectrum(78, 92, 142, 205, 245, 232)
GREY_ROOF = spectrum(112, 118, 126, 150, 180, 178)
BRIGHT_ROOF = spectrum(205, 216, 224, 250, 250, 228)
ASPHALT = spectrum(72, 78, 84, 98, 112, 108)
CONCRETE = spectrum(140, 155, 168, 195, 225, 212)
GARDEN = spectrum(34, 60, 44, 290, 175, 92)
