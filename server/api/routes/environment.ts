import { getMachine } from "@/server/environment/get-machine";
import { getSettings, updateSettings } from "@/server/environment/settings";
import { os } from "../middleware";

export const environment = {
  get: os.environment.get.handler(async ({ input }) => getMachine(input.fresh ?? false)),
  getSettings: os.environment.getSettings.handler(async () => getSettings()),
  updateSettings: os.environment.updateSettings.handler(async ({ input }) => updateSettings(input)),
};
