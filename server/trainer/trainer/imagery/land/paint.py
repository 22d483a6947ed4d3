"""Paints each class with its spectra and textures: the land as it would look without air."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.imagery.land import cover as classes
from trainer.imagery.land import spectra as s
from trainer.imagery.land.cover import Cover
from trainer.imagery.land.noise import (
    Field,
    blur,
    fractal,
    hash01,
    make_rng,
    ramp,
    shift,
    standardize,
)
from trainer.imagery.land.parcels import Parcels
from trainer.imagery.land.settlements import Settlements, Streets
from trainer.imagery.land.spectra import Spectrum
from trainer.imagery.land.terrain import Terrain

Rows = NDArray[np.float32]  # [n, 6], one spectrum per pixel of a class
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Land:
    """Everything that painting needs; fields are [rows, cols]."""

    seed: int
    terrain: Terrain
    parcels: Parcels
    stands: Parcels
    settlements: Settlements
    streets: Streets
    cover: Cover
    grain: Field
    speckle: Field
    mottle: Field
    broad: Field


def add_textures(size: int, seed: int) -> tuple[Field, Field, Field, Field]:
    """Returns noise from fine to broad: grain (1 px), speckle (3 px), mottle (20 px), broad."""
    rng = make_rng(seed, "textures")
    grain = standardize(blur(rng.standard_normal((size, size), dtype=np.float32), 0.6))
    return (
        grain,
        fractal(size, rng, 1.3, 8),
        fractal(size, rng, 2.6, 60),
        fractal(size, rng, 3.4, size / 5),
    )


def paint(land: Land) -> NDArray[np.float32]:
    """Returns surface reflectance [6, rows, cols], 0..1, lit by the sun."""
    size = land.cover.shape[0]
    image = np.zeros((size * size, 6), np.float32)
    for value, painter in PAINTERS.items():
        pixels = np.flatnonzero(land.cover.ravel() == value)
        if pixels.size:
            image[pixels] = painter(land, Pick(pixels))
    light = cast_light(land).ravel()
    image *= light[:, None]
    return np.ascontiguousarray(image.T).reshape(6, size, size)


@dataclass(frozen=True)
class Pick:
    """Takes the values of one class's pixels out of fields."""

    pixels: NDArray[np.intp]

    def __call__(self, field: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns the values of a field."""
        return field.ravel()[self.pixels]

    def flags(self, field: Flags) -> Flags:
        """Returns the values of a field of flags."""
        return field.ravel()[self.pixels]

    def ints(self, field: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns the values of a field of whole numbers."""
        return field.ravel()[self.pixels]


def mix(first: Rows | Spectrum, second: Rows | Spectrum, share: Field) -> Rows:
    """Returns `first` where share is 0 and `second` where it is 1; share is [n]."""
    t = share[:, None]
    return (np.asarray(first) * (1 - t) + np.asarray(second) * t).astype(np.float32)


def paint_water(land: Land, pick: Pick) -> Rows:
    """Deep lakes are dark, shallows show their bed, rivers carry silt."""
    depth = pick(land.terrain.lake_depth)
    river = -np.minimum(pick(land.terrain.river_distance), pick(land.terrain.stream_distance) * 1.5)
    clearness = np.exp(-np.maximum(depth, 0) / 5.0)
    lake = mix(s.DEEP_WATER, s.CLEAR_SHALLOWS, clearness)
    silt = 0.45 + 0.4 * np.exp(-np.maximum(river, 0) / 2.0) + 0.12 * pick(land.mottle)
    stream = mix(s.DEEP_WATER, s.MUDDY_WATER, np.clip(silt, 0, 1))
    rows = mix(stream, lake, ramp(depth, 0, 1.5))
    algae = 0.25 * ramp(pick(land.broad), 0.4, 1.6) * ramp(depth, 0, 2)
    rows = mix(rows, s.spectrum(30, 62, 36, 60, 12, 8), algae.astype(np.float32))
    rows *= (1 + 0.025 * pick(land.grain))[:, None]
    return rows


def paint_forest(land: Land, pick: Pick) -> Rows:
    """Conifers above, broadleaf trees below, managed in stands; crowns throw shade."""
    stand = land.stands.draw(11)
    height = pick(standardize(land.terrain.elevation))
    conifer = ramp(0.7 * height + 1.1 * pick(land.broad) + 1.6 * (pick(stand) - 0.5), -0.35, 0.45)
    rows = mix(s.BROADLEAF, s.CONIFER, conifer)
    young = ramp(pick(land.stands.draw(12)), 0.9, 0.93)
    rows = mix(rows, s.YOUNG_TREES, (0.8 * young).astype(np.float32))
    relief = land.speckle - shift(land.speckle, -1, 1)  # crowns lit from the south-east
    crowns = 0.095 * pick(standardize(relief)) + 0.05 * pick(land.grain) + 0.05 * pick(land.mottle)
    crowns = crowns * (1 - 0.5 * young) * (1.15 - 0.35 * conifer)
    tone = 1 + 0.16 * (pick(land.stands.draw(13)) - 0.5)
    rows *= (tone * np.clip(1 + crowns, 0.45, 1.6))[:, None]
    track = (pick(land.stands.edge) < 0.55) & (pick(land.stands.draw(14)) < 0.4)
    rows[track] = 0.65 * rows[track] + 0.35 * s.DRY_GRASS * 0.9
    return rows


def paint_cropland(land: Land, pick: Pick) -> Rows:
    """Fields of one crop in one phase each, with rows, tramlines, headlands and margins."""
    parcels = land.parcels
    crop, phase = pick(parcels.draw(21)), pick(parcels.draw(22))
    soil = mix(
        s.DARK_SOIL,
        s.DRY_SOIL,
        np.clip(0.5 + 0.22 * pick(land.broad) + 0.1 * pick(land.mottle), 0, 1),
    )
    soil *= (0.82 + 0.36 * pick(parcels.draw(23)))[:, None]
    kinds: list[tuple[float, Spectrum, tuple[float, float]]] = [
        (0.24, s.GREEN_CROP, (0.75, 1.0)),
        (0.40, s.RIPE_CROP, (0.75, 1.0)),
        (0.52, s.BLUE_GREEN_CROP, (0.45, 0.9)),
        (0.58, s.FLOWERING_CROP, (0.8, 1.0)),
        (0.76, s.GREEN_CROP, (0.12, 0.6)),
        (0.86, s.STUBBLE, (0.5, 0.95)),
        (1.01, s.GREEN_CROP, (0.0, 0.04)),
    ]
    plant = np.zeros((pick.pixels.size, 6), np.float32)
    cover = np.zeros(pick.pixels.size, np.float32)
    low = 0.0
    for high, colour, (least, most) in kinds:
        chosen = (crop >= low) & (crop < high)
        plant[chosen], cover[chosen] = colour, (least + (most - least) * phase)[chosen]
        low = high
    growth = 1 + 0.10 * pick(land.mottle) + 0.05 * pick(land.speckle)
    period = 2.7 + 2.6 * pick(parcels.draw(24))
    lines = np.sin(2 * np.pi * pick(parcels.across) / period)
    cover = np.clip(cover * growth + 0.07 * lines * ramp(cover, 0.02, 0.3), 0, 1)
    rows = mix(soil, plant, cover.astype(np.float32))
    rows *= (1 + 0.028 * lines * (0.4 + pick(parcels.draw(25))) + 0.018 * pick(land.grain))[:, None]
    edge = pick(parcels.edge)
    headland = (edge > 0.8) & (edge < 2.2) & (pick(parcels.draw(26)) < 0.5)
    rows[headland] *= 0.93
    margin = edge < 0.6
    hedge = margin & (pick(parcels.draw(27)) < 0.22)
    rows[margin] = 0.55 * rows[margin] + 0.45 * s.DRY_GRASS
    rows[hedge] = 0.35 * rows[hedge] + 0.65 * s.BROADLEAF * 0.85
    return rows


def paint_grassland(land: Land, pick: Pick) -> Rows:
    """Pastures and meadows: smooth, fresh in hollows, dry on slopes, dotted with bushes."""
    dry = 0.42 + 0.3 * pick(land.broad) + 0.16 * pick(land.mottle)
    dry = dry + 0.5 * (pick(land.parcels.draw(31)) - 0.5) + 0.25 * pick(land.terrain.hilliness)
    rows = mix(s.FRESH_GRASS, s.DRY_GRASS, np.clip(dry, 0, 0.95).astype(np.float32))
    mown = pick(land.parcels.draw(32)) < 0.25
    stripes = np.sin(2 * np.pi * pick(land.parcels.across) / 5.0)
    rows *= (1 + 0.02 * pick(land.speckle) + 0.012 * pick(land.grain) + 0.03 * stripes * mown)[
        :, None
    ]
    bushes = (pick(land.speckle) > 2.1) & ~mown
    rows[bushes] = 0.4 * rows[bushes] + 0.6 * s.BROADLEAF * 0.85
    fence = (pick(land.parcels.edge) < 0.5) & (pick(land.parcels.draw(33)) < 0.35)
    rows[fence] = 0.5 * rows[fence] + 0.5 * s.BROADLEAF * 0.9
    return rows


def paint_built(land: Land, pick: Pick) -> Rows:
    """Streets, blocks and lots: roofs among gardens, dense in the middle, halls at the edge."""
    density = pick(land.settlements.density)
    block, lot = pick.ints(land.streets.block), pick.ints(land.streets.lot)
    kind, roof = hash01(41, block), hash01(42, lot)
    centre = ramp(density, 0.85, 1.25)
    roofs = np.where((roof < 0.5)[:, None], s.TILED_ROOF, s.GREY_ROOF)
    roofs = np.where((roof > 0.93)[:, None], s.CONCRETE * 1.15, roofs).astype(np.float32)
    roofs *= (0.8 + 0.4 * hash01(43, lot))[:, None]
    green = np.clip(0.62 - 0.5 * centre, 0.1, 1) * (0.45 + 0.9 * hash01(44, lot))
    rows = mix(roofs, s.GARDEN, np.clip(green, 0, 0.92).astype(np.float32))
    halls = (kind > 0.965 - 0.13 * hash01(45, block // 65537)) & (density < 1.15) & (density > 0.55)
    tone = 0.55 + 0.8 * hash01(46, block * 4 + (lot % 4096) // 128)
    hall_rows = np.where((tone > 1.0)[:, None], s.BRIGHT_ROOF, s.CONCRETE) * tone[:, None]
    rows[halls] = hall_rows[halls]
    park = (kind < 0.06) & ~halls
    rows[park] = mix(s.FRESH_GRASS, s.BROADLEAF, ramp(land_speckle(land, pick), -0.3, 0.5))[park]
    rows *= (1 + 0.07 * pick(land.grain))[:, None]
    street = pick.flags(land.streets.street) & ~park
    rows[street] = 0.3 * rows[street] + 0.7 * s.ASPHALT
    avenue = pick.flags(land.streets.avenue)
    rows[avenue] = 0.1 * rows[avenue] + 0.9 * s.ASPHALT * 1.12
    road = np.minimum(pick(land.settlements.highway) / 1.6, pick(land.settlements.road))
    on_road = ramp(-road, -0.9, -0.4)
    pale = s.ASPHALT * 0.55 + s.CONCRETE * 0.45
    return mix(rows, pale, (0.92 * on_road).astype(np.float32))


def land_speckle(land: Land, pick: Pick) -> Field:
    """Returns the speckle of a class's pixels."""
    return pick(land.speckle)


def paint_bare(land: Land, pick: Pick) -> Rows:
    """Sand low down, gravel and rock above, benches in the pits."""
    high = ramp(pick(land.terrain.hilliness) + 0.25 * pick(land.mottle), 0.25, 0.75)
    low_ground = mix(s.SAND, s.GRAVEL, ramp(pick(land.mottle) + 0.5 * pick(land.broad), -0.8, 0.9))
    rows = mix(low_ground, s.ROCK, high)
    benches = np.sin(9 * pick(land.broad) + 3 * pick(land.mottle))
    texture = 0.06 * benches + 0.07 * pick(land.speckle) * (0.5 + high) + 0.03 * pick(land.grain)
    rows *= np.clip(1 + texture, 0.5, 1.5)[:, None]
    tufts = 0.45 * ramp(pick(land.speckle) + 0.7 * pick(land.mottle), 1.1, 1.9)
    return mix(rows, s.DRY_GRASS, tufts.astype(np.float32))


def paint_wetland(land: Land, pick: Pick) -> Rows:
    """Reeds and wet meadows around pools and winding channels."""
    rows = mix(s.REEDS, s.WET_MEADOW, ramp(pick(land.mottle) + 0.6 * pick(land.broad), -0.9, 0.9))
    rows *= (1 + 0.06 * pick(land.speckle) + 0.025 * pick(land.grain))[:, None]
    pools = ramp(pick(land.mottle) - 0.35 * pick(land.speckle), 0.95, 1.35)
    channels = 1 - ramp(np.abs(pick(land.mottle) + 0.5 * pick(land.broad)), 0.04, 0.16)
    wet = np.maximum(pools, 0.8 * channels)
    return mix(rows, s.SWAMP_POOL, (0.85 * wet).astype(np.float32))


def paint_orchard(land: Land, pick: Pick) -> Rows:
    """Trees in rows over grass or tilled soil."""
    parcels = land.parcels
    tilled = pick(parcels.draw(51))
    floor = mix(s.DRY_GRASS, s.DRY_SOIL, ramp(tilled, 0.3, 0.7))
    across = 3.2 + 1.6 * pick(parcels.draw(52))
    along = across * (0.9 + 0.5 * pick(parcels.draw(53)))
    trees = np.cos(2 * np.pi * pick(parcels.across) / across)
    trees = trees + 0.55 * np.cos(2 * np.pi * pick(parcels.along) / along)
    age = pick(parcels.draw(54))
    crown = np.clip(0.42 + 0.2 * (age - 0.5) + 0.3 * trees + 0.05 * pick(land.grain), 0.03, 0.95)
    rows = mix(floor, s.BROADLEAF * 0.88, crown.astype(np.float32))
    rows *= (1 + 0.04 * pick(land.mottle) + 0.02 * pick(land.grain))[:, None]
    edge = pick(parcels.edge) < 0.7
    rows[edge] = 0.4 * rows[edge] + 0.6 * s.DRY_GRASS
    return rows


PAINTERS: dict[int, Callable[[Land, Pick], Rows]] = {
    classes.WATER: paint_water,
    classes.FOREST: paint_forest,
    classes.CROPLAND: paint_cropland,
    classes.GRASSLAND: paint_grassland,
    classes.BUILT_UP: paint_built,
    classes.BARE: paint_bare,
    classes.WETLAND: paint_wetland,
    classes.ORCHARD: paint_orchard,
}


def cast_light(land: Land) -> Field:
    """Returns the light on each pixel: slope, and the shade of forest edges and houses."""
    light = 1 + 0.85 * (land.terrain.light - 1)
    light = np.where(land.terrain.water, 1.0, light)
    forest = land.cover == classes.FOREST
    # The sun stands south-south-east, so a wood shades the pixel to its north-north-west.
    shade = shift(forest, -1, 0) & ~forest & ~land.terrain.water
    light = np.where(shade, light * 0.72, light)
    return light.astype(np.float32)
