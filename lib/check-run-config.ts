import { checkSharding } from "./check-sharding";
import type { Dataset } from "./contracts/datasets";
import { methodHas } from "./contracts/methods";
import type { BaseModel } from "./contracts/models";
import type { RunConfig } from "./contracts/run-spec";
import { AppError } from "./errors";
import { sentence } from "./i18n/sentence";

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
    throw new AppError(
      "invalid_input",
      sentence("server.runs.partsMissing", { name: dataset.name, train, val }),
    ).at("datasetId");
  }
  if (config.batchSize > train) {
    throw new AppError(
      "invalid_input",
      sentence("server.runs.batchTooLarge", {
        batchSize: config.batchSize,
        train,
        name: dataset.name,
      }),
    ).at("config.batchSize");
  }
  const stepsPerEpoch = Math.ceil(train / config.batchSize);
  if (config.accumulationSteps > stepsPerEpoch) {
    throw new AppError(
      "invalid_input",
      sentence("server.runs.accumulationTooLong", {
        accumulationSteps: config.accumulationSteps,
        stepsPerEpoch,
      }),
    ).at("config.accumulationSteps");
  }
  if (config.precision === "fp16" && config.device === "cpu") {
    throw new AppError("invalid_input", sentence("server.runs.fp16NeedsGpu")).at(
      "config.precision",
    );
  }
  checkSharding(config);
  checkMethod(config);
  if (methodHas(config.method, "lora.targetModules")) checkTargets(config, base);
}

function checkMethod({ method, adalora, lora }: RunConfig): void {
  if (method === "prompt" || method === "prefix") {
    throw new AppError("unsupported", sentence("server.runs.needsLanguageModel")).at(
      "config.method",
    );
  }
  if (method === "adalora" && adalora.initialR <= lora.r) {
    throw new AppError(
      "invalid_input",
      sentence("server.runs.initialRankTooSmall", { initial: adalora.initialR, wanted: lora.r }),
    ).at("config.adalora.initialR");
  }
}

function checkTargets(config: RunConfig, base: KnownModel | null): void {
  const targets = config.lora.targetModules;
  if (!base || !Array.isArray(targets)) return;
  // Adapters are matched by the end of a layer's name, as PEFT does it. What a pattern matches is
  // known where all names are: the trainer looks before a launch.
  const endings = base.linearModules.map((one) => one.name);
  const unknown = targets.find(
    (target) =>
      !target.includes("*") &&
      !endings.some((ending) => target === ending || target.endsWith(`.${ending}`)),
  );
  if (unknown === undefined) return;
  throw new AppError(
    "invalid_input",
    sentence("server.runs.noSuchLayer", {
      name: base.name,
      layer: unknown,
      count: endings.length,
      layers: endings.slice(0, 12),
    }),
  ).at("config.lora.targetModules");
}
