import type { Dataset } from "@/lib/contracts/datasets";
import { methodHas } from "@/lib/contracts/methods";
import type { BaseModel } from "@/lib/contracts/models";
import type { RunConfig } from "@/lib/contracts/run-spec";
import { zeroStages } from "@/lib/contracts/sharding";
import { chosenTargets } from "@/lib/estimate-trainable";

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
  "no_deepspeed",
  "offload_is_slow",
] as const;
export type LaunchWarning = (typeof launchWarnings)[number];

const largeParameters = 20_000_000;

/**
 * The starter model (1.3 million weights) still gained at 3e-3; pretrained transformers of usual size
 * are fine-tuned with 1e-5 to 1e-4.
 */
function highestFullRate(model: BaseModel | undefined): number {
  return (model?.parameters ?? 0) > largeParameters ? 2e-4 : 3e-3;
}

/** What is likely to disappoint. Advice only: what is impossible is refused by the schema. */
export function findLaunchWarnings(
  config: RunConfig,
  dataset: Dataset | undefined,
  model: BaseModel | undefined,
  hasGpu: boolean | undefined,
  deepspeed?: string | null,
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
  if (config.method === "full" && config.learningRate > highestFullRate(model)) {
    found.push("rate_high_for_full");
  }
  if (config.gradientCheckpointing && model?.gradientCheckpointing === false) {
    found.push("cannot_recompute");
  }
  const { kind, offloadOptimizer, offloadParameters } = config.sharding;
  if (zeroStages[kind] !== undefined && deepspeed === null) found.push("no_deepspeed");
  if (kind !== "none" && (offloadOptimizer || offloadParameters)) found.push("offload_is_slow");
  if (methodHas(config.method, "lora.targetModules") && model && model.linearModules.length > 0) {
    if (chosenTargets(config, model).length === 0) found.push("no_targets");
  }
  return found;
}
