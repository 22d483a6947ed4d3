"""A picture that wants to be shown turned is told."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from imagery_support import ramp, run_import, write_raster

from trainer.imagery.orientation import read_orientation


def make_tiff(order: str, big: bool, orientation: int) -> bytes:
    """Returns a directory that holds nothing but a width and an orientation."""
    start = b"II" if order == "<" else b"MM"
    if big:
        head = start + struct.pack(f"{order}HHHQ", 43, 8, 0, 16) + struct.pack(f"{order}Q", 2)
        entry = f"{order}HHQHHI"
    else:
        head = start + struct.pack(f"{order}HI", 42, 8) + struct.pack(f"{order}H", 2)
        entry = f"{order}HHIHH"
    pads = (0, 0) if big else (0,)
    width = struct.pack(entry, 256, 3, 1, 10, *pads)
    return head + width + struct.pack(entry, 274, 3, 1, orientation, *pads)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
def test_orientation_is_read(tmp_path: Path, order: str, big: bool) -> None:
    path = tmp_path / "a.tif"
    for orientation, expected in ((6, 6), (1, 1), (99, 1)):
        path.write_bytes(make_tiff(order, big, orientation))
        assert read_orientation(path) == expected


@pytest.mark.parametrize("content", [b"", b"II*\x00", b"II*\x00\xff\xff\xff\xff", b"MM\x00+" * 5])
def test_damaged_directories_are_left_to_gdal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    assert read_orientation(path) == 1


def test_upright_pictures_are_not_mentioned(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.tif", ramp(), crs=None, transform=None)
    scene = run_import(source, tmp_path / "out")
    assert [note["code"] for note in scene["notes"]] == ["no_georeference"]
