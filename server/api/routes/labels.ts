import { applyLabels } from "../../labels/apply-labels";
import { countLabels } from "../../labels/count-labels";
import { getLabelPlane } from "../../labels/get-label-plane";
import { listLabelHistory } from "../../labels/list-label-history";
import { os } from "../middleware";

export const labelRoutes = {
  getPlane: os.labels.getPlane.handler(({ input }) => getLabelPlane(input.sceneId)),
  apply: os.labels.apply.handler(({ input, context }) => applyLabels(input, context.me)),
  listHistory: os.labels.listHistory.handler(({ input }) => listLabelHistory(input)),
  counts: os.labels.counts.handler(({ input }) => countLabels(input.sceneId)),
};
