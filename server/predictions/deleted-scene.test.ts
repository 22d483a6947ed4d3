import { afterAll, beforeAll, expect, it } from "vitest";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

it("cancels the jobs of predictions whose scene is deleted", async () => {
  const { getDb, inTransaction } = await import("../db/client");
  const { enqueueJob } = await import("../jobs/enqueue-job");
  const { claimJob } = await import("../jobs/claim-job");
  const { getJob } = await import("../jobs/queries");
  const { deleteScene } = await import("../scenes/delete-scene");
  const { runJob } = await import("../worker/run-job");
  const ada = await insertTestUser();
  const { projectId } = await insertTestProject();
  const sceneId = await insertTestScene(projectId, { name: "Gone" });
  const own = { project_id: projectId, created_by: ada.id, created_at_ms: Date.now() };
  const [datasetId, runId, modelId] = [newId("dataset"), newId("run"), newId("model")];
  await getDb()
    .insertInto("dataset")
    .values({
      ...own,
      id: datasetId,
      name: "D",
      version: 1,
      dataset_json: '{"sceneIds":[]}',
      content_hash: "",
    })
    .execute();
  await getDb()
    .insertInto("run")
    .values({
      ...own,
      id: runId,
      dataset_id: datasetId,
      name: "R",
      status: "finished",
      ...{ config_json: "{}", progress_json: "{}", latest_json: "{}", best_json: "{}" },
    })
    .execute();
  await getDb()
    .insertInto("model")
    .values({
      ...own,
      id: modelId,
      run_id: runId,
      dataset_id: datasetId,
      name: "M",
      model_json: "{}",
    })
    .execute();
  const predict = () =>
    inTransaction(async (trx) => {
      const predictionId = newId("prediction");
      const jobId = await enqueueJob(trx, {
        kind: "prediction.predict",
        payload: { predictionId },
        projectId,
        title: sentence("server.titles.predictScene", { name: "Gone" }),
        createdBy: ada.id,
      });
      await trx
        .insertInto("prediction")
        .values({
          ...own,
          id: predictionId,
          scene_id: sceneId,
          model_id: modelId,
          status: "queued",
          job_id: jobId,
          result_json: null,
        })
        .execute();
      return jobId;
    });
  const [running, waiting] = [await predict(), await predict()];
  const limits = { prepare: 0, run: 0, predict: 1 } as never;
  const claimed = await claimJob("worker", limits);
  expect(claimed?.id).toBe(running);
  await deleteScene(sceneId, "Gone");
  expect((await getJob(waiting)).status).toBe("canceled");
  // The worker begins before it hears that the job was canceled.
  if (claimed) await runJob(claimed, "worker", new AbortController().signal);
  expect((await getJob(running)).status).toBe("canceled");
});
