import { findBasemap } from "@/server/basemap/find-basemap";
import { readBasemapService } from "@/server/basemap/read-basemap-service";
import { updateBasemap } from "@/server/basemap/update-basemap";
import { getMachine } from "@/server/environment/get-machine";
import { getSettings, updateSettings } from "@/server/environment/settings";
import { os } from "../middleware";

export const environment = {
  get: os.environment.get.handler(async ({ input }) => getMachine(input.fresh ?? false)),
  getBasemap: os.environment.getBasemap.handler(async () => {
    const basemap = await findBasemap();
    return {
      basemap: basemap && {
        attribution: basemap.attribution,
        maxZoom: basemap.maxZoom,
        grid: basemap.grid,
      },
    };
  }),
  getBasemapSetting: os.environment.getBasemapSetting.handler(async () => ({
    basemap: await findBasemap(),
  })),
  readBasemapService: os.environment.readBasemapService.handler(async ({ input }) =>
    readBasemapService(input),
  ),
  updateBasemap: os.environment.updateBasemap.handler(async ({ input }) => ({
    basemap: await updateBasemap(input.basemap),
  })),
  getSettings: os.environment.getSettings.handler(async () => getSettings()),
  updateSettings: os.environment.updateSettings.handler(async ({ input }) => updateSettings(input)),
};
