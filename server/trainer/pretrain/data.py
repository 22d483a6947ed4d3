"""Reads the EuroSAT RGB archive into one array and cuts off the validation part."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

TILE_PX = 64
CLASS_NAMES = (
    "AnnualCrop",
    "Forest",
    "HerbaceousVegetation",
    "Highway",
    "Industrial",
    "Pasture",
    "PermanentCrop",
    "Residential",
    "River",
    "SeaLake",
)
# The published benchmark tests on file numbers that end in 0 and the archive leaves those out.
# Numbers that end in 9 are ours to measure on; the weights never see them.
VALIDATION_LAST_DIGIT = 9

_TILE_NAME = re.compile(r"(?P<label>[A-Za-z]+)_(?P<number>\d+)\.jpg")


@dataclass(frozen=True)
class Tiles:
    """Decoded tiles: `pixels` uint8 [N, 3, 64, 64], `labels` int64 [N] into CLASS_NAMES."""

    pixels: torch.Tensor
    labels: torch.Tensor

    def __len__(self) -> int:
        """Number of tiles."""
        return int(self.labels.shape[0])


def parse_tile_name(name: str) -> tuple[str, int]:
    """Splits `River_1234.jpg` into class name and file number.

    Raises:
        ValueError: the name has another form or another class.
    """
    match = _TILE_NAME.fullmatch(name)
    if match is None or match["label"] not in CLASS_NAMES:
        raise ValueError(
            f"{name} is not a EuroSAT tile: expected <class>_<number>.jpg with one of "
            f"{', '.join(CLASS_NAMES)}."
        )
    return match["label"], int(match["number"])


def is_validation(number: int) -> bool:
    """Whether the tile with this file number is kept out of training."""
    return number % 10 == VALIDATION_LAST_DIGIT


def decode_tile(source: io.BytesIO | Path) -> npt.NDArray[np.uint8]:
    """Decodes one JPEG to uint8 [64, 64, 3].

    Raises:
        ValueError: the image has another size.
    """
    with Image.open(source) as image:
        pixels_HWC = np.array(image.convert("RGB"), dtype=np.uint8)
    if pixels_HWC.shape != (TILE_PX, TILE_PX, 3):
        raise ValueError(
            f"A tile has shape {pixels_HWC.shape}; EuroSAT tiles are 64 x 64 pixels. "
            "Use the RGB archive of EuroSAT."
        )
    return pixels_HWC


def read_archive(archive: Path) -> tuple[Tiles, Tiles]:
    """Decodes every tile of the zip once and returns (training part, validation part).

    Tiles come in the order of their names, so that a seed means the same run everywhere.

    Raises:
        ValueError: the archive holds no tiles, or a tile of another kind.
    """
    pixels: tuple[list[npt.NDArray[np.uint8]], list[npt.NDArray[np.uint8]]] = ([], [])
    labels: tuple[list[int], list[int]] = ([], [])
    with zipfile.ZipFile(archive) as zipped:
        for path in sorted(name for name in zipped.namelist() if name.endswith(".jpg")):
            label, number = parse_tile_name(path.rsplit("/", 1)[-1])
            part = int(is_validation(number))
            pixels[part].append(decode_tile(io.BytesIO(zipped.read(path))))
            labels[part].append(CLASS_NAMES.index(label))
    if not pixels[0] or not pixels[1]:
        raise ValueError(
            f"{archive} holds {len(pixels[0])} training and {len(pixels[1])} validation tiles; "
            "both parts are needed. Pass the EuroSAT RGB training archive."
        )
    return _stack(pixels[0], labels[0]), _stack(pixels[1], labels[1])


def measure_channels(tiles: Tiles) -> tuple[list[float], list[float]]:
    """Mean and standard deviation per channel of pixels scaled to 0..1."""
    mean: list[float] = []
    std: list[float] = []
    for channel in range(3):
        # A histogram gives exact moments of 8-bit values without a float copy of all tiles.
        counts = torch.bincount(tiles.pixels[:, channel].flatten(), minlength=256).double()
        values = torch.arange(256, dtype=torch.float64) / 255.0
        share = counts / counts.sum()
        centre = float((share * values).sum())
        mean.append(round(centre, 6))
        std.append(round(float((share * (values - centre) ** 2).sum().sqrt()), 6))
    return mean, std


def _stack(pixels: list[npt.NDArray[np.uint8]], labels: list[int]) -> Tiles:
    pixels_BHWC = torch.from_numpy(np.stack(pixels))
    return Tiles(pixels_BHWC.permute(0, 3, 1, 2).contiguous(), torch.tensor(labels))
