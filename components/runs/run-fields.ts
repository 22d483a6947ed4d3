import { type MethodField, methodHas } from "@/lib/contracts/methods";
import type { RunConfig } from "@/lib/contracts/run-spec";
import { zeroStages } from "@/lib/contracts/sharding";

/**
 * Every setting of a run, once, in the order in which people read them. The form, the settings tab
 * and the comparison all go by this table; labels, help texts and units are in the messages under
 * `fields.<path>`.
 */
export const settingPaths = [
  "baseModel",
  "inputSizePx",
  "pooling",
  "normalisation",
  "augmentation.dihedral",
  "augmentation.cropScaleMin",
  "augmentation.brightness",
  "augmentation.contrast",
  "augmentation.bandDropout",
  "method",
  "lora.r",
  "lora.alpha",
  "lora.dropout",
  "lora.targetModules",
  "lora.layers",
  "lora.init",
  "lora.bias",
  "adalora.initialR",
  "adalora.warmupRatio",
  "adalora.settleRatio",
  "adalora.orthogonality",
  "vera.r",
  "vera.initialScale",
  "oft.blockSize",
  "oft.shareBlocks",
  "epochs",
  "batchSize",
  "learningRate",
  "loss.kind",
  "loss.focalGamma",
  "loss.classWeights",
  "loss.labelSmoothing",
  "accumulationSteps",
  "weightDecay",
  "schedule",
  "warmupRatio",
  "gradientClip",
  "earlyStoppingPatience",
  "seed",
  "device",
  "precision",
  "gradientCheckpointing",
  "sharding.kind",
  "sharding.processes",
  "sharding.offloadOptimizer",
  "sharding.offloadParameters",
  "sharding.deepspeed",
] as const;
export type SettingPath = (typeof settingPaths)[number];

export const sectionNames = [
  "model",
  "data",
  "method",
  "training",
  "hardware",
  "sharding",
] as const;
export type SectionName = (typeof sectionNames)[number];

type NumberShape = { kind: "number"; integer: boolean; step?: number; optional?: boolean };
type ShareShape = { kind: "share"; decimals: number };
type ChoiceShape = { kind: "choice"; options: readonly string[] };

export interface RunField {
  path: SettingPath;
  section: SectionName;
  /** Folded away until asked for. */
  advanced?: boolean;
  /** A share is stored as 0..1 and shown in percent. `custom` fields draw themselves. */
  shape: NumberShape | ShareShape | ChoiceShape | { kind: "switch" } | { kind: "custom" };
  /** Only asked for when it has an effect. */
  when?: (config: RunConfig) => boolean;
}

const integer: NumberShape = { kind: "number", integer: true, step: 1 };
const real: NumberShape = { kind: "number", integer: false };
const share: ShareShape = { kind: "share", decimals: 1 };

/** A field that some methods read, by the table of the contract. */
function ofMethod(
  path: SettingPath & MethodField,
  shape: RunField["shape"],
  advanced = false,
): RunField {
  return {
    path,
    section: "method",
    shape,
    advanced,
    when: ({ method }) => methodHas(method, path),
  };
}
/** DeepSpeed divides the run. */
const isZero = (config: RunConfig) => zeroStages[config.sharding.kind] !== undefined;

