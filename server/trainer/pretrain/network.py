"""The network and its folder: a small ConvNeXt that plain transformers can load."""

import json
import shutil
from pathlib import Path

import torch
from transformers import ConvNextConfig, ConvNextForImageClassification

from pretrain.data import CLASS_NAMES, TILE_PX
from pretrain.depthwise import DepthwiseConv2d


def build_network(drop_path: float) -> ConvNextForImageClassification:
    """A ConvNeXt with random weights for 64-pixel RGB tiles: 1.3 M weights, 43 M products a tile.

    ConvNeXt rather than ConvNeXt V2: on a CPU the response normalisation of V2 costs more time
    than all its matrix products (310 against 570 tiles/s for the same widths and depths), and the
    Linear layers that LoRA wraps are the same. Layer scale starts at 1, because eight blocks need
    none of the damping that 1e-6 gives to deep networks, and learn faster without it.
    """
    return ConvNextForImageClassification(
        ConvNextConfig(
            num_channels=3,
            patch_size=4,
            num_stages=3,
            hidden_sizes=[48, 96, 192],
            depths=[2, 3, 3],
            image_size=TILE_PX,
            layer_scale_init_value=1.0,
            drop_path_rate=drop_path,
            id2label=dict(enumerate(CLASS_NAMES)),
            label2id={name: index for index, name in enumerate(CLASS_NAMES)},
        )
    )


def save_folder(
    network: ConvNextForImageClassification, mean: list[float], std: list[float], folder: Path
) -> None:
    """Writes config.json, model.safetensors and preprocessor_config.json; replaces each whole."""
    staging = folder.with_name(folder.name + ".staging")
    shutil.rmtree(staging, ignore_errors=True)
    network.save_pretrained(staging)
    preprocessor = {
        "image_processor_type": "ViTImageProcessor",
        "do_resize": True,
        "size": {"height": TILE_PX, "width": TILE_PX},
        "resample": 2,
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": mean,
        "image_std": std,
    }
    (staging / "preprocessor_config.json").write_text(json.dumps(preprocessor, indent=2) + "\n")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "model.safetensors", "preprocessor_config.json"):
        (staging / name).replace(folder / name)
    shutil.rmtree(staging)


def speed_up(network: ConvNextForImageClassification) -> None:
    """Gives depthwise convolutions the faster gradient; names and weights stay the same."""
    for block in list(network.modules()):
        plain = getattr(block, "dwconv", None)
        if isinstance(plain, torch.nn.Conv2d):
            block.dwconv = DepthwiseConv2d(plain)


class WeightAverage:
    """Exponential moving average of weights; what is measured and saved."""

    def __init__(self, network: ConvNextForImageClassification, decay: float) -> None:
        """Starts from a copy of the weights of `network`."""
        self.network = build_network(drop_path=0.0).eval()
        self.network.load_state_dict(network.state_dict())
        self._source = list(network.parameters())
        self._average = list(self.network.parameters())
        self._decay = decay
        self._updates = 0

    @torch.no_grad()
    def update(self) -> None:
        """Takes one step towards the current weights; early steps forget faster."""
        self._updates += 1
        decay = min(self._decay, (1 + self._updates) / (10 + self._updates))
        torch._foreach_lerp_(self._average, self._source, 1 - decay)
