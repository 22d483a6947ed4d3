import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb, inTransaction } from "../db/client";
import { makeTestHome } from "../testing/home";
import { makeTestPerson } from "../testing/people";
import { runJob } from "../worker/run-job";
import { cancelJob } from "./cancel-job";
import { claimJob, freeLostJobs, type LaneLimits } from "./claim-job";
import type { JobContext, JobDefinition } from "./define-job";
import { enqueueJob } from "./enqueue-job";
import { jobLanes } from "./lanes";
import { listJobs } from "./list-jobs";
import { getJob } from "./queries";
import { jobRegistry } from "./registry";

const limits: LaneLimits = { import: 2, run: 1, predict: 1, export: 1 };
const ended = vi.fn();
let administrator: Me;
let work: (payload: { n: number }, context: JobContext) => Promise<void> = async () => {};

const testJob: JobDefinition<{ n: number }> = {
  kind: "scene.import",
  payloadSchema: z.object({ n: z.number() }),
  lane: "import",
  run: (payload, context) => work(payload, context),
  onEnded: async (_payload, outcome, problem) => ended(outcome, problem?.code ?? null),
};

beforeAll(async () => {
  await makeTestHome({ TILEWRIGHT_MAX_WAITING_JOBS: "3" });
  administrator = (await makeTestPerson("administrator")).me;
  jobRegistry["scene.import"] = async () => testJob as JobDefinition<never>;
});

beforeEach(async () => {
  work = async () => {};
  ended.mockReset();
  await getDb().deleteFrom("job").execute();
});

function enqueue(n = 0, createdBy: string | null = null): Promise<string> {
  return inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "scene.import",
      payload: { n },
      projectId: null,
      title: sentence("server.titles.importScene", { name: `Job ${n}` }),
      createdBy,
    }),
  );
}

async function claim(workerId = "one") {
  const row = await claimJob(workerId, limits);
  if (!row) throw new Error("There was nothing to claim.");
  return row;
}

async function expireLease(): Promise<void> {
  await getDb().updateTable("job").set({ lease_until_ms: 1 }).execute();
  await freeLostJobs();
}

describe("the queue", () => {
  it("is not filled by one person alone", async () => {
    for (let n = 0; n < 3; n += 1) await enqueue(n, administrator.id);
    await expect(enqueue(3, administrator.id)).rejects.toMatchObject({
      code: "too_many_requests",
      message: "3 imports of yours are waiting already; that is the limit.",
    });
    await enqueue(4, "somebody else");
    await enqueue(5, null);
    await claim();
    await enqueue(6, administrator.id);
  });

  it("hands every job to one worker only, oldest first, within the lane's limit", async () => {
    const ids = [await enqueue(1), await enqueue(2), await enqueue(3)];
    const claimed = await Promise.all(["a", "b", "c"].map((worker) => claimJob(worker, limits)));
    expect(claimed.map((row) => row?.id ?? null)).toEqual([ids[0], ids[1], null]);
  });

  it("says how many are ahead, and tells those behind when one goes", async () => {
    const first = await enqueue(1);
    const second = await enqueue(2);
    expect((await getJob(second)).aheadCount).toBe(1);
    await cancelJob(first, administrator);
    expect(await getJob(first)).toMatchObject({ status: "canceled" });
    const { payload_json } = await getDb()
      .selectFrom("live_event")
      .select("payload_json")
      .where("topic", "=", "jobs")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(JSON.parse(payload_json).job).toMatchObject({ id: second, aheadCount: 0 });
    expect(ended).toHaveBeenCalledWith("canceled", null);
  });

  it("gives a lost job to another worker, three times at most", async () => {
    const id = await enqueue();
    for (const attempt of [1, 2, 3]) {
      expect((await claim(`worker ${attempt}`)).attempts).toBe(attempt);
      await expireLease();
    }
    expect(await getJob(id)).toMatchObject({
      status: "failed",
      problem: { code: "unavailable" },
    });
    expect(ended).toHaveBeenCalledWith("failed", "unavailable");
  });

  it("cancels a lost job that somebody had canceled", async () => {
    const id = await enqueue();
    await claim();
    await cancelJob(id, administrator);
    expect(await getJob(id)).toMatchObject({ status: "running" });
    await expireLease();
    expect(await getJob(id)).toMatchObject({ status: "canceled" });
  });

  it("lets people cancel their own jobs only, but for those who launch runs", async () => {
    const id = await enqueue();
    const reviewer = (await makeTestPerson("reviewer")).me;
    await expect(cancelJob(id, reviewer)).rejects.toMatchObject({ code: "forbidden" });
    await getDb().updateTable("job").set({ created_by: reviewer.id }).execute();
    expect(await cancelJob(id, reviewer)).toMatchObject({ status: "canceled" });
  });

  it("does not cancel what has ended", async () => {
    const id = await enqueue();
    await runJob(await claim(), "one", new AbortController().signal);
    await expect(cancelJob(id, administrator)).rejects.toMatchObject({ code: "conflict" });
  });

  it("lists active jobs alone when asked to", async () => {
    await enqueue(1);
    await runJob(await claim(), "one", new AbortController().signal);
    const waiting = await enqueue(2);
    expect((await listJobs({ active: true })).map((job) => job.id)).toEqual([waiting]);
    expect(await listJobs({})).toHaveLength(2);
  });
});

