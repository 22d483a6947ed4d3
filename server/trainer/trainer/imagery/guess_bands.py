"""Names the bands of four-band aerial imagery, which seldom says what its bands are."""

from __future__ import annotations

from typing import Literal

from trainer.imagery.types import Band, Note, make_note

# NAIP and its like: red, green, blue, near infrared, in bytes, of pixels below a few metres.
LAYOUT = (("Red", "red"), ("Green", "green"), ("Blue", "blue"), ("NIR", "nir"))
AERIAL_METERS = 5.5


def guess_bands(
    bands: list[Band],
    kind: Literal["raster", "chips"],
    dtype: str,
    ground_sample_meters: float | None,
) -> tuple[list[Band], list[Note]]:
    """Names bands after the usual layout where the file leaves them open, and says that it did.

    Only where nothing speaks against it: four bands of bytes without descriptions that lie on the
    ground, of which either the first three are declared red, green and blue, or none is anything
    and the pixels are those of aerial imagery. A picture's fourth band is its soft transparency.
    """
    unnamed = all(band["description"] is None and band["wavelengthNm"] is None for band in bands)
    if kind != "raster" or dtype != "uint8" or len(bands) != len(LAYOUT) or not unnamed:
        return bands, []
    if ground_sample_meters is None:
        return bands, []
    colours = [band["colour"] for band in bands]
    if colours == ["red", "green", "blue", None]:
        return name_bands(bands), [make_note("trainer.notes.nir_guessed")]
    if ground_sample_meters <= AERIAL_METERS and not any(colours):
        return name_bands(bands), [make_note("trainer.notes.four_bands_guessed")]
    return bands, []


def name_bands(bands: list[Band]) -> list[Band]:
    """Returns the bands with the names and colours of the layout."""
    named: list[Band] = []
    for band, (name, colour) in zip(bands, LAYOUT, strict=True):
        named.append({**band, "name": name, "colour": colour})
    return named
