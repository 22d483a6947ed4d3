import { createView } from "@/server/views/create-view";
import { deleteView } from "@/server/views/delete-view";
import { listViews } from "@/server/views/list-views";
import { reorderViews } from "@/server/views/reorder-views";
import { updateView } from "@/server/views/update-view";
import { os } from "../middleware";

export const viewRoutes = {
  list: os.views.list.handler(async ({ input }) => listViews(input.projectId)),
  create: os.views.create.handler(async ({ input, context }) => createView(input, context.me)),
  update: os.views.update.handler(async ({ input }) => updateView(input)),
  reorder: os.views.reorder.handler(async ({ input }) =>
    reorderViews(input.projectId, input.viewIds),
  ),
  delete: os.views.delete.handler(async ({ input }) => {
    await deleteView(input.viewId);
    return { ok: true as const };
  }),
};
