import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { tileCentre } from "@/lib/geo/grid";
import { toSheetLine } from "../csv";
import { getSceneRow } from "../scenes/queries";
import { readPlanes } from "./prediction-folder";
import { getPrediction } from "./queries";

/** The tiles of a prediction as CSV, a grid row at a time. @throws AppError `not_found`. */
export async function* listPredictionLines(predictionId: string): AsyncGenerator<string> {
  const prediction = await getPrediction(predictionId);
  const scene = await getSceneRow(prediction.sceneId);
  const planes = await readPlanes(predictionId);
  const { transform } = rasterFactsSchema.parse(JSON.parse(scene.facts_json));
  const grid = { transform, tileSizePx: scene.tile_size_px };
  const names = new Map(prediction.classes.map((one) => [one.index + 1, one.name]));
  yield "row,col,class,confidence,x,y\n";
  for (let row = 0; row < scene.grid_rows; row += 1) {
    let lines = "";
    for (let col = 0; col < scene.grid_cols; col += 1) {
      const tile = row * scene.grid_cols + col;
      const byte = planes.classes[tile] as number;
      if (byte === 0) continue;
      const confidence = ((planes.confidence[tile] as number) / 255).toFixed(3);
      const [x, y] = tileCentre(grid, { row, col });
      lines += `${toSheetLine([row, col, names.get(byte) ?? String(byte - 1), confidence, x, y])}\n`;
    }
    if (lines !== "") yield lines;
  }
}
