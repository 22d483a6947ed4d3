import { listBaseModels } from "../../base-models/list-base-models";
import { deleteModel } from "../../models/delete-model";
import { getDefaultModel } from "../../models/get-default-model";
import { getModelRemoval } from "../../models/get-model-removal";
import { listOfferedModels } from "../../models/list-offered-models";
import { listReviews } from "../../models/list-reviews";
import { getModel, listModels } from "../../models/queries";
import { reviewModel } from "../../models/review-model";
import { setDefaultModel } from "../../models/set-default-model";
import { updateModel } from "../../models/update-model";
import { predictTile } from "../../predictions/predict-tile";
import { os } from "../middleware";

export const modelRoutes = {
  listBase: os.models.listBase.handler(() => listBaseModels()),
  list: os.models.list.handler(({ input }) => listModels(input.projectId)),
  get: os.models.get.handler(({ input }) => getModel(input.modelId)),
  update: os.models.update.handler(({ input }) => updateModel(input)),
  review: os.models.review.handler(({ input, context }) => reviewModel(input, context.me)),
  listReviews: os.models.listReviews.handler(({ input }) => listReviews(input.modelId)),
  listOffered: os.models.listOffered.handler(({ input, context }) =>
    listOfferedModels(input.projectId, context.me),
  ),
  getDefault: os.models.getDefault.handler(({ input }) => getDefaultModel(input.projectId)),
  setDefault: os.models.setDefault.handler(({ input, context }) =>
    setDefaultModel(input, context.me),
  ),
  getRemoval: os.models.getRemoval.handler(({ input }) => getModelRemoval(input.modelId)),
  delete: os.models.delete.handler(async ({ input }) => {
    await deleteModel(input.modelId);
    return { ok: true as const };
  }),
  predictTile: os.models.predictTile.handler(({ input }) => predictTile(input)),
};