describe("a running job", () => {
  it("shows thinned progress and an estimate, and ends finished", async () => {
    const id = await enqueue();
    work = async (_payload, context) => {
      for (let done = 0; done <= 200; done += 1) context.report({ fraction: done / 200, done });
      await context.setSubject("scn_1");
    };
    await runJob(await claim(), "one", new AbortController().signal);
    const job = await getJob(id);
    expect(job).toMatchObject({ status: "finished", subjectId: "scn_1" });
    expect(job.progress).toMatchObject({ fraction: 1, done: 200 });
    const writes = await getDb()
      .selectFrom("live_event")
      .select("id")
      .where("payload_json", "like", `%${id}%"running"%`)
      .execute();
    expect(writes.length).toBeLessThan(6);
  });

  it("fails with the words of its error; the text of a defect stays in the log", async () => {
    const id = await enqueue(1);
    work = async () => {
      throw new AppError("unreadable_file", {
        message: "The file is cut off.",
        hint: "Send it again.",
      });
    };
    await runJob(await claim(), "one", new AbortController().signal);
    const problem = {
      code: "unreadable_file",
      message: "The file is cut off.",
      hint: "Send it again.",
    };
    expect(await getJob(id)).toMatchObject({ status: "failed", problem });
    expect(ended).toHaveBeenCalledWith("failed", "unreadable_file");

    const second = await enqueue(2);
    work = async () => {
      throw new Error("secret");
    };
    await runJob(await claim(), "one", new AbortController().signal);
    expect(JSON.stringify((await getJob(second)).problem)).not.toContain("secret");
  });

  it("goes back to the queue at a shutdown, and the try does not count", async () => {
    const id = await enqueue();
    const abort = new AbortController();
    work = async (_payload, { signal }) => {
      abort.abort("shutdown");
      signal.throwIfAborted();
    };
    await runJob(await claim(), "one", abort.signal);
    expect(await getJob(id)).toMatchObject({ status: "queued" });
    expect((await claim()).attempts).toBe(1);
  });

  it("writes nothing once another worker holds it", async () => {
    const id = await enqueue();
    const row = await claim("slow");
    await expireLease();
    await claim("quick");
    await runJob(row, "slow", new AbortController().signal);
    expect(await getJob(id)).toMatchObject({ status: "running" });
  });
});

it("puts every kind into the lane that its definition names", async () => {
  for (const [kind, lane] of Object.entries(jobLanes)) {
    const definition = await jobRegistry[kind as keyof typeof jobRegistry]();
    expect({ kind, lane: definition.lane }).toEqual({ kind, lane });
  }
});
