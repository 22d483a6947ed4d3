import { deleteScene } from "@/server/scenes/delete-scene";
import { getScene } from "@/server/scenes/get-scene";
import { importScene } from "@/server/scenes/import-scene";
import { listChips } from "@/server/scenes/list-chips";
import { listFolder } from "@/server/scenes/list-folder";
import { listScenes } from "@/server/scenes/list-scenes";
import { updateScene } from "@/server/scenes/update-scene";
import { os } from "../middleware";

export const scenes = {
  list: os.scenes.list.handler(async ({ input }) => listScenes(input.projectId)),
  import: os.scenes.import.handler(async ({ input, context }) => importScene(input, context.me)),
  get: os.scenes.get.handler(async ({ input }) => getScene(input.sceneId)),
  update: os.scenes.update.handler(async ({ input }) => updateScene(input)),
  delete: os.scenes.delete.handler(async ({ input }) => {
    await deleteScene(input.sceneId, input.confirmName);
    return { ok: true as const };
  }),
  listChips: os.scenes.listChips.handler(async ({ input }) => listChips(input.sceneId)),
  listFolder: os.scenes.listFolder.handler(async ({ input }) => listFolder(input.path)),
};
