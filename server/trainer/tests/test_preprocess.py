"""Preprocessing and augmentation against plain PyTorch and numpy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from trainer.augment import augment
from trainer.batches import TileSource, signed, unsigned_float
from trainer.contract.run_spec import AugmentationConfig, SpecDataset
from trainer.pack import prepare_pack
from trainer.preprocess import Preprocess, PreprocessSettings, measure_statistics

OFF = {"dihedral": False, "cropScaleMin": 1, "brightness": 0, "contrast": 0, "bandDropout": 0}


def config(**on: Any) -> AugmentationConfig:
    return AugmentationConfig.model_validate(OFF | on)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_preprocess_is_its_formula() -> None:
    settings = PreprocessSettings([1, 2], ["a", "b"], [10, 0], [20, 0], [0.5, 0], [0.25, 1], 8)
    image = torch.rand(3, 2, 5, 9) * 40 - 10
    image[0, 0, 0, 0] = torch.nan
    scaled = image.clone()
    scaled[0, 0, 0, 0] = 10
    scaled[:, 0] = ((scaled[:, 0] - 10) / 10).clip(0, 1)
    scaled[:, 1] = scaled[:, 1].clip(0, 1)  # equal limits: a span of 1, never a division by 0
    expected = F.interpolate(scaled, size=(8, 8), mode="bilinear", align_corners=False)
    expected[:, 0] = (expected[:, 0] - 0.5) / 0.25
    torch.testing.assert_close(Preprocess(settings)(image), expected)
    assert PreprocessSettings.from_json(settings.to_json()) == settings


def test_dataset_statistics(dataset: dict[str, Any], tmp_path: Path) -> None:
    pack = prepare_pack(SpecDataset.model_validate(dataset), tmp_path, lambda *_, **__: None)
    mean, std = measure_statistics(pack, 1)
    train = pack.tiles[pack.indices("train")] / 255.0
    assert mean == pytest.approx(train.mean(axis=(0, 2, 3)))
    assert std == pytest.approx(train.std(axis=(0, 2, 3)))


def test_nothing_on_is_the_plain_resize() -> None:
    image = torch.rand(4, 3, 16, 20)
    same = augment(image, config(), 24, seeded())
    expected = F.interpolate(image, size=(24, 24), mode="bilinear", align_corners=False)
    torch.testing.assert_close(same, expected, atol=1e-5, rtol=1e-4)
    square = torch.rand(4, 3, 16, 16)
    assert augment(square, config(), 16, seeded()) is square


def test_dihedral_makes_the_eight_and_no_others() -> None:
    tile = torch.rand(1, 2, 8, 8)
    moved = augment(tile.expand(400, -1, -1, -1), config(dihedral=True), 8, seeded())
    eight = [
        torch.rot90(flipped, turns, (2, 3))
        for flipped in (tile, tile.flip(3))
        for turns in range(4)
    ]
    distance = torch.stack([(moved - one).abs().amax(dim=(1, 2, 3)) for one in eight], dim=1)
    nearest, which = distance.min(dim=1)
    assert nearest.max() < 1e-5
    counts = torch.bincount(which, minlength=8)
    assert counts.min() > 20


def test_crops_stay_inside() -> None:
    ramp = torch.linspace(0, 1, 32).expand(1, 1, 32, 32)
    moved = augment(ramp.expand(300, -1, -1, -1), config(cropScaleMin=0.25), 32, seeded())
    width = (moved[:, 0, 16, -1] - moved[:, 0, 16, 0]) / (31 / 32)
    assert width.min() > 0.45
    assert width.max() < 1.05
    # No pixel is the repeated edge: neighbours always differ.
    assert (moved.diff(dim=3) > 0).float().mean() > 0.97


def test_light_and_bands() -> None:
    tile = torch.full((200, 3, 4, 4), 0.5)
    tile[:, :, :2] = 0.25
    brighter = augment(tile, config(brightness=0.2), 4, seeded())
    assert 0.4 - 1e-6 <= brighter[:, :, 2:].min() < 0.42
    assert 0.58 < brighter[:, :, 2:].max() <= 0.6 + 1e-6
    spread = augment(tile, config(contrast=0.2), 4, seeded())
    torch.testing.assert_close(spread.mean(dim=(1, 2, 3)), tile.mean(dim=(1, 2, 3)))
    dropped = augment(tile, config(bandDropout=0.5), 4, seeded())
    kept = dropped.amax(dim=(2, 3)) > 0
    assert kept.any(dim=1).all()
    assert 0.4 < kept.float().mean() < 0.65


def test_same_seed_same_batch() -> None:
    image, on = torch.rand(6, 3, 8, 8), AugmentationConfig(band_dropout=0.2)
    first, again, other = (augment(image, on, 8, seeded(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "uint32", "float32"])
def test_values_arrive_as_they_are_stored(dtype: str) -> None:
    values = np.array([[0, 1, 200], [255, 3, 9]], dtype)
    if dtype == "uint16":
        values[0, 0] = 65535
    if dtype == "uint32":
        values[0, 0] = 4_000_000_000
    unsigned = dtype in ("uint16", "uint32")
    found = unsigned_float(signed(values), unsigned)
    assert found.numpy().tolist() == values.astype(np.float32).tolist()


def test_batches_keep_their_order(dataset: dict[str, Any], tmp_path: Path) -> None:
    pack = prepare_pack(SpecDataset.model_validate(dataset), tmp_path, lambda *_, **__: None)
    wanted = np.array([50, 3, 77, 3, 0])
    found = TileSource(pack, torch.device("cpu")).get(wanted)
    assert (found.numpy() == pack.tiles[wanted]).all()


def test_channel_dropout() -> None:
    from trainer.adapt.dropout import ChannelDropout

    dropout = ChannelDropout(0.25)
    ones = torch.ones(50, 6, 6, 40)
    dropped = dropout(ones)
    assert torch.equal(dropped, dropped[:, :1, :1].expand_as(dropped))
    assert dropped.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert dropped.mean() == pytest.approx(1.0, abs=0.05)
    assert dropout.eval()(ones) is ones
