import { assignArea } from "../../areas/assign-area";
import { claimArea } from "../../areas/claim-area";
import { clearAreas } from "../../areas/clear-areas";
import { createArea } from "../../areas/create-area";
import { deleteArea } from "../../areas/delete-area";
import { divideScene } from "../../areas/divide-scene";
import { listAreas } from "../../areas/list-areas";
import { listLabellers } from "../../areas/list-labellers";
import { releaseArea } from "../../areas/release-area";
import { setAreaRule } from "../../areas/set-area-rule";
import { os } from "../middleware";

const ok = { ok: true as const };

export const areaRoutes = {
  list: os.areas.list.handler(({ input }) => listAreas(input.sceneId)),
  divide: os.areas.divide.handler(({ input, context }) => divideScene(input, context.me)),
  create: os.areas.create.handler(({ input, context }) => createArea(input, context.me)),
  claim: os.areas.claim.handler(async ({ input, context }) => ({
    area: await claimArea(input, context.me),
  })),
  assign: os.areas.assign.handler(({ input }) => assignArea(input)),
  release: os.areas.release.handler(({ input, context }) => releaseArea(input.areaId, context.me)),
  delete: os.areas.delete.handler(async ({ input }) => {
    await deleteArea(input.areaId);
    return ok;
  }),
  clear: os.areas.clear.handler(async ({ input }) => {
    await clearAreas(input.sceneId);
    return ok;
  }),
  setRule: os.areas.setRule.handler(async ({ input }) => {
    await setAreaRule(input);
    return ok;
  }),
  listPeople: os.areas.listPeople.handler(() => listLabellers()),
};
