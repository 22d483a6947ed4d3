import path from "node:path";
import { homeFolders } from "../env";
import { findReference } from "./find-reference";
import { referencePrefix } from "./read-ranges";

/** Where the trainer finds a scene's pixels: a path, or the name that it asks for them by. */
export async function locateRaster(sceneId: string): Promise<string> {
  return (await findReference(sceneId))
    ? `${referencePrefix}${sceneId}`
    : path.join(homeFolders.scene(sceneId), "scene.tif");
}
