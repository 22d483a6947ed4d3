import { beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import { getDb } from "../db/client";
import { claimJob } from "../jobs/claim-job";
import { getJob } from "../jobs/queries";
import { applyLabels } from "../labels/apply-labels";
import { countLabels } from "../labels/count-labels";
import { listLabelActs } from "../labels/list-label-acts";
import { revertLabelAct } from "../labels/revert-label-act";
import { makeTestHome } from "../testing/home";
import { insertTruthReading } from "../testing/insert-truth-reading";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { runJob } from "../worker/run-job";
import { applyTruth } from "./apply-truth";
import { listTruthActs } from "./list-truth-acts";
import { getReading } from "./reading-files";
import { settlePlan } from "./settle-plan";
import { type TruthAct, writeTruth } from "./write-truth";

const rows = 100;
const cols = 123;
const tiles = rows * cols; // three pieces

let me: Me;
let other: Me;
let projectId: string;
let classIds: string[];

beforeAll(async () => {
  await makeTestHome();
  me = await insertTestUser();
  other = await insertTestUser("Bob");
  ({ projectId, classIds } = await insertTestProject({ classes: 3 }));
});

/** A scene and a plan that labels all of it with A and B. */
async function makePlan(keepLabelled = true) {
  const sceneId = await insertTestScene(projectId, { rows, cols });
  const readingId = await insertTruthReading({ sceneId, readBy: me.id }, ["a", "b"], tiles);
  const mapping = ["a", "b"].map((value, place) => ({
    value,
    to: { as: "class" as const, classId: classIds[place] as string },
  }));
  return { sceneId, plan: { readingId, mapping, minShare: 0.5, keepLabelled } };
}

async function settle({ sceneId, plan }: Awaited<ReturnType<typeof makePlan>>) {
  const settled = await settlePlan(plan, (await getReading(plan.readingId)).reading);
  const act: TruthAct = {
    actId: crypto.randomUUID(),
    sceneId,
    authorId: me.id,
    keepsLabelled: plan.keepLabelled,
  };
  return { act, settled };
}

const never = new AbortController().signal;

function labelLastTile(sceneId: string) {
  const edits = [{ row: rows - 1, col: cols - 1, classId: classIds[2] as string }];
  return applyLabels({ batchId: crypto.randomUUID(), sceneId, act: "key", edits }, other);
}

describe("labels from a file, piece by piece", () => {
  it.each([true, false])("let others label in between (keeping theirs: %s)", async (keeps) => {
    const made = await makePlan(keeps);
    const { act, settled } = await settle(made);
    const seen: number[] = [];
    let others: Promise<unknown> | null = null;
    await writeTruth(act, settled, never, (done) => {
      seen.push(done);
      others ??= labelLastTile(made.sceneId);
    });
    await others;
    expect(seen).toEqual([5000, 10_000, tiles]);
    const { classCounts, labelledCount } = await countLabels(made.sceneId, me);
    expect(labelledCount).toBe(tiles);
    expect(classCounts[classIds[2] as string] ?? 0).toBe(keeps ? 1 : 0);
  });

  it("are one act, listed and taken back as a whole", async () => {
    const made = await makePlan();
    const { act, settled } = await settle(made);
    await writeTruth(act, settled, never, () => {});
    const acts = await listLabelActs({ sceneId: made.sceneId, minTiles: 12_000, limit: 10 }, me);
    expect(acts).toMatchObject([{ actId: act.actId, act: "import", tileCount: tiles }]);
    const reverted = await revertLabelAct({ sceneId: made.sceneId, actId: act.actId }, me);
    expect(reverted).toMatchObject({ revertedCount: tiles, keptCount: 0, labelledCount: 0 });
  });

  it("go on where they were when the process dies", async () => {
    const made = await makePlan(false);
    const { act, settled } = await settle(made);
    const dying = new AbortController();
    const first = writeTruth(act, settled, dying.signal, () => dying.abort(new Error("killed")));
    await expect(first).rejects.toThrow("killed");
    expect((await countLabels(made.sceneId, me)).labelledCount).toBe(5000);
    // Somebody changes a tile of the piece that was written: the next try leaves it alone.
    const edits = [{ row: 0, col: 0, classId: classIds[2] as string }];
    await applyLabels(
      { batchId: crypto.randomUUID(), sceneId: made.sceneId, act: "key", edits },
      other,
    );
    const again = await settlePlan(made.plan, (await getReading(made.plan.readingId)).reading);
    await writeTruth(act, again, never, () => {});
    const { classCounts, labelledCount } = await countLabels(made.sceneId, me);
    expect(labelledCount).toBe(tiles);
    expect(classCounts[classIds[2] as string]).toBe(1);
    const batches = await getDb()
      .selectFrom("label_batch")
      .select("changed_count")
      .where("act_id", "=", act.actId)
      .execute();
    expect(batches.map((one) => one.changed_count).sort()).toEqual([2300, 5000, 5000]);
  });
});

describe("the job of labels from a file", () => {
  async function start(made: Awaited<ReturnType<typeof makePlan>>) {
    const { jobId, actId } = await applyTruth(made.plan, me);
    const row = await claimJob("test", { import: 1, run: 1, predict: 1, export: 1 });
    if (row?.id !== jobId) throw new Error(`claimed ${row?.id} instead of ${jobId}`);
    return { jobId, actId, row };
  }

  /** Aborts as soon as the first piece is in the database. */
  async function abortEarly(abort: AbortController, sceneId: string, reason: string) {
    while ((await countLabels(sceneId, me)).labelledCount === 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    abort.abort(reason);
  }

  it("takes back what was written when it is canceled", async () => {
    const made = await makePlan();
    const { jobId, actId, row } = await start(made);
    const abort = new AbortController();
    await Promise.all([
      runJob(row, "test", abort.signal),
      abortEarly(abort, made.sceneId, "canceled"),
    ]);
    expect((await getJob(jobId)).status).toBe("canceled");
    expect((await countLabels(made.sceneId, me)).labelledCount).toBe(0);
    expect(await listTruthActs(made.sceneId)).toEqual([]);
    const again = await revertLabelAct({ sceneId: made.sceneId, actId }, me);
    expect(again).toMatchObject({ revertedCount: 0 });
  });

  it("finishes after a restart in the middle", async () => {
    const made = await makePlan();
    const { jobId, actId, row } = await start(made);
    const abort = new AbortController();
    await Promise.all([
      runJob(row, "test", abort.signal),
      abortEarly(abort, made.sceneId, "shutdown"),
    ]);
    expect((await getJob(jobId)).status).toBe("queued");
    const next = await claimJob("test", { import: 1, run: 1, predict: 1, export: 1 });
    if (next?.id !== jobId) throw new Error(`claimed ${next?.id} instead of ${jobId}`);
    await runJob(next, "test", never);
    expect((await getJob(jobId)).status).toBe("finished");
    expect(await listTruthActs(made.sceneId)).toMatchObject([{ actId, changedCount: tiles }]);
  });

  it("takes back what a dead worker left when nobody tries again", async () => {
    const made = await makePlan();
    const { actId, row } = await start(made);
    const { settled } = await settle(made);
    const dying = new AbortController();
    const act = { actId, sceneId: made.sceneId, authorId: me.id, keepsLabelled: true };
    await writeTruth(act, settled, dying.signal, () => dying.abort()).catch(() => {});
    expect((await countLabels(made.sceneId, me)).labelledCount).toBe(5000);
    await getDb().updateTable("job").set({ cancel_requested: 1, lease_until_ms: 1 }).execute();
    const { freeLostJobs } = await import("../jobs/claim-job");
    await freeLostJobs();
    expect((await getJob(row.id)).status).toBe("canceled");
    expect((await countLabels(made.sceneId, me)).labelledCount).toBe(0);
  });
});
