import { getPreferences } from "@/server/preferences/get-preferences";
import { updatePreferences } from "@/server/preferences/update-preferences";
import { os } from "../middleware";

export const preferences = {
  get: os.preferences.get.handler(async ({ input, context }) =>
    getPreferences(input.projectId, context.me.id),
  ),
  update: os.preferences.update.handler(async ({ input, context }) =>
    updatePreferences(input, context.me.id),
  ),
};
