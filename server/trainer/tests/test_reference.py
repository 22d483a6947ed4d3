"""Rasters that lie elsewhere: the channel, the directories of a TIFF, what may be used in place."""

from __future__ import annotations

import io
import json
import pickle
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from imagery_support import write_raster
from rasterio.shutil import copy

from trainer.contract.run_spec import BandRecipe
from trainer.errors import TrainerError
from trainer.imagery.directories import read_directories
from trainer.imagery.export_chips import ChipItem, write_archive
from trainer.imagery.range_file import CHANNEL_VARIABLE, RangeChannel, RangeFile, open_channel
from trainer.imagery.reference import check_usable, open_reference
from trainer.progress import Progress
from trainer.tile_reader import TileReader


class Studio:
    """The other end of a channel: answers with the bytes of files, or with a problem."""

    def __init__(self, connection: socket.socket) -> None:
        self.files: dict[str, bytes] = {}
        self.problem: dict[str, Any] | None = None
        self.asked = 0
        self._stream = connection.makefile("rwb")
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        for line in self._stream:
            question = json.loads(line)
            self.asked += 1
            content = self.files.get(question["source"], b"")
            part = content[question["offset"] : question["offset"] + question["length"]]
            head: dict[str, Any] = {"ok": True, "length": len(part), "byteSize": len(content)}
            if self.problem is not None:
                head, part = {"ok": False, "error": self.problem}, b""
            self._stream.write(json.dumps(head).encode() + b"\n" + part)
            self._stream.flush()


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """A studio whose channel this process has."""
    here, there = socket.socketpair()
    monkeypatch.setenv(CHANNEL_VARIABLE, str(here.detach()))
    open_channel.cache_clear()
    yield Studio(there)
    open_channel.cache_clear()


CHANGED = {
    "code": "conflict",
    "message": "a.tif has changed.",
    "hint": None,
    "sentence": {"key": "server.remote.changed", "values": {"name": "a.tif"}},
}


def make_cog(folder: Path, **options: Any) -> bytes:
    pixels = np.random.default_rng(3).integers(0, 999, (2, 600, 700)).astype(np.uint16)
    flat = write_raster(folder / "flat.tif", pixels)
    copy(flat, folder / "cog.tif", driver="COG", BLOCKSIZE=256, **options)
    return (folder / "cog.tif").read_bytes()


def test_reads_the_same_pixels(studio: Studio, tmp_path: Path) -> None:
    studio.files["scn"] = make_cog(tmp_path)
    with rasterio.open(tmp_path / "cog.tif") as near, open_reference("scn", "a.tif") as far:
        assert np.array_equal(near.read(), far.read())
        assert near.profile == far.profile
        check_usable(far, "scn", "a.tif")
    with (
        rasterio.open(tmp_path / "cog.tif", overview_level=0) as near,
        open_reference("scn", "a.tif", overview_level=0) as far,
    ):
        assert np.array_equal(near.read(), far.read())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_says_what_the_studio_says(studio: Studio, tmp_path: Path) -> None:
    studio.files["scn"] = make_cog(tmp_path, COMPRESS="NONE")
    values = {"bands": [2], "bandNames": ["2"], "low": [0], "high": [999], "dtype": "uint16"}
    recipe = BandRecipe.model_validate(values)
    with TileReader(Path("reference:scn"), "Far", recipe) as reader:
        assert reader.read(0, 0, 64, 64).shape == (1, 64, 64)
        studio.problem = CHANGED
        with pytest.raises(TrainerError) as told:
            reader.read(8, 8, 64, 64)
    assert told.value.to_record() == {**CHANGED, "hint": ""}
    again = pickle.loads(pickle.dumps(told.value))
    assert TrainerError.from_record(again.to_record()).message == "a.tif has changed."


def test_exports_the_same_tiles(studio: Studio, tmp_path: Path) -> None:
    studio.files["scn"] = make_cog(tmp_path)
    archives: list[bytes] = []
    for place in (tmp_path / "cog.tif", Path("reference:scn")):
        items = [ChipItem("train", "a", place, 1, 2, "t"), ChipItem("val", "b", place, 9, 10, "u")]
        archive = tmp_path / f"{len(archives)}.zip"
        write_archive(archive, items, len(items), 64, [2], Progress())
        archives.append(archive.read_bytes())
    assert archives[0] == archives[1]


def test_is_cut_off_without_a_studio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHANNEL_VARIABLE, raising=False)
    open_channel.cache_clear()
    with pytest.raises(TrainerError, match="stopped sending"):
        open_channel()
    here, there = socket.socketpair()
    there.close()
    with pytest.raises(TrainerError, match=r"stopped sending a\.tif"):
        RangeChannel(here).ask("a.tif", 0, 10)


def test_file_behaves_like_one_on_disk(studio: Studio) -> None:
    content = bytes(range(256)) * 600
    studio.files["scn"] = content
    file = io.BufferedReader(RangeFile(open_channel(), "scn"), 4096)
    assert file.seek(0, io.SEEK_END) == len(content)
    assert file.read(1) == b""
    assert (file.seek(-10, io.SEEK_CUR), file.read()) == (len(content) - 10, content[-10:])
    file.seek(70_000)
    assert file.read(9000) == content[70_000:79_000]


@pytest.mark.parametrize(("factor", "refused"), [("256", False), ("128", True)])
def test_overviews_have_tiles_of_one_size(
    studio: Studio, tmp_path: Path, factor: str, refused: bool
) -> None:
    """The map of the browser has one tile size for all levels."""
    pixels = np.random.default_rng(3).integers(0, 999, (2, 600, 700)).astype(np.uint16)
    tiles = {"tiled": True, "blockxsize": 256, "blockysize": 256, "interleave": "pixel"}
    path = write_raster(tmp_path / "a.tif", pixels, **tiles)
    with rasterio.Env(GDAL_TIFF_OVR_BLOCKSIZE=factor), rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4])
    studio.files["scn"] = path.read_bytes()
    with open_reference("scn", "a.tif") as dataset:
        if not refused:
            check_usable(dataset, "scn", "a.tif")
            return
        with pytest.raises(TrainerError, match="tiles of another size"):
            check_usable(dataset, "scn", "a.tif")


def test_directories_of_a_cog(tmp_path: Path) -> None:
    content = make_cog(tmp_path)
    directories = read_directories(io.BytesIO(content))
    assert [(one.width, one.height, one.is_overview) for one in directories] == [
        (700, 600, False),
        (350, 300, True),
        (175, 150, True),
    ]
    assert max(one.end for one in directories) <= len(content)


def test_directories_that_make_no_sense() -> None:
    endless = b"II*\x00" + struct.pack("<I", 8) + struct.pack("<HI", 0, 8)
    many = b"II*\x00" + struct.pack("<IHHHII", 8, 1, 324, 4, 2**31, 8) + b"\0" * 4
    for content in (b"", b"PNG", b"II*\x00", endless, many, b"II*\x00\xff\xff\xff\xff"):
        with pytest.raises(ValueError):
            read_directories(io.BytesIO(content))
