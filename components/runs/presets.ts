import type { Machine } from "@/lib/contracts/environment";
import type { BaseModel } from "@/lib/contracts/models";
import {
  defaultLearningRates,
  type RunConfig,
  type RunConfigInput,
  runConfigSchema,
} from "@/lib/contracts/run-spec";

export const presetNames = [
  "quick",
  "lora",
  "full",
  "articleLora",
  "articleFull",
  "articleZero3",
] as const;
export type PresetName = (typeof presetNames)[number];

/**
 * The settings of a preset, for the machine at hand.
 *
 * The article's two follow what it set out to do (r 8, focal loss with gamma 2, small batches with
 * accumulation, half precision, recomputed activations, the model's own normalisation) with its
 * mistakes left out: bf16 for fp16, which fails with a saved head; layers found in the model for
 * names it does not have. Half precision and recomputing save GPU memory and only cost
 * time on a CPU, so they are on where there is a GPU and the model can.
 */
export function presetConfig(
  name: PresetName,
  machine: Pick<Machine, "gpus"> | undefined,
  model?: Pick<BaseModel, "gradientCheckpointing">,
): RunConfig {
  const gpu = machine?.gpus[0];
  const article: RunConfigInput = {
    batchSize: 16,
    accumulationSteps: 4,
    epochs: 10,
    weightDecay: 0.01,
    warmupRatio: 0.1,
    normalisation: "model",
    loss: { kind: "focal", focalGamma: 2 },
    augmentation: { dihedral: true, cropScaleMin: 1, brightness: 0, contrast: 0 },
    precision: gpu?.bf16 ? "bf16" : "fp32",
    gradientCheckpointing: gpu !== undefined && model?.gradientCheckpointing !== false,
  };
  const choices: Record<PresetName, RunConfigInput> = {
    quick: { method: "lora", epochs: 3 },
    lora: { method: "lora", epochs: 10, precision: gpu?.bf16 ? "bf16" : "fp32" },
    full: {
      method: "full",
      epochs: 10,
      weightDecay: 0.05,
      warmupRatio: 0.1,
      precision: gpu?.bf16 ? "bf16" : "fp32",
    },
    articleLora: {
      ...article,
      method: "lora",
      lora: { r: 8, alpha: 16, dropout: 0.1, targetModules: "auto" },
    },
    articleFull: { ...article, method: "full" },
    articleZero3: {
      ...article,
      method: "full",
      sharding: { kind: "zero3", offloadOptimizer: true, offloadParameters: true },
    },
  };
  const choice = choices[name];
  return runConfigSchema.parse({
    ...choice,
    learningRate: defaultLearningRates[choice.method ?? "lora"],
  });
}

/** The preset that a configuration is, if it is one; what to start from does not matter. */
export function findPreset(
  config: RunConfig,
  machine: Pick<Machine, "gpus"> | undefined,
  model?: Pick<BaseModel, "gradientCheckpointing">,
): PresetName | null {
  const bare = ({ baseModel, seed, device, ...rest }: RunConfig) => JSON.stringify(rest);
  const wanted = bare(config);
  return presetNames.find((name) => bare(presetConfig(name, machine, model)) === wanted) ?? null;
}
