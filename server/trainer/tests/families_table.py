"""Every family of models that can be trained, tiny and with random weights."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

TRANSFORMER: dict[str, Any] = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "image_size": 32,
    "patch_size": 8,
}
TEXT: dict[str, Any] = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "intermediate_size": 32,
    "vocab_size": 64,
    "head_dim": 8,
    "max_position_embeddings": 64,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
}
QWEN: dict[str, Any] = {
    "depth": 2,
    "hidden_size": 16,
    "num_heads": 2,
    "intermediate_size": 32,
    "patch_size": 8,
    "out_hidden_size": 16,
}
ROPE = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [1, 1, 2]}
STAGES: dict[str, Any] = {"hidden_sizes": [8, 16], "depths": [1, 1], "image_size": 32}
WINDOWS: dict[str, Any] = {
    "embed_dim": 8,
    "depths": [1, 1],
    "num_heads": [1, 2],
    "window_size": 4,
    "image_size": 32,
    "patch_size": 4,
}
SIGLIP = {**TRANSFORMER, "model_type": "siglip_vision_model", "vision_use_head": False}

Q_AND_V = ("q_proj", "v_proj")


@dataclass(frozen=True)
class Tiny:
    """A family as it is tested.

    Attributes:
        options: Of its configuration.
        made_as: Which class its checkpoints hold: classifier, body, with text, or pretraining.
        auto: Endings of the layers that LoRA takes by default.
        checkpointing: Whether activations can be recomputed.
        poolings: What can be chosen beside `auto`; the default first.
    """

    options: dict[str, Any]
    made_as: Literal["classifier", "body", "reader", "pretraining"]
    auto: tuple[str, ...]
    poolings: tuple[str, ...] = ("mean",)
    checkpointing: bool = True


CLASS_TOKEN = ("cls", "mean", "both")
DINO = ("both", "cls", "mean")
POINTWISE = ("pwconv1", "pwconv2")

TINY: dict[str, Tiny] = {
    "vit": Tiny({"model_type": "vit", **TRANSFORMER}, "classifier", Q_AND_V, CLASS_TOKEN),
    "deit": Tiny(
        {
            "model_type": "deit",
            **TRANSFORMER,
            "architectures": ["DeiTForImageClassificationWithTeacher"],
        },
        "classifier",
        Q_AND_V,
        CLASS_TOKEN,
    ),
    "beit": Tiny(
        {
            "model_type": "beit",
            **TRANSFORMER,
            "use_relative_position_bias": True,
            "layer_scale_init_value": 0.1,
        },
        "classifier",
        Q_AND_V,
        ("mean", "cls", "both"),
    ),
    "dinov2": Tiny({"model_type": "dinov2", **TRANSFORMER}, "body", Q_AND_V, DINO),
    "dinov2-registers": Tiny(
        {"model_type": "dinov2_with_registers", **TRANSFORMER, "num_register_tokens": 3},
        "body",
        Q_AND_V,
        DINO,
    ),
    "dinov3-vit": Tiny(
        {"model_type": "dinov3_vit", **TRANSFORMER, "num_register_tokens": 3},
        "body",
        Q_AND_V,
        CLASS_TOKEN,
    ),
    "dinov3-convnext": Tiny(
        {"model_type": "dinov3_convnext", **STAGES},
        "body",
        ("pointwise_conv1", "pointwise_conv2"),
        checkpointing=False,
    ),
    "siglip": Tiny(
        {"model_type": "siglip", "vision_config": TRANSFORMER, "text_config": TEXT},
        "body",
        Q_AND_V,
        ("mean", "map"),
    ),
    "siglip2-naflex": Tiny(
        {
            "model_type": "siglip2",
            "vision_config": {**TRANSFORMER, "num_patches": 16},
            "text_config": TEXT,
        },
        "body",
        Q_AND_V,
        ("mean", "map"),
    ),
    "clip": Tiny(
        {"model_type": "clip", "vision_config": TRANSFORMER, "text_config": TEXT},
        "body",
        Q_AND_V,
        ("mean", "cls", "both"),
    ),
    "clip-vision": Tiny(
        {"model_type": "clip_vision_model", **TRANSFORMER}, "body", Q_AND_V, CLASS_TOKEN
    ),
    "swin": Tiny({"model_type": "swin", **WINDOWS}, "classifier", Q_AND_V),
    "swinv2": Tiny({"model_type": "swinv2", **WINDOWS}, "classifier", ("query", "value")),
    "convnext": Tiny(
        {"model_type": "convnext", **STAGES, "num_stages": 2, "layer_scale_init_value": 0.1},
        "classifier",
        POINTWISE,
        checkpointing=False,
    ),
    "convnextv2": Tiny(
        {"model_type": "convnextv2", **STAGES, "num_stages": 2},
        "classifier",
        POINTWISE,
        checkpointing=False,
    ),
    "resnet": Tiny(
        {
            "model_type": "resnet",
            "embedding_size": 8,
            "hidden_sizes": [8, 16],
            "depths": [1, 1],
            "layer_type": "basic",
        },
        "classifier",
        (),
        checkpointing=False,
    ),
    "mae": Tiny(
        {
            "model_type": "vit_mae",
            **TRANSFORMER,
            "decoder_hidden_size": 16,
            "decoder_num_hidden_layers": 1,
            "decoder_num_attention_heads": 2,
            "decoder_intermediate_size": 32,
        },
        "pretraining",
        Q_AND_V,
        CLASS_TOKEN,
    ),
    "ijepa": Tiny({"model_type": "ijepa", **TRANSFORMER}, "body", Q_AND_V),
    "hiera": Tiny(
        {
            "model_type": "hiera",
            "embed_dim": 8,
            "depths": [1, 1, 1],
            "num_heads": [1, 1, 2],
            "image_size": [32, 32],
            "patch_stride": [4, 4],
            "patch_size": [7, 7],
            "patch_padding": [3, 3],
            "masked_unit_size": [4, 4],
            "query_stride": [2, 2],
            "num_query_pool": 2,
        },
        "classifier",
        ("qkv",),
    ),
    "qwen2.5-vl": Tiny(
        {
            "model_type": "qwen2_5_vl",
            "vision_config": {**QWEN, "window_size": 32, "fullatt_block_indexes": [1]},
            "text_config": {**TEXT, "rope_parameters": ROPE},
        },
        "reader",
        ("qkv",),
    ),
    "qwen3-vl": Tiny(
        {
            "model_type": "qwen3_vl",
            "vision_config": {
                **QWEN,
                "num_position_embeddings": 16,
                "deepstack_visual_indexes": [0],
            },
            "text_config": {**TEXT, "rope_parameters": ROPE},
        },
        "reader",
        ("qkv",),
    ),
    "qwen3.5": Tiny(
        {
            "model_type": "qwen3_5",
            "vision_config": {**QWEN, "num_position_embeddings": 16},
            "text_config": {
                **TEXT,
                "layer_types": ["full_attention", "full_attention"],
                "rope_parameters": {**ROPE, "partial_rotary_factor": 1.0},
            },
        },
        "reader",
        ("qkv",),
    ),
    "idefics3": Tiny(
        {
            "model_type": "idefics3",
            "vision_config": TRANSFORMER,
            "text_config": {**TEXT, "model_type": "llama"},
            "scale_factor": 2,
        },
        "reader",
        Q_AND_V,
    ),
    "smolvlm2": Tiny(
        {
            "model_type": "smolvlm",
            "vision_config": TRANSFORMER,
            "text_config": {**TEXT, "model_type": "llama"},
            "scale_factor": 2,
        },
        "reader",
        Q_AND_V,
    ),
    "internvl": Tiny(
        {
            "model_type": "internvl",
            "vision_config": {
                **TRANSFORMER,
                "image_size": [32, 32],
                "patch_size": [8, 8],
                "layer_scale_init_value": 0.1,
            },
            "text_config": {**TEXT, "model_type": "qwen2"},
        },
        "reader",
        Q_AND_V,
        ("mean", "cls", "both"),
    ),
    "paligemma": Tiny(
        {
            "model_type": "paligemma",
            "vision_config": SIGLIP,
            "text_config": {**TEXT, "model_type": "gemma2"},
            "projection_dim": 16,
        },
        "reader",
        Q_AND_V,
    ),
    "gemma3": Tiny(
        {
            "model_type": "gemma3",
            "vision_config": SIGLIP,
            "text_config": TEXT,
            "mm_tokens_per_image": 4,
        },
        "reader",
        Q_AND_V,
    ),
    "llava-onevision": Tiny(
        {
            "model_type": "llava_onevision",
            "vision_config": SIGLIP,
            "text_config": {**TEXT, "model_type": "qwen2"},
        },
        "reader",
        Q_AND_V,
    ),
}


def make_tiny(folder: Path, name: str) -> Path:
    """Writes a checkpoint of the family as its authors publish them; weights are random."""
    import torch
    from transformers import (
        AutoConfig,
        AutoModel,
        AutoModelForImageClassification,
        AutoModelForImageTextToText,
        AutoModelForPreTraining,
    )

    torch.manual_seed(3)
    tiny = TINY[name]
    loader = {
        "classifier": AutoModelForImageClassification,
        "body": AutoModel,
        "reader": AutoModelForImageTextToText,
        "pretraining": AutoModelForPreTraining,
    }[tiny.made_as]
    model = loader.from_config(AutoConfig.for_model(**tiny.options))
    for parameter in model.parameters():
        # Zero starts (layer scale, response norms) would hide mistakes, and small ones differences.
        torch.nn.init.normal_(parameter, std=0.2)
    model.save_pretrained(folder)
    statistics = {"image_mean": [0.4, 0.5, 0.6], "image_std": [0.2, 0.25, 0.3]}
    if tiny.made_as == "reader":
        # Counts of pixels, as in Qwen-VL, are not sides.
        nested = {**statistics, "size": {"shortest_edge": 3136, "longest_edge": 12845056}}
        content = {"image_processor": nested}
        (folder / "processor_config.json").write_text(json.dumps(content), encoding="utf-8")
    else:
        (folder / "preprocessor_config.json").write_text(json.dumps(statistics), encoding="utf-8")
    return folder
