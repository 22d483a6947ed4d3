import type { Dataset } from "./contracts/datasets";
import type { BaseModel } from "./contracts/models";
import type { RunConfig } from "./contracts/run-spec";
import { AppError } from "./errors";

type KnownModel = Pick<BaseModel, "name" | "linearModules">;

/**
 * What the limits of the contract cannot know: whether a configuration fits its dataset and its
 * model. The form asks before it sends, the server before it launches.
 *
 * @param base Facts about the base model; null when they are not known.
 * @throws AppError `invalid_input` naming the field, what was found and what to do.
 */
export function checkRunConfig(config: RunConfig, dataset: Dataset, base: KnownModel | null): void {
  const { train, val } = dataset.counts;
  if (train === 0 || val === 0) {
    throw refuse(
      `Dataset "${dataset.name}" has ${train} training and ${val} validation tiles; both are needed.`,
      "Freeze a dataset whose split has both parts.",
    ).at("datasetId");
  }
  if (config.batchSize > train) {
    throw refuse(
      `Batch size: ${config.batchSize} is more than the ${train} training tiles of "${dataset.name}".`,
      `Choose at most ${train}.`,
    ).at("config.batchSize");
  }
  const stepsPerEpoch = Math.ceil(train / config.batchSize);
  if (config.accumulationSteps > stepsPerEpoch) {
    throw refuse(
      `Accumulation: ${config.accumulationSteps} steps are more than the ${stepsPerEpoch} of an epoch.`,
      `Choose at most ${stepsPerEpoch}, or a smaller batch.`,
    ).at("config.accumulationSteps");
  }
  if (config.precision === "fp16" && config.device === "cpu") {
    throw refuse(
      "Precision: fp16 needs a GPU.",
      "Choose fp32 or bf16 for training on the processor.",
    ).at("config.precision");
  }
  if (config.method === "lora") checkTargets(config, base);
}

function checkTargets(config: RunConfig, base: KnownModel | null): void {
  const targets = config.lora.targetModules;
  if (!base || !Array.isArray(targets)) return;
  // Adapters are matched by the end of a layer's name, as PEFT does it.
  const endings = base.linearModules.map((one) => one.name);
  const unknown = targets.find(
    (target) => !endings.some((ending) => target === ending || target.endsWith(`.${ending}`)),
  );
  if (unknown === undefined) return;
  throw refuse(
    `Target modules: "${base.name}" has no Linear layer "${unknown}".`,
    endings.length > 0
      ? `It has ${endings.slice(0, 12).join(", ")}. "auto" chooses among them.`
      : "It has no Linear layers; use full fine-tuning or a probe.",
  ).at("config.lora.targetModules");
}

function refuse(message: string, hint: string): AppError {
  return new AppError("invalid_input", message, { hint });
}
