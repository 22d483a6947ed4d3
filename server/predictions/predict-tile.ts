import type { z } from "zod";
import type { tilePredictionSchema } from "@/lib/contracts/predictions";
import { AppError } from "@/lib/errors";
import { tileIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { getModel, getOnnxFile } from "../models/queries";
import { classifyLogits } from "./classify-logits";
import { cutTile } from "./cut-tile";
import { getTileGrid } from "./get-tile-grid";
import { openOnnxModel } from "./open-onnx-model";
import { SceneTiles } from "./scene-tiles";

/**
 * What a model says of one tile.
 *
 * @returns `classIndex` is the class's index in its project, as in planes; probabilities are in the
 *   order of the model's classes.
 * @throws AppError `invalid_input` for a tile outside the scene or without data; `conflict` when the
 *   project has the class no more.
 */
export async function predictTile(input: {
  modelId: string;
  sceneId: string;
  row: number;
  col: number;
}): Promise<z.infer<typeof tilePredictionSchema>> {
  const model = await getModel(input.modelId);
  const { grid, sceneName } = await getTileGrid(input.sceneId, model);
  const { row, col } = input;
  const isInside = row < grid.gridRows && col < grid.gridCols;
  if (!isInside || tileIndex(input, grid.gridCols) >= grid.tileCount) {
    throw new AppError(
      "invalid_input",
      sentence("server.predictions.noTile", { row, col, sceneName }),
    );
  }
  const bandCount = model.recipe.bands.length;
  const values = new Float32Array(bandCount * grid.tileSizePx ** 2);
  const tiles = await SceneTiles.open(grid);
  try {
    const stripe = await tiles.readStripe({ row, rowCount: 1, col, colCount: 1 });
    if (!cutTile(stripe, 0, 0, grid.tileSizePx, bandCount, values, 0)) {
      throw new AppError("invalid_input", sentence("server.predictions.emptyTile", { row, col }));
    }
  } finally {
    await tiles.close();
  }
  const onnx = await openOnnxModel(getOnnxFile(model));
  const logits = await onnx.run(values, 1, bandCount, grid.tileSizePx);
  const verdict = classifyLogits(logits, 0, logits.length);
  const best = verdict && model.classes[verdict.best];
  if (!best) {
    const { name } = model;
    throw new AppError("unreadable_file", sentence("server.predictions.noClasses", { name }));
  }
  return { classIndex: await getProjectIndex(best), probabilities: verdict.probabilities };
}

async function getProjectIndex(best: { id: string; name: string }): Promise<number> {
  const row = await getDb()
    .selectFrom("class")
    .select("class_index")
    .where("id", "=", best.id)
    .executeTakeFirst();
  if (row) return row.class_index;
  throw new AppError("conflict", sentence("server.predictions.classGone", { name: best.name }));
}
