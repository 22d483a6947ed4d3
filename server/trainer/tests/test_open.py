"""Opening: what a file claims is checked before it is read, and nothing else is read with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from imagery_support import ramp, run_trainer, write_raster

from trainer.errors import TrainerError
from trainer.imagery.open import ReadLimits, find_driver, first_cause, open_raster
from trainer.imagery.raster import import_raster
from trainer.progress import Progress


@pytest.mark.parametrize(
    ("head", "code", "words"),
    [
        (b"", "unreadable_file", "empty"),
        (b"version https://git-lfs.github.com/spec/v1\n", "unreadable_file", "Git LFS"),
        (b"  <VRTDataset rasterXSize='64'>", "unsupported", "virtual raster"),
        (b"hello there", "unreadable_file", "not a raster"),
        (b"PK\x03\x04", "unreadable_file", "not a raster"),
    ],
)
def test_first_bytes_decide(head: bytes, code: str, words: str) -> None:
    with pytest.raises(TrainerError) as caught:
        find_driver(head, "scene.tif")
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.hint


def test_driver_follows_content_not_name() -> None:
    assert find_driver(b"\xff\xd8\xff\xe0", "scene.tif") == "JPEG"
    assert find_driver(b"MM\x00+\x00\x08", "scene.png") == "GTiff"


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (ReadLimits(max_pixels=1000), "1,000 pixels"),
        (ReadLimits(max_samples=5000), "5,000 values"),
        (ReadLimits(max_bands=1), "1 bands"),
        (ReadLimits(max_block_bytes=100), "in one piece"),
    ],
)
def test_limits_are_checked_before_reading(tmp_path: Path, limits: ReadLimits, words: str) -> None:
    path = write_raster(tmp_path / "a.tif", ramp(2))
    with pytest.raises(TrainerError) as caught, open_raster(path, limits):
        pytest.fail("it was opened")
    assert caught.value.code == "too_large"
    assert words in caught.value.message


def test_complex_numbers_are_refused_with_a_reason(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "sar.tif", ramp().astype("complex64"))
    with pytest.raises(TrainerError) as caught, open_raster(path):
        pytest.fail("it was opened")
    assert caught.value.code == "unsupported"
    assert "complex" in caught.value.message


def test_sidecar_files_are_not_followed(tmp_path: Path) -> None:
    """A mask, overviews, metadata and a world file beside the raster must change nothing."""
    pixels = ramp()
    path = write_raster(tmp_path / "plain.tif", pixels, crs=None, transform=None)
    write_raster(tmp_path / "plain.tif.msk", np.zeros((1, 64, 64), np.uint8))
    write_raster(tmp_path / "plain.tif.ovr", np.full((1, 32, 32), 77, np.uint8))
    (tmp_path / "plain.tfw").write_text("10\n0\n0\n-10\n500000\n5200000\n")
    (tmp_path / "plain.tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><NoDataValue>5</NoDataValue></PAMRasterBand>'
        "</PAMDataset>"
    )
    output = tmp_path / "out"
    output.mkdir()
    scene = import_raster(path, output, ReadLimits(), Progress())
    assert scene["nodata"] is None
    assert scene["crs"]["unit"] == "px"
    assert not scene["hasMask"]
    with rasterio.open(output / "scene.tif") as cog:
        assert np.array_equal(cog.read(), pixels)


def test_overviews_named_in_metadata_are_not_followed(tmp_path: Path) -> None:
    """GDAL lets a TIFF name any file as its overviews; a secret must not come in that way."""
    secret = write_raster(tmp_path / "secret.tif", np.full((1, 512, 512), 77, np.uint8))
    path = write_raster(tmp_path / "a.tif", np.zeros((1, 1024, 1024), np.uint8))
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=str(secret))
    output = tmp_path / "out"
    output.mkdir()
    scene = import_raster(path, output, ReadLimits(), Progress())
    assert scene["bands"][0]["max"] == 0
    with rasterio.open(output / "scene.tif", overview_level=0) as overview:
        assert int(overview.read().max()) == 0


def test_a_virtual_raster_cannot_read_local_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.bin"
    secret.write_bytes(b"S" * 64 * 64)
    virtual = (
        '<VRTDataset rasterXSize="64" rasterYSize="64"><VRTRasterBand dataType="Byte" band="1" '
        f'subClass="VRTRawRasterBand"><SourceFilename>{secret}</SourceFilename>'
        "<ImageOffset>0</ImageOffset></VRTRasterBand></VRTDataset>"
    )
    for name in ("a.vrt", "a.tif", "a.png"):
        source = tmp_path / name
        source.write_text(virtual)
        outcome = run_trainer(
            "import-scene", "--source", source, "--output", tmp_path / "out", folder=tmp_path
        )
        assert outcome.code == 2
        assert outcome.result["error"]["code"] == "unsupported"
        assert not (tmp_path / "out").exists()


def test_messages_name_no_path_of_this_machine() -> None:
    cause = OSError("/srv/home/uploads/x.tif: cannot read /srv/home/uploads/y.tif, sorry.")
    assert first_cause(cause) == "x.tif: cannot read y.tif, sorry"


def test_missing_source_is_a_sentence(tmp_path: Path) -> None:
    outcome = run_trainer(
        "import-scene",
        "--source",
        tmp_path / "no.tif",
        "--output",
        tmp_path / "out",
        folder=tmp_path,
    )
    assert outcome.code == 2
    assert outcome.result["error"] == {
        "code": "invalid_input",
        "message": "no.tif does not exist.",
        "hint": "Check its path.",
        "sentence": {"key": "trainer.files.missing", "values": {"name": "no.tif"}},
    }


@pytest.mark.parametrize("driver", ["GTiff", "PNG", "JPEG", "JP2OpenJPEG"])
def test_every_format_is_read_whole_or_refused(tmp_path: Path, driver: str) -> None:
    """Half an upload opens in every format; only reading all of it shows that it is half."""
    pixels = np.random.default_rng(0).integers(0, 256, (3, 300, 300), np.uint8)
    whole = write_raster(tmp_path / "whole.img", pixels, driver=driver, crs=None, transform=None)
    output = tmp_path / "out"
    output.mkdir()
    import_raster(whole, output, ReadLimits(), Progress())
    with rasterio.open(output / "scene.tif") as cog, rasterio.open(whole, driver=driver) as source:
        assert np.array_equal(cog.read(), source.read())
    half = tmp_path / "half.img"
    content = whole.read_bytes()
    half.write_bytes(content[: len(content) * 6 // 10])
    with pytest.raises(TrainerError) as caught:
        import_raster(half, output, ReadLimits(), Progress())
    assert caught.value.code == "unreadable_file"
    assert "half.img" in caught.value.message
