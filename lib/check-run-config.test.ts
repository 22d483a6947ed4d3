import { describe, expect, it } from "vitest";
import { checkRunConfig } from "./check-run-config";
import type { Dataset } from "./contracts/datasets";
import { type RunConfigInput, runConfigSchema } from "./contracts/run-spec";
import { type AppError, toAppError } from "./errors";

const dataset = { name: "Tiles", counts: { train: 100, val: 20, test: 0 } } as Dataset;
const base = { name: "starter", linearModules: [{ name: "pwconv1", count: 8, widthSum: 1 }] };

function check(config: RunConfigInput, counts = dataset.counts): void {
  checkRunConfig(runConfigSchema.parse(config), { ...dataset, counts }, base);
}

describe("checkRunConfig", () => {
  it("lets through what fits", () => {
    expect(() => check({ batchSize: 100 })).not.toThrow();
    expect(() => check({ lora: { targetModules: ["pwconv1"] } })).not.toThrow();
    expect(() => check({ lora: { targetModules: ["layer.*.query"] } })).not.toThrow();
    expect(() => check({ method: "layernorm", lora: { targetModules: ["q"] } })).not.toThrow();
    expect(() => check({ method: "full", lora: { targetModules: ["q"] } })).not.toThrow();
  });

  it.each<[path: string, config: RunConfigInput, counts?: Dataset["counts"]]>([
    ["config.batchSize", { batchSize: 101 }],
    ["config.accumulationSteps", { batchSize: 50, accumulationSteps: 3 }],
    ["config.precision", { precision: "fp16", device: "cpu" }],
    ["config.lora.targetModules", { lora: { targetModules: ["query"] } }],
    ["config.lora.targetModules", { method: "vera", lora: { targetModules: ["query"] } }],
    ["config.method", { method: "prompt" }],
    ["config.adalora.initialR", { method: "adalora", lora: { r: 12 } }],
    ["datasetId", {}, { train: 100, val: 0, test: 20 }],
  ])("says that it is about %s", (path, config, counts) => {
    let refused: AppError | null = null;
    try {
      check(config, counts);
    } catch (thrown) {
      refused = toAppError(thrown);
    }
    expect(refused?.toProblem().issues?.map((issue) => issue.path)).toEqual([path]);
  });

  it("names what was found and what to do", () => {
    expect(() => check({ batchSize: 101 })).toThrow(
      "Batch size: 101 is more than the 100 training",
    );
    expect(() => check({ batchSize: 50, accumulationSteps: 3 })).toThrow("Accumulation: 3 steps");
    expect(() => check({ precision: "fp16", device: "cpu" })).toThrow("fp16 needs a GPU");
    expect(() => check({ lora: { targetModules: ["query"] } })).toThrow('no Linear layer "query"');
    expect(() => check({}, { train: 100, val: 0, test: 20 })).toThrow("0 validation tiles");
  });
});
