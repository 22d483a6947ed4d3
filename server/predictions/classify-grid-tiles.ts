import { classifyLogits } from "./classify-logits";
import { cutTile } from "./cut-tile";
import type { OnnxModel } from "./open-onnx-model";
import type { GridPrediction } from "./predict-grid";
import type { Stripe, TileGrid } from "./scene-tiles";

/** Small batches stay in the processor's cache: 16 tiles cost a fifth less each than 64. */
const maxBatchTiles = 16;
/** Values of one batch, 64 MiB: fewer of very large tiles. */
const maxBatchValues = 16 * 1024 * 1024;

/** Runs the tiles of a stripe through the model and writes what it says into `result`. */
export async function classifyGridTiles(
  stripe: Stripe,
  grid: TileGrid,
  model: OnnxModel,
  result: GridPrediction,
  signal: AbortSignal,
  onTiles: (doneCount: number) => void,
): Promise<void> {
  const { tileSizePx, gridCols, tileCount } = grid;
  const bandCount = grid.recipe.bands.length;
  const tileValues = bandCount * tileSizePx * tileSizePx;
  const batchTiles = Math.max(1, Math.min(maxBatchTiles, Math.floor(maxBatchValues / tileValues)));
  const input = new Float32Array(batchTiles * tileValues);
  let places: number[] = [];
  let done = 0;
  const flush = async () => {
    if (places.length === 0) return;
    signal.throwIfAborted();
    const count = places.length;
    const values = count === batchTiles ? input : input.subarray(0, count * tileValues);
    const logits = await model.run(values, count, bandCount, tileSizePx);
    const classCount = logits.length / count;
    places.forEach((place, slot) => {
      const verdict = classifyLogits(logits, slot * classCount, classCount);
      if (!verdict) return;
      const probability = verdict.probabilities[verdict.best] as number;
      result.classes[place] = verdict.best + 1;
      result.confidence[place] = Math.round(255 * probability);
      result.confidenceSum += probability;
      result.predictedCount += 1;
    });
    places = [];
    onTiles(done);
  };
  for (let row = 0; row < stripe.rowCount; row += 1) {
    for (let col = 0; col < stripe.colCount; col += 1) {
      const place = (stripe.row + row) * gridCols + stripe.col + col;
      done += 1;
      if (place >= tileCount) continue;
      if (cutTile(stripe, row, col, tileSizePx, bandCount, input, places.length)) {
        places.push(place);
      }
      if (places.length === batchTiles) await flush();
    }
  }
  await flush();
}
