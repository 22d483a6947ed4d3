import { announcePresence } from "../../presence/announce-presence";
import { leavePresence } from "../../presence/leave-presence";
import { listPresence } from "../../presence/list-presence";
import { os } from "../middleware";

export const presenceRoutes = {
  list: os.presence.list.handler(({ input }) => listPresence(input.sceneId)),
  announce: os.presence.announce.handler(({ input, context }) =>
    announcePresence(input, context.me),
  ),
  leave: os.presence.leave.handler(({ input, context }) => {
    leavePresence(input.tabId, context.me);
    return { ok: true as const };
  }),
};
