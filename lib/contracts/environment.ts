import { z } from "zod";
import { saidAsSchema, timeMsSchema } from "./common";

export const environmentCheckSchema = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    message: z.string(),
    hint: z.string().nullable(),
    sentence: saidAsSchema,
  })
  .meta({ id: "EnvironmentCheck" });

export const machineSchema = z
  .object({
    versions: z
      .record(z.string(), z.string().nullable())
      .describe("By program or library; null: not installed."),
    gpus: z.array(
      z.object({
        index: z.number().int(),
        name: z.string(),
        memoryBytes: z.number(),
        freeBytes: z.number(),
        capability: z.string().nullable(),
        bf16: z.boolean(),
      }),
    ),
    cpu: z.object({ model: z.string(), cores: z.number().int() }),
    memory: z.object({ totalBytes: z.number(), freeBytes: z.number() }),
    disk: z
      .object({ totalBytes: z.number(), freeBytes: z.number() })
      .describe("Where the studio keeps its state."),
    attention: z.array(z.string()).describe("Attention kernels that can be used."),
    checks: z.array(environmentCheckSchema),
    worker: z.object({ alive: z.boolean(), seenAtMs: timeMsSchema.nullable() }),
    measuredAtMs: timeMsSchema,
  })
  .meta({ id: "Machine" });
export type Machine = z.infer<typeof machineSchema>;

export const settingsSchema = z
  .object({
    importFolders: z
      .array(z.string().min(1).max(4096).startsWith("/", "A folder starts with /."))
      .max(100)
      .describe("Server folders that people may import from."),
    modelFolders: z
      .array(z.string().min(1).max(4096).startsWith("/", "A folder starts with /."))
      .max(100)
      .describe("Server folders whose models may be used as a base."),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof settingsSchema>;
