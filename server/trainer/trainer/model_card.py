"""The README.md of a trained model."""

from __future__ import annotations

from pathlib import Path

from trainer.backbones.classifier import TileClassifier
from trainer.backbones.families import Pooling
from trainer.contract.run_spec import RunSpec
from trainer.contract.trainer_events import Evaluation
from trainer.export_onnx import OnnxExport
from trainer.preprocess import PreprocessSettings


def write_card(
    path: Path,
    spec: RunSpec,
    classifier: TileClassifier,
    settings: PreprocessSettings,
    evaluations: list[Evaluation],
    onnx: OnnxExport,
) -> None:
    """Says what the model is, how good it is, how to use it and what it was made from."""
    sections = [
        f"# {one_line(spec.run_name)}",
        f"A classifier of remote sensing tiles into {len(spec.dataset.classes)} classes, "
        f"made with Tilewright by {METHOD_WORDS[spec.config.method]} of "
        f"`{one_line(spec.config.base_model)}` ({type(classifier.base_body()).__name__}).",
        classes_table(spec, evaluations),
        scores(evaluations),
        input_section(settings),
        usage(classifier, onnx, spec.config.method, (path.parent / "adapter").is_dir()),
        origin(spec),
    ]
    path.write_text("\n\n".join(sections) + "\n", encoding="utf-8")


METHOD_WORDS = {
    "full": "full fine-tuning",
    "lora": "LoRA fine-tuning",
    "dora": "DoRA fine-tuning",
    "rslora": "rank-stabilised LoRA fine-tuning",
    "adalora": "AdaLoRA fine-tuning",
    "ia3": "(IA)^3 fine-tuning",
    "vera": "VeRA fine-tuning",
    "oft": "orthogonal fine-tuning",
    "layernorm": "training the norms",
    "probe": "a linear probe",
}
POOLING_WORDS: dict[Pooling, str] = {
    "own": "its pooled output",
    "cls": "its class token after the last norm",
    "mean": "the mean over its patches (over the merged ones in Qwen-VL)",
    "both": "its class token followed by the mean over its patches",
    "map": "the output of its attention pooling",
}


def classes_table(spec: RunSpec, evaluations: list[Evaluation]) -> str:
    """One row per class, with its F1 on the last part that was judged."""
    scored = evaluations[-1] if evaluations else None
    heading = f"F1 ({scored.split})" if scored else "F1"
    rows = [f"| output | class | {heading} | tiles |", "|---|---|---|---|"]
    for position, item in enumerate(spec.dataset.classes):
        score = scored.classes[position] if scored else None
        f1 = f"{score.f1:.3f}" if score and score.f1 is not None else "-"
        support = str(score.support) if score else "-"
        rows.append(f"| {position} | {one_line(item.name)} | {f1} | {support} |")
    return "\n".join(rows)


def scores(evaluations: list[Evaluation]) -> str:
    """One row per part of the data."""
    if not evaluations:
        return "The dataset has no validation or test part, so nothing is known of its quality."
    rows = ["| part | tiles | accuracy | macro-F1 | loss |", "|---|---|---|---|---|"]
    for item in evaluations:
        values = (item.accuracy, item.macro_f1, item.loss)
        words = " | ".join("-" if value is None else f"{value:.4f}" for value in values)
        rows.append(f"| {item.split} | {item.tile_count} | {words} |")
    return "\n".join(rows)


def input_section(settings: PreprocessSettings) -> str:
    """What the model must be given."""
    rows = ["| band | name | low | high | mean | std |", "|---|---|---|---|---|---|"]
    columns = zip(
        settings.bands,
        [*settings.band_names, *[""] * len(settings.bands)],
        settings.low,
        settings.high,
        settings.mean,
        settings.std,
        strict=False,
    )
    rows += [
        f"| {band} | {one_line(name)} | {low:g} | {high:g} | {mean:.4f} | {std:.4f} |"
        for band, name, low, high, mean, std in columns
    ]
    side = settings.input_size_px
    return (
        "## Input\n\n" + "\n".join(rows) + "\n\n"
        "x = clip((value - low) / (high - low), 0, 1), no data counts as low; then bilinear "
        f"resize to {side} x {side} px (half-pixel centres, no antialiasing); "
        "then (x - mean) / std."
    )


def usage(classifier: TileClassifier, onnx: OnnxExport, method: str, has_adapter: bool) -> str:
    """How to load each of the files."""
    parts = ["## Use"]
    if onnx.path:
        parts.append(
            f"`{onnx.path}` takes stored pixel values (`image_BCHW`, float32, any size) and "
            "gives `logits_BK`; all of the above is inside. It agrees with PyTorch to "
            f"{onnx.max_difference:.1g}."
        )
    else:
        parts.append(f"There is no ONNX file: {onnx.problem}")
    if classifier.own_head is None:
        parts.append(
            "`merged/` loads with `AutoModelForImageClassification.from_pretrained`; "
            "give it images prepared as above as `pixel_values`."
        )
    else:
        parts.append(
            "`merged/` loads with `AutoModel.from_pretrained`; `head.safetensors` holds the head "
            "(LayerNorm `head.norm`, Linear `head.linear`) for "
            f"{POOLING_WORDS[classifier.features.pooling]}, as transformers has no classifier "
            "for this family that pools so."
        )
    if has_adapter:
        parts.append(
            "`adapter/` loads with `PeftModel.from_pretrained(base, ...)`; then load "
            "`head.safetensors`, which holds the weights trained beside the adapter, into the base."
        )
    if method == "oft":
        parts.append(
            "PEFT 0.21 cannot run OFT before Linear layers that take `[B, H, W, C]`, as ConvNeXt "
            "has them; use `merged/` of such a base."
        )
    return "\n\n".join(parts)


def origin(spec: RunSpec) -> str:
    """Where the model comes from."""
    return (
        "## Origin\n\n"
        f"Run `{spec.run_id}`, dataset `{spec.dataset.dataset_id}` "
        f"({spec.dataset.tile_count} tiles of {len(spec.dataset.scenes)} scenes, content hash "
        f"`{spec.dataset.content_hash}`), seed {spec.config.seed}. "
        "All settings are in `details.json`."
    )


def one_line(text: str) -> str:
    """Returns a text that cannot break a heading or a table."""
    return " ".join(text.replace("|", "/").split())
