import { listBaseModels } from "../../base-models/list-base-models";
import { getModel, listModels } from "../../models/queries";
import { predictTile } from "../../predictions/predict-tile";
import { os } from "../middleware";

export const modelRoutes = {
  listBase: os.models.listBase.handler(() => listBaseModels()),
  list: os.models.list.handler(({ input }) => listModels(input.projectId)),
  get: os.models.get.handler(({ input }) => getModel(input.modelId)),
  predictTile: os.models.predictTile.handler(({ input }) => predictTile(input)),
};
