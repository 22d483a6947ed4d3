import { z } from "zod";

/** How the work of one run is divided over processes: one per GPU, or several on the CPU. */
export const shardingKindSchema = z
  .enum(["none", "ddp", "zero1", "zero2", "zero3", "fsdp2"])
  .describe(
    "none: one process; ddp: every process holds the whole model; zero1, zero2, zero3: DeepSpeed divides optimizer, gradients, weights; fsdp2: PyTorch divides all three.",
  );
export type ShardingKind = z.infer<typeof shardingKindSchema>;

/** What a person laid over the DeepSpeed configuration that is generated; nested as DeepSpeed has it. */
export const deepspeedSettingsSchema = z
  .record(z.string().min(1).max(100), z.unknown())
  .describe("Laid over the generated DeepSpeed configuration.");
export type DeepspeedSettings = z.infer<typeof deepspeedSettingsSchema>;

export const shardingConfigSchema = z
  .object({
    kind: shardingKindSchema.default("none"),
    processes: z
      .number()
      .int()
      .min(1)
      .max(64)
      .nullable()
      .default(null)
      .describe("Processes on this machine; empty takes one per GPU, or one on the CPU."),
    offloadOptimizer: z
      .boolean()
      .default(false)
      .describe("Keep optimizer states in the memory of the machine instead of the GPU's."),
    offloadParameters: z
      .boolean()
      .default(false)
      .describe("Keep the weights there too, and fetch each layer when it is needed."),
    deepspeed: deepspeedSettingsSchema.default({}),
  })
  .meta({ id: "ShardingConfig" });

export const zeroStages: Partial<Record<ShardingKind, 1 | 2 | 3>> = {
  zero1: 1,
  zero2: 2,
  zero3: 3,
};
