import type { Basemap, BasemapGrid } from "@/lib/contracts/basemap";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { findCrs } from "./crs";
import { basemapKey, findBasemap } from "./find-basemap";
import { missingPlaceholder } from "./tile-address";

/** @throws AppError `invalid_input` naming what the address lacks, or tiles that no map can show. */
export async function updateBasemap(basemap: Basemap | null): Promise<Basemap | null> {
  const missing = basemap && missingPlaceholder(basemap);
  if (missing) {
    throw new AppError("invalid_input", sentence("server.basemap.placeholders", { missing })).at(
      "basemap.url",
    );
  }
  if (basemap?.kind === "wms" && basemap.layers === "") {
    throw new AppError("invalid_input", sentence("server.basemap.layers")).at("basemap.layers");
  }
  const value_json = JSON.stringify(basemap && { ...basemap, grid: checkGrid(basemap.grid) });
  await getDb()
    .insertInto("setting")
    .values({ key: basemapKey, value_json })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value_json }))
    .execute();
  return findBasemap();
}

/** Browsers are only given systems that are known here, and levels from the coarsest to the finest. */
function checkGrid(grid: BasemapGrid | null): BasemapGrid | null {
  if (!grid) return null;
  const crs = findCrs(grid.crs);
  const isOrdered = grid.levels.every(
    ({ resolution }, place) =>
      place === 0 || resolution < (grid.levels[place - 1]?.resolution ?? 0),
  );
  if (crs && isOrdered) return { ...grid, proj4: crs.proj4 };
  throw new AppError("invalid_input", sentence("server.basemap.grid", { crs: grid.crs })).at(
    "basemap.grid",
  );
}
