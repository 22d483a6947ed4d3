import { z } from "zod";
import { saidAsSchema } from "@/lib/contracts/common";
import type { runWarningSchema } from "@/lib/contracts/runs";
import { trainerEventSchema } from "@/lib/contracts/trainer-events";
import { inEnglish, sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { getRunRow } from "./queries";

type RunWarning = z.infer<typeof runWarningSchema>;

const warningSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  sentence: saidAsSchema,
});
const unreadSchema = z.object({ text: z.string() });

const silentTypes = trainerEventSchema.options
  .map((option) => option.shape.type.value)
  .filter((type) => type !== "warning");
const maxListed = 500;

/** What the trainer warned about, and lines of its that could not be read; oldest first. */
export async function listRunWarnings(runId: string): Promise<RunWarning[]> {
  await getRunRow(getDb(), runId);
  const rows = await getDb()
    .selectFrom("run_event")
    .select(["at_ms", "type", "payload_json"])
    .where("run_id", "=", runId)
    .where("type", "not in", silentTypes)
    .orderBy("id")
    .limit(maxListed)
    .execute();
  return rows.map((row) => ({ atMs: row.at_ms, ...describeWarning(row.type, row.payload_json) }));
}

function describeWarning(type: string, payload: string): z.infer<typeof warningSchema> {
  const value: unknown = JSON.parse(payload);
  if (type === "warning") {
    const warning = warningSchema.safeParse(value);
    if (warning.success) return warning.data;
  }
  const text = unreadSchema.safeParse(value).data?.text ?? payload;
  if (type === "unreadable") {
    const line = sentence("server.runs.eventUnreadable", { text: text.slice(0, 300) });
    return { code: "unreadable_event", ...inEnglish(line) };
  }
  return { code: "unknown_event", ...inEnglish(sentence("server.runs.eventUnknown", { type })) };
}
