import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runStatusSchema } from "@/lib/contracts/runs";
import { canMove } from "@/lib/run-status";
import { insertTestProject, insertTestUser, openTestStudio } from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

/** A run that is in a state already, as only a test may make one. */
async function insertRun(status: string): Promise<string> {
  const { getDb } = await import("../db/client");
  const { newId } = await import("@/lib/new-id");
  const { runConfigSchema } = await import("@/lib/contracts/run-spec");
  const ada = await insertTestUser();
  const { projectId } = await insertTestProject();
  const datasetId = newId("dataset");
  await getDb()
    .insertInto("dataset")
    .values({
      id: datasetId,
      project_id: projectId,
      name: "D",
      version: 1,
      dataset_json: "{}",
      content_hash: "0".repeat(64),
      created_by: ada.id,
      created_at_ms: 1,
    })
    .execute();
  const id = newId("run");
  const config = runConfigSchema.parse({ baseModel: "starter", method: "lora" });
  await getDb()
    .insertInto("run")
    .values({
      id,
      project_id: projectId,
      dataset_id: datasetId,
      name: "R",
      config_json: JSON.stringify(config),
      status,
      progress_json: "{}",
      latest_json: "{}",
      best_json: "{}",
      started_json: null,
      result_json: null,
      problem_json: null,
      job_id: null,
      process_json: null,
      created_by: ada.id,
      launch_key: null,
      created_at_ms: 1,
      started_at_ms: null,
      ended_at_ms: null,
    })
    .execute();
  return id;
}

it("makes every move there is, and refuses all others without a trace", async () => {
  const { inTransaction, getDb } = await import("../db/client");
  const { moveRun } = await import("./move-run");
  const { getRunRow } = await import("./queries");
  for (const from of runStatusSchema.options) {
    const runId = await insertRun(from);
    for (const to of runStatusSchema.options) {
      const moving = inTransaction((trx) => moveRun(trx, runId, to, { attempt: 7 }));
      if (canMove(from, to)) await moving;
      else await expect(moving).rejects.toMatchObject({ code: "conflict" });
      const row = await getRunRow(getDb(), runId);
      expect([row.status, row.attempt]).toEqual(canMove(from, to) ? [to, 7] : [from, 0]);
      await getDb()
        .updateTable("run")
        .set({ status: from, attempt: 0 })
        .where("id", "=", runId)
        .execute();
    }
  }
});

it("is the only writer of a run's status", () => {
  const folders = readdirSync("server").filter((name) => !/^trainer$|^testing$|\./.test(name));
  const files = folders
    .flatMap((folder) =>
      readdirSync(path.join("server", folder)).map((name) => `${folder}/${name}`),
    )
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file));
  const writers = files.filter((file) =>
    /updateTable\("run"\)[\s\S]{0,60}?\.set\([^;]*?\bstatus:/.test(
      readFileSync(path.join("server", file), "utf8"),
    ),
  );
  expect(writers).toEqual(["runs/move-run.ts"]);
});
