"""Where in the spectrum a band lies, as far as a file says so.

GDAL 3.10 and later keep the centre of a band in micrometres in the metadata domain IMAGERY; scenes
keep it there too. ENVI headers give it per band as `wavelength`, in a unit that they name.
"""

from __future__ import annotations

import math
import re

from rasterio.io import DatasetReader, DatasetWriter

DOMAIN, CENTRE = "IMAGERY", "CENTRAL_WAVELENGTH_UM"
NM_PER_UM = 1000.0
UNITS_NM = {
    "nanometers": 1.0,
    "nanometres": 1.0,
    "nm": 1.0,
    "micrometers": NM_PER_UM,
    "micrometres": NM_PER_UM,
    "microns": NM_PER_UM,
    "um": NM_PER_UM,
    "\u00b5m": NM_PER_UM,
    "\u03bcm": NM_PER_UM,
}
# Numbers without a unit: no band of an imager lies below 100 nm or beyond 100 micrometres.
UNIT_BORDER = 100.0
LOWEST_NM, HIGHEST_NM = 1.0, 1_000_000.0


def read_wavelength(dataset: DatasetReader, index: int) -> float | None:
    """Returns the centre of band `index` (1-based) in nm, None where the file does not say it."""
    tags = {key.lower(): value for key, value in dataset.tags(index).items()}
    if "wavelength" in tags:
        found = to_nm(tags["wavelength"], tags.get("wavelength_units", ""))
        if found is not None:
            return found
    return to_nm(dataset.tags(index, ns=DOMAIN).get(CENTRE, ""), "um")


def to_nm(text: str, unit: str) -> float | None:
    """Returns a wavelength in nm; None for what is none, or in a unit that is no length."""
    try:
        value = float(text)
    except ValueError:
        return None
    word = unit.strip().lower()
    scale = UNITS_NM.get(word)
    if scale is None:
        if word not in ("", "unknown"):
            return None
        scale = NM_PER_UM if value < UNIT_BORDER else 1.0
    found = round(value * scale, 3)
    return found if math.isfinite(found) and LOWEST_NM <= found <= HIGHEST_NM else None


def write_wavelength(dataset: DatasetWriter, index: int, centre_nm: float) -> None:
    """Writes the centre of a band as GDAL reads it."""
    dataset.update_tags(index, ns=DOMAIN, **{CENTRE: f"{centre_nm / NM_PER_UM:.6g}"})


def read_description(dataset: DatasetReader, index: int) -> str | None:
    """Returns a band's description without the wavelength that GDAL puts behind ENVI's names."""
    description: str | None = dataset.descriptions[index - 1]
    value = dataset.tags(index).get("wavelength")
    if not description or not value:
        return description
    return re.sub(rf"\s*\({re.escape(value)}( \w+)?\)$", "", description) or None
