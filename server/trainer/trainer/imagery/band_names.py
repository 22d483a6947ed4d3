"""Reads band, scene and resolution from the names that satellite products give their files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

Family = Literal["sentinel-2", "landsat"]

# T33TWM_20200101T101021_B02_10m, "2018-10-13, Sentinel-2B L1C, B01", B8A
SENTINEL2_BAND = re.compile(
    r"^(?P<stem>|.*?[_\-. ,]+)B(?P<band>0[1-9]|1[0-2]|8A)(?:_(?P<metres>10|20|60)m)?$",
    re.IGNORECASE,
)
# LC08_L2SP_193026_20200101_20200823_02_T1_SR_B4, LE07_..._B6_VCID_1
LANDSAT_BAND = re.compile(
    r"^(?P<stem>L[COTEM]\d{2}_?.*?)_(?:SR_|ST_)?B(?P<band>\d{1,2}(?:_VCID_[12])?)$", re.IGNORECASE
)
# What the same products hold besides bands: quality, masks, angles, previews.
SIDE_FILE = re.compile(
    r"(^|[_\-. ,])(AOT|WVP|SCL|TCI|PVI|CLD|SNW|CLDPRB|SNWPRB|MSK_\w+|(SR_|ST_)?QA(_\w+)?|BQA|"
    r"SR_(ATMOS_OPACITY|CLOUD_QA)|ST_(TRAD|URAD|DRAD|ATRAN|EMIS|EMSD|CDIST)|SAA|SZA|VAA|VZA)"
    r"(_(10|20|60)m)?$",
    re.IGNORECASE,
)

# Which part of the spectrum the numbered bands of Landsat's sensors hold.
OLI = {"2": "blue", "3": "green", "4": "red", "5": "nir", "6": "swir1", "7": "swir2"}
TM = {"1": "blue", "2": "green", "3": "red", "4": "nir", "5": "swir1", "7": "swir2"}
PANCHROMATIC = "8"

# Centres of bands in nm, middles of their ranges: ESA, Sentinel-2 User Handbook, table 1; USGS,
# Landsat 8 Data Users Handbook, table 2-1, and Landsat 7 Science Data Users Handbook, table 8.1.
SENTINEL2_NM = {
    **{"01": 443, "02": 490, "03": 560, "04": 665, "05": 705, "06": 740, "07": 783, "08": 842},
    **{"8A": 865, "09": 945, "10": 1375, "11": 1610, "12": 2190},
}
OLI_NM = {
    **{"1": 443, "2": 482, "3": 561, "4": 655, "5": 865, "6": 1609, "7": 2201, "9": 1373},
    **{"10": 10895, "11": 12005},
}
TM_NM = {"1": 485, "2": 560, "3": 660, "4": 835, "5": 1650, "6": 11450, "7": 2220}


@dataclass(frozen=True)
class BandName:
    """What a file name says.

    Attributes:
        family: Whose naming it is.
        product: What the files of one scene have in common, in lower case.
        band: The band's own name: B02, B8A, B4.
        metres: Resolution of this copy of the band, where the name gives one.
        colour: Part of the spectrum, where the band's name alone does not tell.
        panchromatic: One wide band of twice the resolution, which is no part of the spectrum.
        wavelength_nm: Centre of the band, where its sensor is known.
    """

    family: Family
    product: str
    band: str
    metres: int | None = None
    colour: str | None = None
    panchromatic: bool = False
    wavelength_nm: float | None = None


def read_band_name(path: str) -> BandName | None:
    """Returns what the name of a single-band file says, or None for any other name."""
    stem = PurePosixPath(path).stem
    if found := LANDSAT_BAND.match(stem):
        product, band = found["stem"].lower(), found["band"].upper().lstrip("0")
        sensor = product[1]  # c and o: OLI; t and e: TM; m: MSS, whose bands are others
        colours = OLI if sensor in "co" else TM if sensor in "te" else {}
        wide = band == PANCHROMATIC and sensor in "coe"
        centres = OLI_NM if sensor in "co" else TM_NM if sensor in "te" else {}
        centre = centres.get(band.partition("_")[0])
        return BandName("landsat", product, f"B{band}", None, colours.get(band), wide, centre)
    if found := SENTINEL2_BAND.match(stem):
        metres = int(found["metres"]) if found["metres"] else None
        product = found["stem"].strip("_-. ,").lower()
        band = found["band"].upper()
        centre = SENTINEL2_NM[band]
        return BandName("sentinel-2", product, f"B{band}", metres, wavelength_nm=centre)
    return None


def is_side_file(path: str) -> bool:
    """Says whether a name is that of a product's quality, angle or preview layer."""
    return SIDE_FILE.search(PurePosixPath(path).stem) is not None


def spectral_order(band: str) -> tuple[int, str]:
    """Returns a key that sorts bands as their makers number them, B8A after B08."""
    digits = re.match(r"B(\d+)(.*)", band)
    return (int(digits[1]), digits[2]) if digits else (1000, band)
