import { listBaseModels } from "../../base-models/list-base-models";
import { deleteModel } from "../../models/delete-model";
import { getModelRemoval } from "../../models/get-model-removal";
import { getModel, listModels } from "../../models/queries";
import { updateModel } from "../../models/update-model";
import { predictTile } from "../../predictions/predict-tile";
import { os } from "../middleware";

export const modelRoutes = {
  listBase: os.models.listBase.handler(() => listBaseModels()),
  list: os.models.list.handler(({ input }) => listModels(input.projectId)),
  get: os.models.get.handler(({ input }) => getModel(input.modelId)),
  update: os.models.update.handler(({ input }) => updateModel(input)),
  getRemoval: os.models.getRemoval.handler(({ input }) => getModelRemoval(input.modelId)),
  delete: os.models.delete.handler(async ({ input }) => {
    await deleteModel(input.modelId);
    return { ok: true as const };
  }),
  predictTile: os.models.predictTile.handler(({ input }) => predictTile(input)),
};
