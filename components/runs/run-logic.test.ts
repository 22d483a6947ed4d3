import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { BaseModel } from "@/lib/contracts/models";
import { defaultLearningRates, runConfigSchema } from "@/lib/contracts/run-spec";
import { estimateTrainable } from "@/lib/estimate-trainable";
import { countSteps, findLaunchWarnings } from "./estimate";
import { findPreset, presetConfig, presetNames } from "./presets";
import { runCurl, runYaml } from "./run-text";

const gpu = {
  gpus: [
    { index: 0, name: "GPU", memoryBytes: 4e10, freeBytes: 4e10, capability: "8.0", bf16: true },
  ],
};

const model: BaseModel = {
  ref: "starter",
  name: "Starter",
  architecture: "ViTModel",
  parameters: 3_000_000,
  inputSizePx: 64,
  channels: 3,
  licence: "Apache-2.0",
  description: "",
  linearModules: [
    { name: "q_proj", count: 6, widthSum: 6 * 384 },
    { name: "v_proj", count: 6, widthSum: 6 * 384 },
    { name: "fc1", count: 6, widthSum: 6 * 960 },
  ],
  autoTargets: ["q_proj", "v_proj"],
};

describe("presets", () => {
  it.each(presetNames)("%s is valid, and is recognised again", (name) => {
    for (const machine of [undefined, { gpus: [] }, gpu]) {
      const config = presetConfig(name, machine);
      expect(runConfigSchema.parse(config)).toEqual(config);
      expect(config.learningRate).toBe(defaultLearningRates[config.method]);
      expect(findPreset({ ...config, baseModel: "folder:/models/x", seed: 7 }, machine)).toBe(name);
    }
  });

  it("does not ask of a model what it cannot do", () => {
    const cannot = { gradientCheckpointing: false };
    expect(presetConfig("articleFull", gpu).gradientCheckpointing).toBe(true);
    expect(presetConfig("articleFull", gpu, cannot).gradientCheckpointing).toBe(false);
    expect(findPreset(presetConfig("articleFull", gpu, cannot), gpu, cannot)).toBe("articleFull");
  });

  it("is none once a setting differs", () => {
    expect(findPreset({ ...presetConfig("lora", undefined), epochs: 11 }, undefined)).toBeNull();
  });
});

describe("countSteps", () => {
  it("counts the last, smaller batch", () => {
    expect(countSteps({ batchSize: 64, accumulationSteps: 1, epochs: 3 }, 130)).toEqual({
      perEpoch: 3,
      total: 9,
    });
    expect(countSteps({ batchSize: 16, accumulationSteps: 4, epochs: 2 }, 130).perEpoch).toBe(3);
  });

  it("lets a single tile that is left over join the step before it, as the trainer does", () => {
    const config = { batchSize: 64, accumulationSteps: 1, epochs: 1 };
    expect(countSteps(config, 129).total).toBe(2);
    expect(countSteps(config, 1).total).toBe(1);
  });
});

describe("estimateTrainable", () => {
  it("is r times the widths of the adapted layers", () => {
    const config = runConfigSchema.parse({ method: "lora", lora: { r: 8 } });
    expect(estimateTrainable(config, model)).toMatchObject({
      parameters: 8 * 12 * 384,
      adaptedLayers: 12,
    });
  });

  it("is every parameter for full fine-tuning", () => {
    const config = runConfigSchema.parse({ method: "full" });
    expect(estimateTrainable(config, model).parameters).toBe(3_000_000);
  });

  it("says that it does not know", () => {
    const config = runConfigSchema.parse({ method: "lora" });
    const unknown = { ...model, linearModules: [{ name: "q_proj", count: 6 }] };
    expect(estimateTrainable(config, unknown).parameters).toBeNull();
    expect(estimateTrainable(config, undefined).parameters).toBeNull();
  });
});

describe("findLaunchWarnings", () => {
  it("knows what a CPU cannot do", () => {
    const config = runConfigSchema.parse({ precision: "fp16", device: "cuda" });
    expect(findLaunchWarnings(config, undefined, model, false)).toEqual([
      "cuda_without_gpu",
      "fp16_without_gpu",
    ]);
    expect(findLaunchWarnings(config, undefined, model, true)).toEqual([]);
  });

  it("sees a learning rate that would wash out a pretrained model", () => {
    const config = runConfigSchema.parse({ method: "full", learningRate: 5e-3 });
    expect(findLaunchWarnings(config, undefined, model, true)).toContain("rate_high_for_full");
    const usual = { ...config, learningRate: defaultLearningRates.full };
    const small = { ...model, parameters: 1_300_000 };
    const large = { ...model, parameters: 86_000_000 };
    expect(findLaunchWarnings(usual, undefined, small, true)).toEqual([]);
    expect(findLaunchWarnings(usual, undefined, large, true)).toEqual(["rate_high_for_full"]);
  });
});

describe("the run as text", () => {
  const launch = {
    datasetId: "dst_00000000000000000001",
    name: "It's one",
    config: presetConfig("quick", undefined),
  };

  it("reads back from YAML", () => {
    expect(parse(runYaml(launch))).toEqual(launch);
  });

  it("reads back from the shell", () => {
    const command = runCurl(launch, "http://127.0.0.1:3000").replace("curl", "printf '%s\\0'");
    const words = execFileSync("/bin/sh", ["-c", command], { encoding: "utf8" }).split("\0");
    expect(JSON.parse(words.at(-2) ?? "")).toEqual(launch);
  });
});
