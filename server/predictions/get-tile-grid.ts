import path from "node:path";
import type { Model } from "@/lib/contracts/models";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { matchBands } from "@/lib/match-bands";
import { homeFolders } from "../env";
import { findReference } from "../references/find-reference";
import { getSceneRow } from "../scenes/queries";
import { checkModelFits } from "./check-model-fits";
import type { TileGrid } from "./scene-tiles";

/**
 * A scene as a model is to see it.
 *
 * @throws AppError `not_found`; `conflict` when the model does not fit the scene.
 */
export async function getTileGrid(sceneId: string, model: Model) {
  const row = await getSceneRow(sceneId);
  const facts = rasterFactsSchema.parse(JSON.parse(row.facts_json));
  const recipe = matchBands(model.recipe, facts.bands);
  checkModelFits({ name: model.name, recipe }, { ...facts, name: row.name });
  const grid: TileGrid = {
    rasterPath: path.join(homeFolders.scene(sceneId), "scene.tif"),
    reference: await findReference(sceneId),
    tileSizePx: row.tile_size_px,
    gridRows: row.grid_rows,
    gridCols: row.grid_cols,
    tileCount: row.kind === "chips" ? row.tile_count : row.grid_rows * row.grid_cols,
    dtype: facts.dtype,
    nodata: facts.nodata,
    recipe,
  };
  return { grid, facts, projectId: row.project_id, sceneName: row.name };
}
