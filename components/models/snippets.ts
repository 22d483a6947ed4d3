import type { Model } from "@/lib/contracts/models";

export type SnippetName = "onnxruntime" | "transformers" | "peft";

/** A list as Python writes it; JSON does the quoting. */
function pythonList(values: readonly (string | number)[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

/** Reading one tile with rasterio: the same for every way of using the model. */
function readTile({ recipe, tileSizePx }: Model): string {
  return [
    'with rasterio.open("scene.tif") as scene:',
    `    window = rasterio.windows.Window(0, 0, ${tileSizePx}, ${tileSizePx})  # col, row, width, height`,
    `    tile = scene.read(${pythonList(recipe.bands)}, window=window).astype("float32")`,
  ].join("\n");
}

function prepareTile({ recipe, manifest }: Model): string {
  return [
    `low = torch.tensor(${pythonList(recipe.low)}).view(1, -1, 1, 1)`,
    `high = torch.tensor(${pythonList(recipe.high)}).view(1, -1, 1, 1)`,
    'settings = json.load(open("model/preprocessing.json"))',
    'mean = torch.tensor(settings["mean"]).view(1, -1, 1, 1)',
    'std = torch.tensor(settings["std"]).view(1, -1, 1, 1)',
    "x = ((torch.from_numpy(tile)[None] - low) / (high - low)).clip(0, 1)",
    `x = torch.nn.functional.interpolate(x, size=${manifest.inputSizePx}, mode="bilinear")`,
    "x = (x - mean) / std",
  ].join("\n");
}

function autoClass({ manifest }: Model): string {
  return manifest.architecture.endsWith("ForImageClassification")
    ? "AutoModelForImageClassification"
    : "AutoModel";
}

/**
 * How to use a model outside the studio, ready to run on one tile.
 *
 * @returns null where the model has no such files.
 */
export function modelSnippet(model: Model, name: SnippetName): string | null {
  const paths = model.manifest.files.map((file) => file.path);
  const classes = `classes = ${pythonList(model.classes.map((one) => one.name))}`;
  const auto = autoClass(model);
  const answer = "print(classes[int(logits.argmax())])";
  if (name === "onnxruntime") {
    if (model.manifest.onnxPath === null) return null;
    return [
      "import onnxruntime\nimport rasterio\nimport rasterio.windows\n",
      classes,
      readTile(model),
      `session = onnxruntime.InferenceSession("model/${model.manifest.onnxPath}")`,
      'logits = session.run(["logits_BK"], {"image_BCHW": tile[None]})[0]',
      answer,
    ].join("\n");
  }
  const torchImports = "import json\n\nimport rasterio\nimport rasterio.windows\nimport torch";
  if (name === "transformers") {
    if (!paths.some((path) => path.startsWith("merged/"))) return null;
    return [
      `${torchImports}\nfrom transformers import ${auto}\n`,
      classes,
      readTile(model),
      prepareTile(model),
      `model = ${auto}.from_pretrained("model/merged").eval()`,
      "with torch.inference_mode():",
      auto === "AutoModel"
        ? "    features = model(x)  # the head for them is in model/head.safetensors"
        : "    logits = model(x).logits",
      ...(auto === "AutoModel" ? [] : [answer]),
    ].join("\n");
  }
  if (!paths.some((path) => path.startsWith("adapter/"))) return null;
  const count = model.classes.length;
  const shape = auto === "AutoModel" ? "" : `, num_labels=${count}, ignore_mismatched_sizes=True`;
  return [
    `from peft import PeftModel\nfrom safetensors.torch import load_file\nfrom transformers import ${auto}\n`,
    `base = ${auto}.from_pretrained(${JSON.stringify(basePath(model))}${shape})`,
    "# The head and whatever else was trained beside the adapter.",
    'base.load_state_dict(load_file("model/head.safetensors"), strict=False)',
    'model = PeftModel.from_pretrained(base, "model/adapter").eval()',
  ].join("\n");
}

/** What `from_pretrained` is given: the hub id or folder without our prefix. */
function basePath({ baseModel }: Model): string {
  return baseModel.replace(/^(hub|folder):/, "");
}
