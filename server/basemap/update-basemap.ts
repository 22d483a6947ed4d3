import type { Basemap } from "@/lib/contracts/basemap";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { basemapKey, findBasemap } from "./find-basemap";
import { missingPlaceholder } from "./tile-address";

/** @throws AppError `invalid_input` naming what the address lacks. */
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
  const value_json = JSON.stringify(basemap);
  await getDb()
    .insertInto("setting")
    .values({ key: basemapKey, value_json })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value_json }))
    .execute();
  return findBasemap();
}
