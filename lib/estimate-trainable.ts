import { methodHas } from "./contracts/methods";
import type { BaseModel } from "./contracts/models";
import type { RunConfig } from "./contracts/run-spec";

type KnownModel = Pick<
  BaseModel,
  "parameters" | "linearModules" | "autoTargets" | "attentionTargets"
>;

/** The Linear layers of a model that LoRA would sit on: exact names, or the last part of a path. */
export function chosenTargets(config: RunConfig, model: KnownModel): string[] {
  const { targetModules } = config.lora;
  if (targetModules === "auto") return model.autoTargets;
  if (targetModules === "all-linear") return model.linearModules.map((module) => module.name);
  if (targetModules === "attention") return model.attentionTargets ?? [];
  return targetModules;
}

interface TrainableEstimate {
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
  model: KnownModel | undefined,
): TrainableEstimate {
  if (!model) return { parameters: null, share: null, adaptedLayers: 0 };
  if (config.method === "full") {
    return { parameters: model.parameters, share: 1, adaptedLayers: 0 };
  }
  if (!methodHas(config.method, "lora.targetModules") || config.lora.layers !== null) {
    return { parameters: null, share: null, adaptedLayers: 0 };
  }
  const targets = new Set(chosenTargets(config, model));
  const adapted = model.linearModules.filter((module) => targets.has(module.name));
  const adaptedLayers = adapted.reduce((sum, module) => sum + module.count, 0);
  const widths = adapted.map((module) => module.widthSum);
  const isPlain = config.method === "lora" || config.method === "rslora";
  if (!isPlain || adapted.length === 0 || widths.some((width) => width === undefined)) {
    return { parameters: null, share: null, adaptedLayers };
  }
  const parameters = config.lora.r * widths.reduce((sum: number, width) => sum + (width ?? 0), 0);
  return {
    parameters,
    share: model.parameters ? parameters / (model.parameters + parameters) : null,
    adaptedLayers,
  };
}
