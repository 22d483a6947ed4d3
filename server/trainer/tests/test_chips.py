"""Contact sheets: every chip in its cell, classes and splits kept, odd files named."""

from __future__ import annotations

import csv
import shutil
import stat
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import rasterio
from imagery_support import DATA, needs_data, ramp, run_trainer, write_raster
from rasterio.windows import Window

from trainer.errors import TrainerError
from trainer.imagery import chip_source, chips
from trainer.imagery.chip_source import ZipSource, natural, open_source, sort_chips
from trainer.imagery.chips import import_chips
from trainer.imagery.types import ChipSummary, Scene, SkippedChip
from trainer.progress import Progress

CHIPS = DATA / "chips"


class Imported(NamedTuple):
    scene: Scene
    sheet: ChipSummary
    skipped: list[SkippedChip]
    rows: list[dict[str, str]]


def run_chips(source: Path, output: Path, cell: int | None = None) -> Imported:
    output.mkdir()
    scene, sheet, skipped = import_chips(source, output, cell, Progress())
    with (output / "chips.csv").open(encoding="utf-8", newline="") as file:
        return Imported(scene, sheet, skipped, list(csv.DictReader(file)))


def read_cell(sheet: Path, row: dict[str, str], cell: int) -> np.ndarray:
    window = Window(int(row["col"]) * cell, int(row["row"]) * cell, cell, cell)
    with rasterio.open(sheet) as dataset:
        pixels: np.ndarray = dataset.read(window=window)
        return pixels


def make_folder(root: Path, names: list[str], size: int = 16) -> Path:
    for number, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_raster(path, (ramp(3, size).astype(int) + number).astype("uint8"))
    return root


def zip_folder(folder: Path, target: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, prefix + path.relative_to(folder).as_posix())
    return target


@needs_data
def test_eurosat_chips_keep_their_pixels(tmp_path: Path) -> None:
    scene, sheet, skipped, rows = run_chips(CHIPS / "eurosat_rgb", tmp_path / "out")
    assert not skipped
    assert scene["kind"] == "chips"
    assert sheet["count"] == len(rows) == 3000
    assert (sheet["columns"], sheet["rows"]) == (55, 55)
    assert sheet["cellSizePx"] == 64
    assert len(sheet["classes"]) == 10
    assert scene["hasMask"]
    assert scene["crs"]["unit"] == "px"
    assert scene["extent"] == [0, 0, 3520, 3520]
    assert [row["name"] for row in rows[:3]] == [f"AnnualCrop_{n}.jpg" for n in (1, 2, 3)]
    for row in rows[::97]:
        with rasterio.open(CHIPS / "eurosat_rgb" / row["class"] / row["name"]) as chip:
            assert np.array_equal(chip.read(), read_cell(tmp_path / "out/scene.tif", row, 64))
    with rasterio.open(tmp_path / "out/scene.tif") as sheet:
        mask = sheet.dataset_mask()
    assert mask[: 54 * 64].all()
    assert not mask[54 * 64 :, 30 * 64 :].any()  # 3000 = 54 * 55 + 30
    assert mask[54 * 64 :, : 30 * 64].all()


@needs_data
def test_thirteen_band_chips_of_several_zones(tmp_path: Path) -> None:
    scene, _, _, rows = run_chips(CHIPS / "eurosat_ms", tmp_path / "out")
    assert (scene["bandCount"], scene["dtype"]) == (13, "uint16")
    assert {row["crs"] for row in rows} == {"EPSG:32630", "EPSG:32632", "EPSG:32635"}
    assert "3 coordinate systems" in scene["notes"][0]["message"]
    for row in rows:
        with rasterio.open(CHIPS / "eurosat_ms" / row["class"] / row["name"]) as chip:
            assert np.array_equal(chip.read(), read_cell(tmp_path / "out/scene.tif", row, 64))


@needs_data
def test_chips_of_other_sizes_are_resampled_and_told(tmp_path: Path) -> None:
    for path in sorted((CHIPS / "uc_merced").glob("*/*0[0-2].jpg")):
        target = tmp_path / "in" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    scene, sheet, skipped, rows = run_chips(tmp_path / "in", tmp_path / "out", cell=64)
    assert not skipped
    assert sheet["cellSizePx"] == 64
    assert len(sheet["classes"]) == 21
    assert "resized" in [note["code"] for note in scene["notes"]]
    for row in rows[::9]:
        with rasterio.open(CHIPS / "uc_merced" / row["class"] / row["name"]) as chip:
            original = chip.read()
        cell = read_cell(tmp_path / "out/scene.tif", row, 64).astype(float)
        for band in range(3):
            assert cell[band].mean() == pytest.approx(original[band].mean(), abs=3)


@pytest.mark.parametrize("wrapped", ["", "dataset/"])
@pytest.mark.parametrize("packed", [False, True])
def test_splits_are_kept(tmp_path: Path, wrapped: str, packed: bool) -> None:
    names = [
        "validation/Water/w10.tif",
        "train/Water/w2.tif",
        "train/Forest/f1.tif",
        "test/Water/w3.tif",
    ]
    source = make_folder(tmp_path / "in", [wrapped + name for name in names])
    if packed:
        source = zip_folder(source, tmp_path / "in.zip")
    _, sheet, skipped, rows = run_chips(source, tmp_path / "out")
    assert not skipped
    assert sheet["splits"] == ["train", "val", "test"]
    assert sheet["classes"] == ["Forest", "Water"]
    found = [(row["split"], row["class"], row["name"]) for row in rows]
    assert found == [
        ("train", "Forest", "f1.tif"),
        ("train", "Water", "w2.tif"),
        ("val", "Water", "w10.tif"),
        ("test", "Water", "w3.tif"),
    ]


