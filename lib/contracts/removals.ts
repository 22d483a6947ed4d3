import { z } from "zod";
import { problemSchema } from "./common";

/** What deleting a run, a model or a dataset would take from the disk; or why it cannot be done. */
export const removalSchema = z
  .object({
    name: z.string(),
    bytes: z.number().int().min(0),
    parts: z
      .array(
        z.object({
          kind: z.enum(["checkpoints", "model", "records", "tiles", "pack"]),
          bytes: z.number().int().min(0),
        }),
      )
      .describe(
        "records: settings, events and log of a run; tiles: the list of a dataset; pack: its decoded tiles.",
      ),
    modelName: z.string().nullable().describe("The model that goes along with its run."),
    blocked: problemSchema.nullable().describe("What is in the way; null: it can be deleted."),
  })
  .meta({ id: "Removal" });
export type Removal = z.infer<typeof removalSchema>;
