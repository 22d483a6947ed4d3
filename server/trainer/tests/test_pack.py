"""Decoded tiles against rasterio, and packs that several runs want at once."""

import json
import multiprocessing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from make_run import make_dataset, write_scene
from rasterio.windows import Window

from trainer.__main__ import main
from trainer.contract.run_spec import BandRecipe, SpecDataset
from trainer.errors import TrainerError
from trainer.pack import open_pack, prepare_pack
from trainer.tile_reader import TileReader, fill_no_data, pad_tile


def prepare(dataset: dict[str, Any], folder: Path) -> Any:
    return prepare_pack(SpecDataset.model_validate(dataset), folder, lambda *_, **__: None)


def test_pixels_are_rasterios(dataset: dict[str, Any], tmp_path: Path) -> None:
    pack = prepare(dataset, tmp_path)
    assert pack.tiles.dtype == np.uint8
    with rasterio.open(dataset["scenes"][0]["rasterPath"]) as scene:
        for index in range(len(pack.table)):
            row, col = int(pack.table.row[index]), int(pack.table.col[index])
            expected = scene.read(window=Window(col * 16, row * 16, 16, 16))
            height, width = expected.shape[1:]
            assert (pack.tiles[index, :, :height, :width] == expected).all()


def test_chosen_bands_in_order(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path / "five", bands=5)
    dataset["recipe"] |= {"bands": [5, 1], "bandNames": ["swir", "red"], "low": [0, 0]}
    dataset["recipe"]["high"] = [255, 255]
    pack = prepare(dataset, tmp_path / "packs")
    with rasterio.open(dataset["scenes"][0]["rasterPath"]) as scene:
        first = int(np.flatnonzero((pack.table.row == 0) & (pack.table.col == 0))[0])
        assert (pack.tiles[first] == scene.read([5, 1], window=Window(0, 0, 16, 16))).all()


def test_edges_are_reflected() -> None:
    tile = np.arange(6).reshape(1, 2, 3)
    assert pad_tile(tile, 4, 4)[0].tolist() == np.pad(tile[0], ((0, 2), (0, 1)), "reflect").tolist()
    assert pad_tile(np.array([[[7, 8, 9]]]), 3, 3)[0].tolist() == [[7, 8, 9]] * 3


@pytest.mark.parametrize("dtype", ["uint16", "int16", "float32"])
def test_no_data_becomes_the_low_value(tmp_path: Path, dtype: str) -> None:
    pixels = np.full((2, 16, 16), 500, dtype)
    pixels[:, :4] = 65535 if dtype == "uint16" else -9999
    if dtype == "float32":
        pixels[1, 8, 8] = np.nan
    path = tmp_path / "scene.tif"
    write_scene(path, pixels, nodata=float(pixels[0, 0, 0]))
    recipe = BandRecipe(
        bands=[1, 2], band_names=["a", "b"], low=[100.4, 200.0], high=[900, 900], dtype=dtype
    )
    with TileReader(path, "scene", recipe) as reader:
        tile = reader.read(0, 0, 16, 16)
    assert tile.dtype == np.dtype(dtype)
    assert (tile[0, :4] == (np.float32(100.4) if dtype == "float32" else 100)).all()
    assert (tile[1, :4] == 200).all()
    assert tile[1, 8, 8] == (200 if dtype == "float32" else 500)
    assert np.isfinite(tile).all()


def test_low_value_outside_the_type_is_clipped() -> None:
    tile = np.full((1, 2, 2), 9, np.uint8)
    assert (fill_no_data(tile, np.zeros((1, 2, 2), np.uint8), [-5.0]) == 0).all()


def test_a_pack_needs_no_scene(dataset: dict[str, Any], tmp_path: Path) -> None:
    first = prepare(dataset, tmp_path)
    gone = json.loads(json.dumps(dataset))
    gone["scenes"][0]["rasterPath"] = gone["tilesPath"] = str(tmp_path / "absent")
    again = prepare(gone, tmp_path)
    assert (first.tiles == again.tiles).all()


def _prepare_in_process(dataset: dict[str, Any], folder: Path) -> int:
    return len(prepare(dataset, folder).table)


def test_two_runs_at_once(dataset: dict[str, Any], tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        counts = pool.starmap(_prepare_in_process, [(dataset, tmp_path)] * 2)
    assert counts == [96, 96]
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [dataset["contentHash"]]


def test_stopped_half_way_leaves_nothing(dataset: dict[str, Any], tmp_path: Path) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_pack(SpecDataset.model_validate(dataset), tmp_path, stop)
    assert not any(path.is_dir() for path in tmp_path.iterdir())
    assert len(prepare(dataset, tmp_path).table) == 96


def test_damaged_tile_is_named(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path / "damaged")
    path = tmp_path / "damaged" / "scene.tif"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(TrainerError) as caught:
        prepare(dataset, tmp_path / "packs")
    assert caught.value.code == "unreadable_file"
    assert '"Test scene"' in caught.value.message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("0,99,0,0,train", "lies outside"),
        ("0,0,0,77,train", "names class 77"),
        ("5,0,0,0,train", "names scene 5"),
        ("0,0,0,0,holdout", "Line 2"),
        ("0,0,x,0,train", "Line 2"),
    ],
)
def test_wrong_tile_lists(tmp_path: Path, change: str, words: str) -> None:
    dataset = make_dataset(tmp_path / "dataset")
    path = Path(dataset["tilesPath"])
    lines = path.read_text().splitlines()
    lines[1] = change
    path.write_text("\n".join(lines))
    with pytest.raises(TrainerError, match=words):
        prepare(dataset, tmp_path / "packs")


def test_too_little_space(
    dataset: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 10

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    with pytest.raises(TrainerError) as caught:
        prepare(dataset, tmp_path)
    assert caught.value.code == "storage_full"


def test_command(
    dataset: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dataset.json").write_text(json.dumps(dataset))
    arguments = ["--dataset", str(tmp_path / "dataset.json"), "--pack-folder", str(tmp_path / "p")]
    assert main(["pack", *arguments]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["shape"] == [96, 3, 16, 16]
    assert len(open_pack(Path(result["folder"])).indices("val")) == 19
