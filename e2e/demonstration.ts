import type { ApiClient } from "@/lib/api-client";
import type { Dataset } from "@/lib/contracts/datasets";
import { until } from "./studio";

/**
 * Waits until the demonstration project is there and labelled, and freezes it as a newcomer would.
 *
 * @returns The dataset; it names its project and its one scene.
 */
export async function freezeDemonstration(client: ApiClient, name: string): Promise<Dataset> {
  const project = await until(
    async () => (await client.projects.list()).find((one) => one.labelledCount > 0),
    "the demonstration project",
  );
  await until(
    async () => (await client.jobs.list({ active: "true" })).length === 0,
    "the demonstration to be labelled",
  );
  const scenes = await client.scenes.list({ projectId: project.id });
  return client.datasets.freeze({
    projectId: project.id,
    name,
    sceneIds: scenes.map((scene) => scene.id),
    classIds: project.classes.map((one) => one.id),
    bands: [3, 2, 1],
    split: {
      kind: "blocks",
      shares: { train: 0.7, val: 0.15, test: 0.15 },
      seed: 1,
      blockTiles: 4,
    },
  });
}
