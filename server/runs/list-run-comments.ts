import type { RunComment } from "@/lib/contracts/run-comments";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { getRunRow } from "./queries";

/** What people said about a run, the oldest first. @throws AppError `not_found`. */
export async function listRunComments(runId: string): Promise<RunComment[]> {
  await getRunRow(getDb(), runId);
  const rows = await getDb()
    .selectFrom("run_comment")
    .selectAll()
    .where("run_id", "=", runId)
    .orderBy("id")
    .execute();
  const people = await findPeople(rows.map((row) => row.author_id));
  return rows.map((row) => ({
    id: row.id,
    runId,
    author: people.get(row.author_id) ?? null,
    text: row.text,
    atMs: row.at_ms,
  }));
}
