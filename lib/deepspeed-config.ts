import type { RunConfig } from "./contracts/run-spec";
import { type DeepspeedSettings, zeroStages } from "./contracts/sharding";

/**
 * The DeepSpeed configuration of a run, as the trainer generates it (sharding/deepspeed_config.py);
 * server/trainer/tests/deepspeed.json holds both to the same.
 */
type Sharded = Pick<
  RunConfig,
  "batchSize" | "accumulationSteps" | "gradientClip" | "device" | "sharding"
>;

/** What the run decides itself: another value would train something else than the run says. */
const ownedSettings = [
  "train_batch_size",
  "train_micro_batch_size_per_gpu",
  "gradient_accumulation_steps",
  "gradient_clipping",
  "optimizer",
  "scheduler",
  "fp16",
  "bf16",
  "amp",
  "torch_autocast",
  "zero_force_ds_cpu_optimizer",
  "zero_optimization.stage",
  "zero_optimization.offload_optimizer.device",
  "zero_optimization.offload_param.device",
];
/** What writes files where it is told to, or sends what it sees. */
const refusedSettings = [
  "tensorboard",
  "wandb",
  "comet",
  "csv_monitor",
  "flops_profiler",
  "autotuning",
  "aio",
  "nebula",
  "checkpoint",
  "data_efficiency",
  "compression_training",
  "sparse_attention",
  "elasticity",
  "hybrid_engine",
  "compile",
];

/** Without the person's own settings. */
export function generateDeepspeed(config: Sharded, processes: number): DeepspeedSettings {
  const { kind, offloadOptimizer, offloadParameters } = config.sharding;
  const stage = zeroStages[kind] ?? 1;
  const offload = { device: "cpu", pin_memory: config.device !== "cpu" };
  return {
    train_micro_batch_size_per_gpu: Math.ceil(config.batchSize / processes),
    gradient_accumulation_steps: config.accumulationSteps,
    gradient_clipping: config.gradientClip,
    zero_force_ds_cpu_optimizer: false,
    steps_per_print: 1_000_000,
    zero_optimization: {
      stage,
      contiguous_gradients: true,
      overlap_comm: false,
      ...(stage === 3 ? { stage3_param_persistence_threshold: 10_000 } : {}),
      ...(offloadOptimizer ? { offload_optimizer: offload } : {}),
      ...(offloadParameters && stage === 3 ? { offload_param: offload } : {}),
    },
  };
}

function isObject(value: unknown): value is DeepspeedSettings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `below` with the values of `above`, objects within objects merged alike. */
export function layOver(below: DeepspeedSettings, above: DeepspeedSettings): DeepspeedSettings {
  const merged = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const inner = merged[name];
    merged[name] = isObject(value) && isObject(inner) ? layOver(inner, value) : value;
  }
  return merged;
}

/**
 * What must be laid over `generated` to get `edited`: a setting that was taken out falls back to what
 * is generated.
 */
export function findOwn(
  generated: DeepspeedSettings,
  edited: DeepspeedSettings,
): DeepspeedSettings {
  const own: DeepspeedSettings = {};
  for (const [name, value] of Object.entries(edited)) {
    const before = generated[name];
    if (isObject(value) && isObject(before)) {
      const inner = findOwn(before, value);
      if (Object.keys(inner).length > 0) own[name] = inner;
    } else if (JSON.stringify(value) !== JSON.stringify(before)) {
      own[name] = value;
    }
  }
  return own;
}

/** The first setting that may not be laid over, and why. */
export function findDeepspeedProblem(
  own: DeepspeedSettings,
): { setting: string; reason: "owned" | "refused" } | null {
  for (const setting of listPaths(own)) {
    if (ownedSettings.some((name) => setting === name || setting.startsWith(`${name}.`))) {
      return { setting, reason: "owned" };
    }
    const [first = ""] = setting.split(".");
    if (refusedSettings.includes(first) || setting.endsWith("path")) {
      return { setting, reason: "refused" };
    }
  }
  return null;
}

/** Dotted paths of all values; an empty object is a value. */
function listPaths(settings: DeepspeedSettings, prefix = ""): string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    return isObject(value) && Object.keys(value).length > 0 ? listPaths(value, `${path}.`) : [path];
  });
}
