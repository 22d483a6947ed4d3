import type { Scene } from "@/lib/contracts/scenes";
import { inTransaction } from "../db/client";
import { getScene } from "./get-scene";
import { publishScene } from "./publish-scene";
import { getSceneRow } from "./queries";

/** Renames a scene. @throws AppError `not_found`. */
export async function updateScene(sceneId: string, name: string): Promise<Scene> {
  await inTransaction(async (trx) => {
    const row = await getSceneRow(sceneId);
    await trx.updateTable("scene").set({ name }).where("id", "=", sceneId).execute();
    await publishScene(trx, row.project_id, sceneId, "updated");
  });
  return getScene(sceneId);
}
