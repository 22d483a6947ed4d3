import { applyLabels } from "../../labels/apply-labels";
import { countLabels } from "../../labels/count-labels";
import { getLabelAuthors } from "../../labels/get-label-authors";
import { getOwnPlane } from "../../labels/get-own-plane";
import { listLabelActs } from "../../labels/list-label-acts";
import { listLabelHistory } from "../../labels/list-label-history";
import { revertLabelAct } from "../../labels/revert-label-act";
import { os } from "../middleware";

export const labelRoutes = {
  getPlane: os.labels.getPlane.handler(({ input, context }) =>
    getOwnPlane(input.sceneId, context.me),
  ),
  apply: os.labels.apply.handler(({ input, context }) => applyLabels(input, context.me)),
  listHistory: os.labels.listHistory.handler(({ input, context }) =>
    listLabelHistory(input, context.me),
  ),
  listActs: os.labels.listActs.handler(({ input, context }) => listLabelActs(input, context.me)),
  revertAct: os.labels.revertAct.handler(({ input, context }) => revertLabelAct(input, context.me)),
  getAuthors: os.labels.getAuthors.handler(({ input }) => getLabelAuthors(input.sceneId)),
  counts: os.labels.counts.handler(({ input, context }) => countLabels(input.sceneId, context.me)),
};
