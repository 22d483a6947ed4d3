"""What is said about a scene: where it lies, how large its pixels are, which band is which."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from imagery_support import DATA, needs_data, ramp, run_import, write_raster
from rasterio.crs import CRS
from rasterio.enums import ColorInterp

from trainer.imagery.describe import describe_crs, ground_sample, lonlat_extent
from trainer.imagery.statistics import Distribution, find_colour, make_histogram


def test_pixel_size_is_measured_on_the_ground() -> None:
    mercator = CRS.from_epsg(3857)
    # At 60 degrees north a metre of Web Mercator is half a metre.
    north = Affine(10, 0, 0, 0, -10, 8_399_737.9)
    assert ground_sample(mercator, north, 1, 1) == pytest.approx(5, rel=0.01)
    degree = ground_sample(CRS.from_epsg(4326), Affine(0.001, 0, 10, 0, -0.001, 0), 1, 1)
    assert degree == pytest.approx(111.2, rel=0.01)
    assert ground_sample(None, Affine(1, 0, 0, 0, -1, 5), 5, 5) is None


def test_coordinate_systems_are_named_only_where_the_name_is_right() -> None:
    utm = describe_crs(CRS.from_epsg(32633))
    assert (utm["code"], utm["unit"]) == ("EPSG:32633", "m")
    assert describe_crs(CRS.from_epsg(4326))["unit"] == "degree"
    assert describe_crs(CRS.from_epsg(2263))["unit"] == "us-ft"
    own = describe_crs(CRS.from_proj4("+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=23 +lon_0=-96.5"))
    assert own["code"] is None
    assert own["proj4"] is not None
    assert own["proj4"].startswith("+proj=aea")
    assert own["wkt"]
    assert describe_crs(None) == {"code": None, "wkt": None, "proj4": None, "unit": "px"}


def test_extent_across_the_date_line_has_west_beyond_east() -> None:
    extent = lonlat_extent(CRS.from_epsg(32660), (700_000, 5_700_000, 950_000, 5_800_000))
    assert extent is not None
    west, _, east, _ = extent
    assert west > 170
    assert east < -170


@needs_data
def test_another_world_has_no_place_on_earth(tmp_path: Path) -> None:
    scene = run_import(DATA / "awkward" / "cog_nonearth.tif", tmp_path)
    assert scene["extentLonLat"] is None
    assert scene["groundSampleMeters"] is None
    assert scene["crs"]["wkt"]


@pytest.mark.parametrize(
    ("declared", "description", "colour"),
    [
        (ColorInterp.red, "B02", "red"),
        (ColorInterp.gray, "NIR", "nir"),
        (ColorInterp.undefined, "B08", "nir"),
        (ColorInterp.undefined, "B4", None),
        (ColorInterp.gray, None, None),
    ],
)
def test_bands_know_their_colour(
    declared: ColorInterp, description: str | None, colour: str | None
) -> None:
    assert find_colour(declared, description) == colour


def test_histogram_keeps_every_value_and_is_not_squeezed_by_outliers() -> None:
    sample = np.concatenate([np.linspace(100, 200, 1000), [60_000.0]])
    p1, p99 = np.percentile(sample, (1, 99))
    histogram = make_histogram(Distribution(sample), float(p1), float(p99), 100, 60_000)
    assert sum(histogram["counts"]) == 1001
    assert histogram["high"] < 300
    flat = make_histogram(Distribution(np.full(10, 7.0)), 7, 7, 7, 7)
    assert (flat["low"], flat["high"]) == (7, 8)
    assert flat["counts"][0] == 10


def test_thumbnail_is_small_and_clear_where_nothing_is(tmp_path: Path) -> None:
    pixels = ramp(3, 800)
    pixels[:, :400] = 0
    source = write_raster(tmp_path / "a.tif", pixels, nodata=0, photometric="RGB")
    run_import(source, tmp_path / "out")
    with rasterio.open(tmp_path / "out" / "thumbnail.png") as thumbnail:
        assert (thumbnail.width, thumbnail.height, thumbnail.count) == (384, 384, 4)
        alpha = thumbnail.read(4)
    assert not alpha[:190].any()
    assert alpha[194:].mean() > 250
