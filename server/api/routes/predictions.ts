import { createPrediction } from "../../predictions/create-prediction";
import { deletePrediction } from "../../predictions/delete-prediction";
import { getPredictionPlanes } from "../../predictions/get-prediction-planes";
import { getPrediction, listPredictions } from "../../predictions/queries";
import { os } from "../middleware";

export const predictionRoutes = {
  list: os.predictions.list.handler(({ input }) => listPredictions(input)),
  create: os.predictions.create.handler(({ input, context }) =>
    createPrediction(input, context.me),
  ),
  get: os.predictions.get.handler(({ input }) => getPrediction(input.predictionId)),
  getPlanes: os.predictions.getPlanes.handler(({ input }) =>
    getPredictionPlanes(input.predictionId),
  ),
  delete: os.predictions.delete.handler(({ input, context }) =>
    deletePrediction(input.predictionId, context.me),
  ),
};
