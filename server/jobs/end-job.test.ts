import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { sentence } from "@/lib/i18n/sentence";
import { getDb, inTransaction } from "../db/client";
import { makeTestHome } from "../testing/home";
import { makeTestPerson } from "../testing/people";
import type { JobDefinition } from "./define-job";
import { endJob } from "./end-job";
import { enqueueJob } from "./enqueue-job";
import { getJob, type JobRow } from "./queries";
import { jobRegistry } from "./registry";

const stumblingJob: JobDefinition<Record<string, never>> = {
  kind: "scene.import",
  payloadSchema: z.object({}),
  lane: "import",
  run: async () => {},
  async onEnded() {
    await inTransaction(async (trx) => {
      await trx.updateTable("user").set({ name: "Half tidied" }).execute();
      throw new Error("The rest cannot be done.");
    });
  },
};

beforeAll(async () => {
  await makeTestHome();
  await makeTestPerson("analyst");
  jobRegistry["scene.import"] = async () => stumblingJob as JobDefinition<never>;
});

it("ends a job that cannot tidy up, and keeps no half of the tidying", async () => {
  const jobId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "scene.import",
      payload: {},
      projectId: null,
      title: sentence("server.titles.importScene", { name: "Stumbles" }),
      createdBy: null,
    }),
  );
  await inTransaction(async (trx) => {
    const row: JobRow = await trx
      .selectFrom("job")
      .selectAll()
      .where("id", "=", jobId)
      .executeTakeFirstOrThrow();
    await endJob(trx, row, "canceled", null);
  });
  expect((await getJob(jobId)).status).toBe("canceled");
  const people = await getDb().selectFrom("user").select("name").execute();
  expect(people.map(({ name }) => name)).not.toContain("Half tidied");
});
