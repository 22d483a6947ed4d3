import type { RunPoint } from "@/lib/contracts/live-events";
import type { TrainerEvent } from "@/lib/contracts/trainer-events";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction, type Queryable } from "../db/client";
import { publishEvent } from "../live/publish-event";
import { applyTrainerEvent, type RunState, toRunPoint } from "./apply-trainer-event";
import { moveRun } from "./move-run";
import { type EventRecord, parseEventLine } from "./parse-event-line";
import { getRunRow, publishRun, type RunRow } from "./queries";
import type { Line } from "./read-new-lines";

const rowsPerInsert = 500;

/**
 * Brings lines of events.ndjson into the database, in one transaction with the offset behind them.
 * Reading a line twice therefore changes nothing, and neither does a second reader: only the one
 * that knows the present offset may go on.
 *
 * @param announce Also publish the run, not only its new points.
 * @returns Whether the run was published.
 * @throws AppError `conflict` when somebody else has read on.
 */
export async function ingestEvents(
  runId: string,
  lines: readonly Line[],
  offsets: { from: number; to: number },
  announce: boolean,
): Promise<boolean> {
  return inTransaction(async (trx) => {
    const moved = await trx
      .updateTable("run")
      .set({ event_offset: offsets.to })
      .where("id", "=", runId)
      .where("event_offset", "=", offsets.from)
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) {
      throw new AppError("conflict", sentence("server.runs.readByOther", { runId }));
    }
    const row = await getRunRow(trx, runId);
    const records = lines.map((line) => parseEventLine(line, runId, row.attempt));
    const events = await insertEvents(trx, runId, records);
    const before = toState(row);
    const after = events.reduce(applyTrainerEvent, before);
    if (after.status !== before.status) await moveRun(trx, runId, after.status);
    await saveState(trx, runId, after);
    await savePoints(trx, runId, events);
    const isNews = announce || after.status !== before.status || after.result !== before.result;
    if (isNews) await publishRun(trx, runId);
    return isNews;
  });
}

/** @returns The events that had not been there, in their order. */
async function insertEvents(
  trx: Queryable,
  runId: string,
  records: readonly EventRecord[],
): Promise<TrainerEvent[]> {
  const inserted = new Set<string>();
  for (let first = 0; first < records.length; first += rowsPerInsert) {
    const rows = await trx
      .insertInto("run_event")
      .values(
        records.slice(first, first + rowsPerInsert).map((record) => ({
          run_id: runId,
          attempt: record.attempt,
          seq: record.seq,
          at_ms: record.atMs,
          type: record.type,
          payload_json: record.payload,
        })),
      )
      .onConflict((conflict) => conflict.columns(["run_id", "attempt", "seq"]).doNothing())
      .returning(["attempt", "seq"])
      .execute();
    for (const row of rows) inserted.add(`${row.attempt}/${row.seq}`);
  }
  return records.flatMap(({ attempt, seq, event }) => {
    // Taken out of the set, so that a number that occurs twice counts once.
    const isNew = inserted.delete(`${attempt}/${seq}`);
    return isNew && event ? [event] : [];
  });
}

async function savePoints(
  trx: Queryable,
  runId: string,
  events: readonly TrainerEvent[],
): Promise<void> {
  const resumed = events.find((event) => event.type === "started" && event.attempt > 1);
  const fromStep = resumed?.type === "started" ? resumed.startStep : null;
  if (fromStep !== null) {
    await trx
      .deleteFrom("run_point")
      .where("run_id", "=", runId)
      .where("step", ">", fromStep)
      .execute();
  }
  const points = events.flatMap((event) => toRunPoint(event) ?? []);
  await insertPoints(trx, runId, points);
  if (points.length === 0 && fromStep === null) return;
  await publishEvent(trx, `run:${runId}`, { type: "run.points", runId, fromStep, points });
}

async function insertPoints(
  trx: Queryable,
  runId: string,
  points: readonly RunPoint[],
): Promise<void> {
  const rows = new Map(
    points.flatMap((point) =>
      Object.entries(point.values).map(([metric, value]) => [
        `${point.split}/${metric}/${point.step}`,
        {
          run_id: runId,
          split: point.split,
          metric,
          step: point.step,
          epoch: point.epoch,
          at_ms: point.atMs,
          value,
        },
      ]),
    ),
  );
  const values = [...rows.values()];
  for (let first = 0; first < values.length; first += rowsPerInsert) {
    await trx
      .insertInto("run_point")
      .values(values.slice(first, first + rowsPerInsert))
      .onConflict((conflict) =>
        conflict.columns(["run_id", "split", "metric", "step"]).doUpdateSet((update) => ({
          epoch: update.ref("excluded.epoch"),
          at_ms: update.ref("excluded.at_ms"),
          value: update.ref("excluded.value"),
        })),
      )
      .execute();
  }
}

function toState(row: RunRow): RunState {
  return {
    status: row.status as RunState["status"],
    attempt: row.attempt,
    progress: JSON.parse(row.progress_json),
    latest: JSON.parse(row.latest_json),
    best: JSON.parse(row.best_json),
    ranges: JSON.parse(row.range_json),
    started: row.started_json ? JSON.parse(row.started_json) : null,
    result: row.result_json ? JSON.parse(row.result_json) : null,
    problem: row.problem_json ? JSON.parse(row.problem_json) : null,
    resumable: row.resumable === 1,
  };
}

/** All but the status, which moves by itself. */
async function saveState(trx: Queryable, runId: string, state: RunState): Promise<void> {
  const toJson = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await trx
    .updateTable("run")
    .set({
      progress_json: JSON.stringify(state.progress),
      latest_json: JSON.stringify(state.latest),
      best_json: JSON.stringify(state.best),
      range_json: JSON.stringify(state.ranges),
      started_json: toJson(state.started),
      result_json: toJson(state.result),
      problem_json: toJson(state.problem),
      resumable: state.resumable ? 1 : 0,
    })
    .where("id", "=", runId)
    .execute();
}
