import { z } from "zod";
import { projectIdSchema, runIdSchema } from "./common";
import { runStatusSchema } from "./runs";

/**
 * A column of the table of runs: `fact:name`, `setting:lora.r`, or a metric with the value that is
 * meant, such as `best:val/macro_f1`.
 */
export const runColumnSchema = z
  .string()
  .max(120)
  .regex(/^(fact|setting|best|last|min|max):.+$/, "A column looks like best:val/macro_f1.")
  .meta({ id: "RunColumn" });

export const maxRunColumns = 60;

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type RunCell = z.infer<typeof cellSchema>;

export const runRowSchema = z
  .object({
    id: runIdSchema,
    name: z.string(),
    status: runStatusSchema,
    fraction: z.number().nullable().describe("How far it is."),
    pinned: z.boolean(),
    archived: z.boolean(),
    tags: z.array(z.string()),
    createdAtMs: z.number().int(),
    seed: z.number().int(),
    settingsKey: z
      .string()
      .describe("The same for runs on one dataset whose settings differ in nothing but the seed."),
    cells: z.array(cellSchema).describe("In the order of `columns`; null where there is no value."),
  })
  .meta({ id: "RunRow" });
export type RunRow = z.infer<typeof runRowSchema>;

export const runTableSchema = z
  .object({
    columns: z.array(z.string()),
    rows: z.array(runRowSchema).describe("The newest first."),
    settings: z.array(z.string()).describe("Settings that there are, as in setting:<path>."),
    metrics: z.array(z.string()).describe("Metrics that there are, as in best:<metric>."),
  })
  .meta({ id: "RunTable" });
export type RunTable = z.infer<typeof runTableSchema>;

export const listRunTableInputSchema = z.object({
  projectId: projectIdSchema,
  columns: z
    .union([runColumnSchema, z.array(runColumnSchema).max(maxRunColumns)])
    .default([])
    .transform((columns) => (Array.isArray(columns) ? columns : [columns])),
});

export const runFilterSchema = z.object({
  column: runColumnSchema,
  is: z.enum(["equal", "unequal", "above", "below", "contains", "missing"]),
  value: z.string().max(200).describe("A number where the column has numbers."),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

/** How one person looks at the runs of a project. */
export const runTableViewSchema = z
  .object({
    columns: z.array(runColumnSchema).max(maxRunColumns),
    sort: z.object({ column: runColumnSchema, descending: z.boolean() }).nullable(),
    filters: z.array(runFilterSchema).max(20),
    grouped: z.boolean().describe("Runs of the same settings and several seeds are one row."),
    archived: z.boolean().describe("Shows what is archived, too."),
  })
  .meta({ id: "RunTableView" });
export type RunTableView = z.infer<typeof runTableViewSchema>;
