import { newId } from "@/lib/new-id";
import { getDb } from "@/server/db/client";
import { insertTestDataset, insertTestModel, insertTestRun } from "@/server/testing/insert-run";
import { insertTestScene } from "@/server/testing/open-test-studio";

/**
 * Puts trained runs into the studio at TILEWRIGHT_HOME: six in groups of three seeds, the first three
 * with models, of which the first has predicted a scene.
 */
const projectId = process.argv[2] ?? "";
const datasetId = await insertTestDataset(projectId, { name: "Autumn tiles" });
for (let index = 0; index < 6; index += 1) {
  const score = 0.7 + index / 50;
  const runId = await insertTestRun(projectId, datasetId, {
    name: `Run ${index + 1}`,
    config: { learningRate: index < 3 ? 0.001 : 0.002, seed: (index % 3) + 1 },
    best: { "val/macro_f1": score },
    ranges: { "val/macro_f1": [0.1, score] },
  });
  if (index < 3) await insertTestModel(runId, { name: `Model ${index + 1}` });
}
const model = await getDb()
  .selectFrom("model")
  .select("id")
  .where("name", "=", "Model 1")
  .executeTakeFirstOrThrow();
const sceneId = await insertTestScene(projectId, { name: "Delta" });
await getDb()
  .insertInto("prediction")
  .values({
    ...{ id: newId("prediction"), project_id: projectId, scene_id: sceneId, model_id: model.id },
    ...{ job_id: newId("job"), status: "finished", result_json: null, created_by: null },
    created_at_ms: Date.now(),
  })
  .execute();
process.exit(0);
