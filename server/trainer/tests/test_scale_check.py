"""Imagery in another unit than that of the training is refused, other weather is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from imagery_support import ramp, run_import, write_raster
from make_run import make_dataset, make_model, make_run, write_scene

from trainer.__main__ import main
from trainer.contract.run_spec import BandScale
from trainer.errors import TrainerError
from trainer.image_scale import measure_scale
from trainer.preprocess import PreprocessSettings
from trainer.scale_check import check_scale

CASES = json.loads((Path(__file__).parent / "scale_cases.json").read_text(encoding="utf-8"))
WORDS = {"larger": "times larger", "smaller": "times smaller", "apart": "far from", "step": "steps"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_rule_is_that_of_the_studio(case: dict[str, Any]) -> None:
    units, scales = case.get("units", (None, None)), case.get("scales", (None, None))
    model, scene = (
        [
            BandScale(low=low, high=high, unit=units[side], scale=scales[side], offset=None)
            for low, high in case[part]
        ]
        for side, part in enumerate(("model", "scene"))
    )
    if case["expected"] is None:
        check_scale(model, scene, "scene.tif")
        return
    with pytest.raises(TrainerError, match=WORDS[case["expected"]]) as caught:
        check_scale(model, scene, "scene.tif")
    assert "scene.tif" in caught.value.message
    if "factor" in case:
        assert f"{case['factor']} times" in caught.value.message


def test_an_image_is_measured_without_what_is_not_there(tmp_path: Path) -> None:
    pixels = np.zeros((2, 40, 50), np.float32)
    pixels[0], pixels[1, :20] = np.linspace(0, 100, 2000).reshape(40, 50), np.nan
    pixels[1, 20:] = 7
    path = tmp_path / "a.tif"
    write_scene(path, pixels)
    with rasterio.open(path, "r+") as target:
        target.units = ("K", None)
        target.scales = (0.01, 1.0)
    first, second = measure_scale([path], [1, 2])
    assert (first.low, first.high) == pytest.approx((2, 98), abs=0.1)
    assert (first.unit, first.scale, first.offset) == ("K", 0.01, None)
    assert (second.low, second.high, second.unit, second.scale) == (7, 7, None, None)


def test_predict_refuses_another_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dataset = make_dataset(tmp_path / "dataset")
    seen = [{"low": 40.0, "high": 220.0, "unit": None, "scale": None, "offset": None}] * 3
    dataset["recipe"]["seen"] = seen
    base = make_model(tmp_path / "base")
    run = make_run(tmp_path / "run", base, dataset, tmp_path / "packs", method="probe", epochs=1)
    assert main(["fit", "--run-folder", str(run)]) == 0
    model = run / "model"
    text = (model / "preprocessing.json").read_text()
    settings = PreprocessSettings.from_json(json.loads(text))
    assert settings.to_json() == json.loads(text)
    assert settings.seen is not None
    assert settings.seen[2].high == 220
    scene = tmp_path / "dataset" / "scene.tif"
    capsys.readouterr()
    ask = ["predict", "--model-folder", str(model), "--tile-size", "16", "--source"]
    assert main([*ask, str(scene)]) == 0
    with rasterio.open(scene) as source:
        fraction = source.read().astype(np.float32) / 255
    write_scene(tmp_path / "fraction.tif", fraction)
    capsys.readouterr()
    result = tmp_path / "result.json"
    assert main([*ask, str(tmp_path / "fraction.tif"), "--result", str(result)]) == 2
    said = json.loads(result.read_text())["error"]
    assert said["code"] == "invalid_input"
    assert "times smaller" in said["message"]
    # Models from before do not say what they learned from: they are taken at their word.
    old = {key: value for key, value in json.loads(text).items() if key != "seen"}
    (model / "preprocessing.json").write_text(json.dumps(old))
    assert main([*ask, str(tmp_path / "fraction.tif")]) == 0


def test_units_and_steps_come_with_a_scene(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "a.tif", ramp(2, 700))
    with rasterio.open(source, "r+") as dataset:
        dataset.units = ("K", None)
        dataset.scales, dataset.offsets = (0.01, 1.0), (-3.0, 0.0)
    scene = run_import(source, tmp_path / "out")
    said = [(band["unit"], band["scale"], band["offset"]) for band in scene["bands"]]
    assert said == [("K", 0.01, -3.0), (None, None, None)]
    again = run_import(tmp_path / "out" / "scene.tif", tmp_path / "again")
    assert again["bands"][0]["unit"] == "K"
