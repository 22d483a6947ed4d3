import { acceptTiles } from "../../opinions/accept-tiles";
import { changeOpinionSetting } from "../../opinions/change-setting";
import { decideTiles } from "../../opinions/decide-tiles";
import { flagTiles } from "../../opinions/flag-tiles";
import { getAgreement } from "../../opinions/get-agreement";
import { getStatuses } from "../../opinions/get-statuses";
import { getTileOpinions } from "../../opinions/get-tile-opinions";
import { listReturned } from "../../opinions/list-returned";
import { listReview } from "../../opinions/list-review";
import { readSetting } from "../../opinions/read-setting";
import { returnTiles } from "../../opinions/return-tiles";
import { os } from "../middleware";

export const opinionRoutes = {
  getSetting: os.opinions.getSetting.handler(({ input }) => readSetting(input.projectId)),
  changeSetting: os.opinions.changeSetting.handler(({ input, context }) =>
    changeOpinionSetting(input, context.me),
  ),
  getStatuses: os.opinions.getStatuses.handler(({ input, context }) =>
    getStatuses(input.sceneId, context.me),
  ),
  getTile: os.opinions.getTile.handler(({ input, context }) => getTileOpinions(input, context.me)),
  flag: os.opinions.flag.handler(async ({ input, context }) => {
    await flagTiles(input, context.me);
    return { ok: true as const };
  }),
  listReturned: os.opinions.listReturned.handler(({ input, context }) =>
    listReturned(input.projectId, context.me),
  ),
  listReview: os.opinions.listReview.handler(({ input, context }) => listReview(input, context.me)),
  decide: os.opinions.decide.handler(({ input, context }) => decideTiles(input, context.me)),
  accept: os.opinions.accept.handler(({ input, context }) => acceptTiles(input, context.me)),
  return: os.opinions.return.handler(({ input, context }) => returnTiles(input, context.me)),
  getAgreement: os.opinions.getAgreement.handler(({ input }) => getAgreement(input)),
};
