import type { Dataset } from "@/lib/contracts/datasets";
import type { BaseModel } from "@/lib/contracts/models";
import type { RunConfig } from "@/lib/contracts/run-spec";

/**
 * Optimizer steps of one epoch and of the whole run, as the trainer counts them (schedule.py): the
 * last, smaller batch is used too, but a single tile that is left over joins the step before it.
 */
export function countSteps(
  config: Pick<RunConfig, "batchSize" | "accumulationSteps" | "epochs">,
  trainTiles: number,
): { perEpoch: number; total: number } {
  const perStep = config.batchSize * config.accumulationSteps;
  const leftOver = trainTiles > 1 && trainTiles % perStep === 1 ? 1 : 0;
  const perEpoch = Math.ceil((trainTiles - leftOver) / perStep);
  return { perEpoch, total: perEpoch * config.epochs };
}

/** The Linear layers of a model that LoRA would sit on: exact names, or the last part of a path. */
export function chosenTargets(config: RunConfig, model: BaseModel): string[] {
  const { targetModules } = config.lora;
  if (targetModules === "auto") return model.autoTargets;
  if (targetModules === "all-linear") return model.linearModules.map((module) => module.name);
  if (targetModules === "attention") return model.attentionTargets ?? [];
  return targetModules;
}

export interface TrainableEstimate {
  /** null where the model says too little; the trainer counts them when it starts. */
  parameters: number | null;
  share: number | null;
  adaptedLayers: number;
}

/**
 * Trainable parameters before anything is loaded. The head is a LayerNorm and a Linear layer over
 * the pooled feature and is left out: its width is not known here, and it is small.
 */
export function estimateTrainable(
  config: RunConfig,
  model: BaseModel | undefined,
): TrainableEstimate {
  if (!model) return { parameters: null, share: null, adaptedLayers: 0 };
  if (config.method === "full") {
    return { parameters: model.parameters, share: 1, adaptedLayers: 0 };
  }
  if (config.method === "probe") return { parameters: null, share: null, adaptedLayers: 0 };
  const targets = new Set(chosenTargets(config, model));
  const adapted = model.linearModules.filter((module) => targets.has(module.name));
  const adaptedLayers = adapted.reduce((sum, module) => sum + module.count, 0);
  const widths = adapted.map((module) => module.widthSum);
  if (adapted.length === 0 || widths.some((width) => width === undefined)) {
    return { parameters: null, share: null, adaptedLayers };
  }
  const parameters = config.lora.r * widths.reduce((sum: number, width) => sum + (width ?? 0), 0);
  return {
    parameters,
    share: model.parameters ? parameters / (model.parameters + parameters) : null,
    adaptedLayers,
  };
}

export const launchWarnings = [
  "batch_exceeds_data",
  "few_steps",
  "fp16_without_gpu",
  "cuda_without_gpu",
  "bands_need_adapting",
  "no_test_part",
  "rate_high_for_full",
  "no_targets",
  "cannot_recompute",
] as const;
export type LaunchWarning = (typeof launchWarnings)[number];

/** What is likely to disappoint. Advice only: what is impossible is refused by the schema. */
export function findLaunchWarnings(
  config: RunConfig,
  dataset: Dataset | undefined,
  model: BaseModel | undefined,
  hasGpu: boolean | undefined,
): LaunchWarning[] {
  const found: LaunchWarning[] = [];
  if (dataset) {
    if (config.batchSize * config.accumulationSteps > dataset.counts.train) {
      found.push("batch_exceeds_data");
    } else if (countSteps(config, dataset.counts.train).total < 20) {
      found.push("few_steps");
    }
    if (dataset.counts.test === 0) found.push("no_test_part");
    if (model?.channels != null && model.channels !== dataset.recipe.bands.length) {
      found.push("bands_need_adapting");
    }
  }
  if (hasGpu === false && config.device === "cuda") found.push("cuda_without_gpu");
  if (config.precision === "fp16" && (config.device === "cpu" || hasGpu === false)) {
    found.push("fp16_without_gpu");
  }
  if (config.method === "full" && config.learningRate > 1e-3) found.push("rate_high_for_full");
  if (config.gradientCheckpointing && model?.gradientCheckpointing === false) {
    found.push("cannot_recompute");
  }
  if (config.method === "lora" && model && model.linearModules.length > 0) {
    if (chosenTargets(config, model).length === 0) found.push("no_targets");
  }
  return found;
}
