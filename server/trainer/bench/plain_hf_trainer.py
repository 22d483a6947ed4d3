"""What one would write without us: HF Trainer, PEFT, and a data set that opens files with PIL.

`python -m bench.plain_hf_trainer --images FOLDER --base MODEL --out result.json` prints tiles per
second. It does the same work as our trainer: flips and quarter turns, resize, normalisation, the
same adapters, optimizer and batch size.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from PIL import Image
from torch.utils.data import Dataset
from transformers import AutoModelForImageClassification, Trainer, TrainingArguments


class ImageFolder(Dataset[dict[str, Any]]):
    """Images in one folder per class, decoded when they are asked for."""

    def __init__(self, root: Path, size_px: int) -> None:
        self.classes = sorted(path.name for path in root.iterdir() if path.is_dir())
        self._files = [
            (path, label)
            for label, name in enumerate(self.classes)
            for path in sorted((root / name).iterdir())
        ]
        self._size_px = size_px
        self._mean = np.array([0.485, 0.456, 0.406], np.float32)
        self._std = np.array([0.229, 0.224, 0.225], np.float32)

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, index: int) -> dict[str, Any]:
        path, label = self._files[index]
        with Image.open(path) as file:
            image = file.convert("RGB")
        if image.size != (self._size_px, self._size_px):
            image = image.resize((self._size_px, self._size_px), Image.Resampling.BILINEAR)
        pixels = np.asarray(image, np.float32) / 255
        pixels = np.rot90(pixels, random.randrange(4))
        if random.random() < 0.5:
            pixels = pixels[:, ::-1]
        pixels = ((pixels - self._mean) / self._std).transpose(2, 0, 1)
        return {"pixel_values": torch.from_numpy(np.ascontiguousarray(pixels)), "labels": label}


def main() -> None:
    """Trains and writes how fast it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--targets", nargs="*", default=[])
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    started = time.perf_counter()
    data = ImageFolder(args.images, args.size)
    model: Any = AutoModelForImageClassification.from_pretrained(
        args.base,
        num_labels=len(data.classes),
        ignore_mismatched_sizes=True,
        use_safetensors=True,
        trust_remote_code=False,
    )
    if args.targets:
        adapters = LoraConfig(
            r=8,
            lora_alpha=16,
            lora_dropout=0.05,
            target_modules=args.targets,
            modules_to_save=["classifier"],
        )
        model = get_peft_model(model, adapters)
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=args.batch,
            num_train_epochs=args.epochs,
            dataloader_num_workers=args.workers,
            dataloader_persistent_workers=args.workers > 0,
            learning_rate=1e-3,
            lr_scheduler_type="cosine",
            bf16=args.precision == "bf16",
            logging_steps=20,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            remove_unused_columns=False,
        )
        metrics = Trainer(model=model, args=arguments, train_dataset=data).train().metrics
    result = {
        "samplesPerSecond": len(data) * args.epochs / metrics["train_runtime"],
        "trainSeconds": metrics["train_runtime"],
        "seconds": time.perf_counter() - started,
    }
    args.out.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
