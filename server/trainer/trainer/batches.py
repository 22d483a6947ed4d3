"""From tile numbers to logits, through the whole model or from cached features."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from trainer.augment import augment, is_active
from trainer.backbones.classifier import TileClassifier
from trainer.contract.run_spec import AugmentationConfig, RunConfig
from trainer.pack import Pack
from trainer.preprocess import Preprocess

# A probe sees at most this many differently augmented versions of every tile.
MAX_FEATURE_VERSIONS = 4
# Share of free GPU memory that decoded tiles may take.
RESIDENT_SHARE = 0.25


class Batches(Protocol):
    """What the loop needs: logits of some tiles, for training or for judging."""

    data_wait_s: float

    def train_logits(
        self,
        indices: NDArray[np.int64],
        epoch: int,
        generator: Generator,
        rows: slice | None = None,
    ) -> Tensor:
        """Returns logits `[B, K]` of augmented tiles, or of some `rows` of them, with gradients."""
        ...

    def go_through(self, forward: Callable[[Tensor], Tensor]) -> None:
        """Takes the divided model for the classifier from now on."""
        ...

    def eval_logits(self, indices: NDArray[np.int64]) -> Tensor:
        """Returns logits `[B, K]` of unchanged tiles, without gradients."""
        ...


class TileSource:
    """Stored pixel values on the training device, as float32.

    On a GPU the whole pack is kept there when it takes less than a quarter of the free memory;
    otherwise batches are copied from the memory-mapped file.
    """

    def __init__(self, pack: Pack, device: torch.device) -> None:
        self._tiles = pack.tiles
        self._device = device
        self._unsigned = pack.tiles.dtype in (np.uint16, np.uint32)
        self._resident: Tensor | None = None
        if device.type == "cuda":
            free_bytes, _ = torch.cuda.mem_get_info(device)
            if pack.tiles.nbytes < free_bytes * RESIDENT_SHARE:
                self._resident = signed(np.array(pack.tiles)).to(device)

    def get(self, indices: NDArray[np.int64]) -> Tensor:
        """Returns `[B, bands, h, w]` float32 stored values."""
        if self._resident is not None:
            where = torch.from_numpy(indices).to(self._device)
            return unsigned_float(self._resident[where], self._unsigned)
        # Sorted reads follow the file; the batch keeps its own order.
        order = np.argsort(indices, kind="stable")
        batch = np.empty((len(indices), *self._tiles.shape[1:]), self._tiles.dtype)
        batch[order] = self._tiles[indices[order]]
        if self._device.type == "cpu":
            return torch.from_numpy(batch.astype(np.float32, copy=False))
        pinned = signed(batch).pin_memory().to(self._device, non_blocking=True)
        return unsigned_float(pinned, self._unsigned)


def signed(values: NDArray[Any]) -> Tensor:
    """Returns a tensor of the same bytes; PyTorch computes little with unsigned 16 and 32 bit."""
    views = {"uint16": np.int16, "uint32": np.int32}
    view = views.get(values.dtype.name)
    return torch.from_numpy(values.view(view) if view is not None else values)


def unsigned_float(values: Tensor, unsigned: bool) -> Tensor:
    """Returns float32 of what `signed` made."""
    if unsigned and values.dtype == torch.int16:
        return (values.to(torch.int32) & 0xFFFF).float()
    if unsigned and values.dtype == torch.int32:
        return (values.to(torch.int64) & 0xFFFFFFFF).float()
    return values.float()


class ImageBatches:
    """Tiles through augmentation and the whole model."""

    def __init__(
        self,
        source: TileSource,
        preprocess: Preprocess,
        classifier: TileClassifier,
        augmentation: AugmentationConfig,
        precision: torch.dtype,
        device: torch.device,
    ) -> None:
        self._source = source
        self._preprocess = preprocess
        self._classifier: Callable[[Tensor], Tensor] = classifier
        self._augmentation = augmentation
        self._precision = precision
        self._device = device
        self._divided = False
        self.data_wait_s = 0.0

    def go_through(self, forward: Callable[[Tensor], Tensor]) -> None:
        """Takes the divided model for the classifier from now on."""
        self._classifier = forward
        self._divided = True

    def train_logits(
        self,
        indices: NDArray[np.int64],
        epoch: int,
        generator: Generator,
        rows: slice | None = None,
    ) -> Tensor:
        """See Batches."""
        image_BCHW = self.augmented(indices, generator, rows)
        with self.half_precision():
            logits: Tensor = self._classifier(image_BCHW)
        return logits

    def augmented(
        self, indices: NDArray[np.int64], generator: Generator, rows: slice | None = None
    ) -> Tensor:
        """Returns model input of augmented tiles."""
        chosen = indices if rows is None else indices[rows]
        image_BCHW = self._preprocess.scale(self._load(chosen))
        size = self._preprocess.size
        image_BCHW = augment(image_BCHW, self._augmentation, size, generator, len(indices), rows)
        return self._preprocess.normalise(image_BCHW)

    def plain(self, indices: NDArray[np.int64]) -> Tensor:
        """Returns model input of unchanged tiles."""
        image_BCHW: Tensor = self._preprocess(self._load(indices))
        return image_BCHW

    def eval_logits(self, indices: NDArray[np.int64]) -> Tensor:
        """See Batches."""
        # Divided weights are put together and taken apart in place, which inference mode forbids.
        quiet = torch.no_grad() if self._divided else torch.inference_mode()
        with quiet, self.half_precision():
            logits: Tensor = self._classifier(self.plain(indices))
        return logits

    def half_precision(self) -> AbstractContextManager[Any]:
        """Returns the context that the model computes in."""
        wanted = self._precision != torch.float32
        dtype = self._precision if wanted else torch.bfloat16
        return torch.autocast(self._device.type, dtype=dtype, enabled=wanted)

    def _load(self, indices: NDArray[np.int64]) -> Tensor:
        started = time.perf_counter()
        image_BCHW = self._source.get(indices)
        self.data_wait_s += time.perf_counter() - started
        return image_BCHW


class FeatureBatches:
    """For a probe: the frozen part runs once per tile and version, then only the last layer."""

    def __init__(
        self,
        images: ImageBatches,
        classifier: TileClassifier,
        tile_count: int,
        train_indices: NDArray[np.int64],
    ) -> None:
        self._images = images
        self._layer = classifier.classifying_layer()
        self._classifier = classifier
        self._count = tile_count
        self._train_indices = train_indices
        # Where a training tile stands among the augmented features, which the others do not have.
        self._place_N = np.full(tile_count, -1, np.int64)
        self._place_N[train_indices] = np.arange(len(train_indices))
        self._plain: Tensor | None = None
        self._versions: list[Tensor] = []
        self.data_wait_s = 0.0

    def fill(self, config: RunConfig, on_progress: Any, batch_size: int = 256) -> None:
        """Computes the plain features of all tiles and the augmented ones of training tiles.

        `on_progress(fraction)` may raise to stop.
        """
        versions = min(config.epochs, MAX_FEATURE_VERSIONS) if is_active(config.augmentation) else 0
        total = self._count + versions * len(self._train_indices)
        done = 0
        self._classifier.eval()
        for version in range(1 + versions):
            wanted = np.arange(self._count) if version == 0 else self._train_indices
            generator = torch.Generator().manual_seed(config.seed * 1009 + version)
            parts = []
            for start in range(0, len(wanted), batch_size):
                indices = wanted[start : start + batch_size]
                image_BCHW = (
                    self._images.plain(indices)
                    if version == 0
                    else self._images.augmented(indices, generator)
                )
                parts.append(self._feature(image_BCHW))
                done += len(indices)
                on_progress(done / total)
            if version == 0:
                self._plain = torch.cat(parts)
            else:
                self._versions.append(torch.cat(parts))

    def train_logits(
        self,
        indices: NDArray[np.int64],
        epoch: int,
        generator: Generator,
        rows: slice | None = None,
    ) -> Tensor:
        """See Batches; epoch e uses version e modulo their number."""
        assert self._plain is not None
        if self._versions:
            stored = self._versions[epoch % len(self._versions)]
            indices = self._place_N[indices]
        else:
            stored = self._plain
        logits: Tensor = self._layer(stored[torch.from_numpy(indices)]).float()
        return logits

    def go_through(self, forward: Callable[[Tensor], Tensor]) -> None:
        """See Batches. One layer is never divided."""
        raise NotImplementedError

    def eval_logits(self, indices: NDArray[np.int64]) -> Tensor:
        """See Batches."""
        assert self._plain is not None
        with torch.inference_mode():
            logits: Tensor = self._layer(self._plain[torch.from_numpy(indices)]).float()
        return logits

    def _feature(self, image_BCHW: Tensor) -> Tensor:
        """Returns what the classifying layer is given."""
        caught: list[Tensor] = []
        hook = self._layer.register_forward_pre_hook(lambda _, args: caught.append(args[0]))
        try:
            with torch.no_grad(), self._images.half_precision():
                self._classifier(image_BCHW)
        finally:
            hook.remove()
        return caught[0].float()
