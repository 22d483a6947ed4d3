"""How far a copy is, from where in its source it reads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from trainer.imagery.watch_copy import find_position, find_share

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells positions")


@on_linux
def test_position_of_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(1000))
    assert find_position(path) is None
    with path.open("rb", buffering=0) as file:
        file.read(300)
        assert find_position(path) == 300


@on_linux
def test_overviews_come_first_then_the_full_resolution(tmp_path: Path) -> None:
    source, target = tmp_path / "a.tif", tmp_path / "b.tif"
    source.write_bytes(bytes(1250))
    target.write_bytes(bytes(60))
    with source.open("rb", buffering=0) as file:
        file.seek(1100)  # in the overviews: what is written counts
        assert find_share(source, target, 1000) == pytest.approx(0.08)
        shares = []
        for position in (0, 500, 999):
            file.seek(position)
            shares.append(find_share(source, target, 1000))
        assert shares == pytest.approx([0.2, 0.6, 0.999], abs=0.001)


def test_size_of_the_target_where_positions_are_not_told(tmp_path: Path) -> None:
    source, target = tmp_path / "a.tif", tmp_path / "b.tif"
    source.write_bytes(bytes(1000))
    assert find_share(source, target, 800) == 0
    target.write_bytes(bytes(300))
    assert find_share(source, target, 800) == pytest.approx(0.5)
    target.write_bytes(bytes(900))
    assert find_share(source, target, 800) == 1