def test_odd_files_are_left_out_with_a_reason(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "in", [f"a/{n}.tif" for n in range(5)])
    write_raster(source / "a" / "grey.tif", ramp(1, 16))
    write_raster(source / "a" / "deep.tif", ramp(3, 16).astype("uint16"))
    (source / "a" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nrubbish")
    (source / "a" / "film.mp4").write_bytes(b"film")
    (source / "loose.tif").write_bytes((source / "a" / "0.tif").read_bytes())
    (source / "a" / "link.tif").symlink_to("/etc/hostname")
    (source / "readme.txt").write_text("left out without a word")
    _, sheet, skipped, rows = run_chips(source, tmp_path / "out")
    assert [row["name"] for row in rows] == [f"{n}.tif" for n in range(5)]
    assert {entry["name"] for entry in skipped} == {
        "a/grey.tif",
        "a/deep.tif",
        "a/broken.png",
        "a/film.mp4",
        "a/link.tif",
        "loose.tif",
    }
    assert all(entry["reason"].endswith(".") for entry in skipped)
    assert sheet["count"] == 5


@pytest.mark.parametrize("names", [[], ["loose.tif"], ["a/b/c/d.tif"]])
def test_folder_in_no_layout_is_refused(tmp_path: Path, names: list[str]) -> None:
    source = make_folder(tmp_path / "in", names)
    source.mkdir(exist_ok=True)
    outcome = run_trainer(
        "import-chips", "--source", source, "--output", tmp_path / "out", folder=tmp_path
    )
    assert outcome.code == 2
    assert outcome.result["error"]["code"] == "invalid_input"
    assert "class/image.tif" in outcome.result["error"]["hint"]
    assert not (tmp_path / "out").exists()


def make_zip(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return path


def link_entry() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("a/link.tif")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("../../evil.tif", "leads out of it"),
        ("/etc/evil.tif", "leads out of it"),
        ("C:\\evil.tif", "leads out of it"),
        ("a\\..\\..\\evil.tif", "leads out of it"),
        (link_entry(), "a link"),
        ("a/inner.zip", "another archive"),
        (f"a/{'x' * 300}.tif", "absurdly long"),
        ("/".join("abcdefghijk") + ".tif", "deep name"),
        ("a/\x1b[31m.tif", "control characters"),
    ],
)
def test_archive_made_to_do_harm_is_refused(
    tmp_path: Path, entry: zipfile.ZipInfo | str, words: str
) -> None:
    good = write_raster(tmp_path / "good.tif", ramp(3, 16)).read_bytes()
    path = make_zip(tmp_path / "in.zip", ("a/good.tif", good), (entry, b"/etc/hostname"))
    with pytest.raises(TrainerError) as caught:
        ZipSource(path).list_files([])
    assert caught.value.code == "invalid_input"
    assert words in caught.value.message


def test_archive_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = make_zip(tmp_path / "in.zip", ("a/x.tif", b"1"), ("a/x.tif", b"2"))
    with pytest.raises(TrainerError, match="two files of one name"):
        ZipSource(path).list_files([])


def test_zip_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_zip(tmp_path / "ratio.zip", ("a/x.tif", bytes(8 * 1024**2)))
    with pytest.raises(TrainerError) as caught:
        ZipSource(path).list_files([])
    assert caught.value.code == "too_large"
    monkeypatch.setattr(chip_source, "MAX_TOTAL_BYTES", 1000)
    path = make_zip(tmp_path / "total.zip", ("a/x.tif", bytes(600)), ("a/y.tif", bytes(600)))
    with pytest.raises(TrainerError) as caught:
        ZipSource(path).list_files([])
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("surveyed", [10**9, 100])
def test_more_pixels_than_can_be_looked_at_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surveyed: int
) -> None:
    """Each chip is within its limit, and the file small; together they are too much work."""
    source = make_folder(tmp_path / "in", [f"a/{n}.tif" for n in range(20)], 32)
    monkeypatch.setattr(chips, "MAX_DECODED_PIXELS", 19 * 32 * 32)
    monkeypatch.setattr(chips, "MAX_SURVEYED_PIXELS", surveyed)
    with pytest.raises(TrainerError, match="20,480 pixels together; the limit is 19,456"):
        run_chips(source, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 half"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(content)
    with pytest.raises(TrainerError) as caught:
        open_source(path)
    assert caught.value.code in ("unreadable_file", "unsupported")
    assert caught.value.hint


def test_names_sort_as_people_count() -> None:
    names = ["c_10", "c_9", "C_1", "c_1b", "2", "10"]
    assert sorted(names, key=natural) == ["2", "10", "C_1", "c_1b", "c_9", "c_10"]


def test_single_class_folder_is_not_taken_for_a_wrapper() -> None:
    found = sort_chips(["Water/1.tif", "Water/2.tif"], [])
    assert {chip.class_name for chip in found} == {"Water"}
    found = sort_chips(["train/Water/1.tif"], [])
    assert (found[0].split, found[0].class_name) == ("train", "Water")
