import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Model } from "@/lib/contracts/models";
import { modelSnippet } from "./snippets";

const model: Model = {
  id: "mdl_00000000000000000001",
  projectId: "prj_00000000000000000001",
  runId: "run_00000000000000000001",
  datasetId: "dst_00000000000000000001",
  name: "LoRA",
  method: "lora",
  baseModel: "hub:organisation/name",
  classes: [
    { id: "cls_00000000000000000001", index: 0, name: "Water", colour: "#0000ff" },
    { id: "cls_00000000000000000002", index: 1, name: 'A "quoted" 森林', colour: "#00ff00" },
  ],
  recipe: {
    bands: [3, 2, 1],
    bandNames: ["red", "green", "blue"],
    low: [0, 10.5, 20],
    high: [1000, 2000, 3000],
    dtype: "uint16",
  },
  tileSizePx: 64,
  archived: false,
  review: null,
  isDefault: false,
  manifest: {
    v: 1,
    architecture: "ViTForImageClassification",
    method: "lora",
    inputSizePx: 64,
    bands: 3,
    onnxPath: "model.onnx",
    onnxMaxDifference: 1e-6,
    onnxProblem: null,
    files: ["model.onnx", "merged/config.json", "adapter/adapter_config.json"].map((path) => ({
      path,
      bytes: 1,
      sha256: "",
    })),
  },
  accuracy: 0.9,
  macroF1: 0.9,
  scoredOn: "val",
  createdBy: null,
  createdAtMs: 0,
};

describe("modelSnippet", () => {
  it.each(["onnxruntime", "transformers", "peft"] as const)("%s is valid Python", (name) => {
    const code = modelSnippet(model, name) ?? "";
    expect(code).not.toBe("");
    execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
      input: code,
    });
  });

  it("gives none where there are no files for it", () => {
    const bare = { ...model, manifest: { ...model.manifest, onnxPath: null, files: [] } };
    expect(modelSnippet(bare, "onnxruntime")).toBeNull();
    expect(modelSnippet(bare, "transformers")).toBeNull();
    expect(modelSnippet(bare, "peft")).toBeNull();
  });

  it("names the base without our prefix", () => {
    expect(modelSnippet(model, "peft")).toContain('from_pretrained("organisation/name"');
  });
});