export const runFields: readonly RunField[] = [
  { path: "baseModel", section: "model", shape: { kind: "custom" } },
  { path: "inputSizePx", section: "model", shape: { ...integer, optional: true } },
  { path: "pooling", section: "model", shape: { kind: "custom" } },
  {
    path: "normalisation",
    section: "model",
    shape: { kind: "choice", options: ["model", "dataset"] },
  },
  { path: "augmentation.dihedral", section: "data", shape: { kind: "switch" } },
  { path: "augmentation.cropScaleMin", section: "data", advanced: true, shape: share },
  { path: "augmentation.brightness", section: "data", advanced: true, shape: share },
  { path: "augmentation.contrast", section: "data", advanced: true, shape: share },
  { path: "augmentation.bandDropout", section: "data", advanced: true, shape: share },
  { path: "method", section: "method", shape: { kind: "custom" } },
  ofMethod("lora.r", integer),
  ofMethod("adalora.initialR", integer),
  ofMethod("vera.r", integer),
  ofMethod("oft.blockSize", integer),
  ofMethod("oft.shareBlocks", { kind: "switch" }),
  ofMethod("lora.alpha", real),
  ofMethod("lora.dropout", share),
  ofMethod("lora.targetModules", { kind: "custom" }),
  ofMethod("lora.layers", { kind: "custom" }, true),
  ofMethod(
    "lora.init",
    { kind: "choice", options: ["default", "gaussian", "pissa", "olora", "orthogonal"] },
    true,
  ),
  ofMethod("lora.bias", { kind: "choice", options: ["none", "lora_only", "all"] }, true),
  ofMethod("adalora.warmupRatio", share, true),
  ofMethod("adalora.settleRatio", share, true),
  ofMethod("adalora.orthogonality", real, true),
  ofMethod("vera.initialScale", real, true),
  { path: "epochs", section: "training", shape: integer },
  { path: "batchSize", section: "training", shape: integer },
  { path: "learningRate", section: "training", shape: { kind: "custom" } },
  {
    path: "loss.kind",
    section: "training",
    shape: { kind: "choice", options: ["cross-entropy", "focal"] },
  },
  {
    path: "loss.focalGamma",
    section: "training",
    shape: real,
    when: (config) => config.loss.kind === "focal",
  },
  {
    path: "loss.classWeights",
    section: "training",
    shape: { kind: "choice", options: ["none", "balanced"] },
  },
  { path: "loss.labelSmoothing", section: "training", advanced: true, shape: share },
  { path: "accumulationSteps", section: "training", advanced: true, shape: integer },
  { path: "weightDecay", section: "training", advanced: true, shape: real },
  {
    path: "schedule",
    section: "training",
    advanced: true,
    shape: { kind: "choice", options: ["cosine", "linear", "constant"] },
  },
  { path: "warmupRatio", section: "training", advanced: true, shape: share },
  { path: "gradientClip", section: "training", advanced: true, shape: real },
  { path: "earlyStoppingPatience", section: "training", advanced: true, shape: integer },
  { path: "seed", section: "training", advanced: true, shape: integer },
  {
    path: "device",
    section: "hardware",
    shape: { kind: "choice", options: ["auto", "cpu", "cuda"] },
  },
  {
    path: "precision",
    section: "hardware",
    shape: { kind: "choice", options: ["fp32", "bf16", "fp16"] },
  },
  { path: "gradientCheckpointing", section: "hardware", advanced: true, shape: { kind: "switch" } },
  { path: "sharding.kind", section: "sharding", shape: { kind: "custom" } },
  {
    path: "sharding.processes",
    section: "sharding",
    shape: { ...integer, optional: true },
    when: (config) => config.sharding.kind !== "none",
  },
  {
    path: "sharding.offloadOptimizer",
    section: "sharding",
    shape: { kind: "switch" },
    when: isZero,
  },
  {
    path: "sharding.offloadParameters",
    section: "sharding",
    shape: { kind: "switch" },
    when: (config) => config.sharding.kind === "zero3" || config.sharding.kind === "fsdp2",
  },
  {
    path: "sharding.deepspeed",
    section: "sharding",
    advanced: true,
    shape: { kind: "custom" },
    when: isZero,
  },
];

/** The value of a setting: a dotted path leads into the configuration. */
export function settingValue(config: RunConfig, path: SettingPath): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], config);
}

/** Settings that have no effect under the other choices are not compared and not listed. */
export function hasEffect(config: RunConfig, path: SettingPath): boolean {
  return runFields.find((field) => field.path === path)?.when?.(config) ?? true;
}

/** Whether two runs, or more, differ in a setting. */
export function settingDiffers(configs: readonly RunConfig[], path: SettingPath): boolean {
  const shown = configs.map((config) =>
    hasEffect(config, path) ? JSON.stringify(settingValue(config, path)) : null,
  );
  return new Set(shown).size > 1;
}
