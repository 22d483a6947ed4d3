import type { Scene } from "@/lib/contracts/scenes";
import { getSceneRow, toScenes } from "./queries";

/** @throws AppError `not_found`. */
export async function getScene(sceneId: string): Promise<Scene> {
  const [scene] = await toScenes([await getSceneRow(sceneId)]);
  if (!scene) throw new Error(`Scene ${sceneId} vanished while it was read.`);
  return scene;
}
