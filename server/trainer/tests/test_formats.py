"""Formats whose files may point elsewhere: read from their own bytes, or refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from imagery_support import ramp, run_import, write_raster

from trainer.errors import TrainerError
from trainer.imagery.open import ReadLimits
from trainer.imagery.raster import import_bands
from trainer.progress import Progress


def write_envi(path: Path, pixels: np.ndarray, interleave: str = "bsq") -> Path:
    """Writes pixels [bands, rows, cols] raw, and the header beside them."""
    order = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (1, 2, 0)}[interleave]
    path.write_bytes(np.ascontiguousarray(pixels.transpose(order)).tobytes())
    bands, rows, cols = pixels.shape
    path.with_suffix(".hdr").write_text(
        f"ENVI\nsamples = {cols}\nlines = {rows}\nbands = {bands}\nheader offset = 0\n"
        f"file type = ENVI Standard\ndata type = 2\ninterleave = {interleave}\nbyte order = 0\n"
        "map info = {UTM, 1, 1, 500000, 5200000, 10, 10, 33, North, WGS-84, units=Meters}\n"
    )
    return path


def convert(source: Path, target: Path, **options: str) -> Path:
    rasterio.shutil.copy(str(source), str(target), **options)
    return target


def check_pixels(output: Path, pixels: np.ndarray) -> None:
    with rasterio.open(output / "scene.tif") as cog:
        assert np.array_equal(cog.read(), pixels)
        assert cog.crs.to_epsg() == 32633
        assert cog.transform.a == 10


def test_erdas_imagine_is_read(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.img", ramp(3, 200, "uint16"), driver="HFA")
    run_import(source, tmp_path / "out")
    check_pixels(tmp_path / "out", ramp(3, 200, "uint16"))


def test_erdas_imagine_with_pixels_elsewhere_is_refused(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.img", ramp(), driver="HFA", USE_SPILL="YES")
    assert (tmp_path / "a.ige").exists()
    with pytest.raises(TrainerError, match=r"another file \(.ige\)"):
        run_import(source, tmp_path / "out")


@pytest.mark.parametrize("length", [4, 16, 20, 30, 60, 400])
def test_broken_erdas_index_is_refused(tmp_path: Path, length: int) -> None:
    source = write_raster(tmp_path / "a.img", ramp(), driver="HFA")
    half = tmp_path / "half.img"
    half.write_bytes(source.read_bytes()[:length])
    with pytest.raises(TrainerError) as caught:
        run_import(half, tmp_path / "out")
    assert caught.value.code == "unreadable_file"


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
def test_envi_is_read_with_its_header(tmp_path: Path, interleave: str) -> None:
    pixels = ramp(3, 90, "int16")
    source = write_envi(tmp_path / "场景.dat", pixels, interleave)
    run_import(source, tmp_path / "out")
    check_pixels(tmp_path / "out", pixels)
    packed = tmp_path / "in.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(source, "场景.dat")
        archive.write(source.with_suffix(".hdr"), "场景.hdr")
    (tmp_path / "out2").mkdir()
    import_bands(packed, tmp_path / "out2", ReadLimits(), Progress())
    check_pixels(tmp_path / "out2", pixels)


def test_envi_without_header_or_half_is_refused(tmp_path: Path) -> None:
    source = write_envi(tmp_path / "a.dat", ramp(3, 90, "int16"))
    with pytest.raises(TrainerError, match="header of an ENVI raster"):
        run_import(source.with_suffix(".hdr"), tmp_path / "out")
    content = source.read_bytes()
    source.write_bytes(content[: len(content) // 2])
    with pytest.raises(TrainerError) as caught:
        run_import(source, tmp_path / "out")
    assert caught.value.code == "unreadable_file"
    source.write_bytes(content)
    source.with_suffix(".hdr").unlink()
    with pytest.raises(TrainerError, match="not a raster"):
        run_import(source, tmp_path / "out")


def test_classic_netcdf_is_read(tmp_path: Path) -> None:
    plain = write_raster(tmp_path / "a.tif", ramp(1, 60, "int16"))
    source = convert(plain, tmp_path / "a.nc", driver="netCDF", FORMAT="NC")
    scene = run_import(source, tmp_path / "out")
    assert (scene["widthPx"], scene["heightPx"]) == (60, 60)
    check_pixels(tmp_path / "out", ramp(1, 60, "int16"))


def test_hdf5_is_refused_by_its_first_bytes(tmp_path: Path) -> None:
    plain = write_raster(tmp_path / "a.tif", ramp(1, 60, "int16"))
    source = convert(plain, tmp_path / "a.nc", driver="netCDF", FORMAT="NC4")
    with pytest.raises(TrainerError, match="HDF5 or netCDF-4") as caught:
        run_import(source, tmp_path / "out")
    assert "gdal_translate" in caught.value.hint


def test_a_name_in_any_script_is_kept_in_messages(tmp_path: Path) -> None:
    for name in ("影像 #1.tif", "صورة.tif", "𝔸 100%.tif", "-rf.tif"):
        run_import(write_raster(tmp_path / name, ramp()), tmp_path / "out")
        (tmp_path / name).write_bytes(b"II*\x00")
        with pytest.raises(TrainerError, match=name.replace("+", ".")):
            run_import(tmp_path / name, tmp_path / "out")
