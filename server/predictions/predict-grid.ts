import type { ModelThreads } from "./model-threads";
import { SceneTiles, type TileGrid } from "./scene-tiles";
import { TileClassifier } from "./tile-classifier";

export interface GridPrediction {
  /** Position of the most probable class + 1; 0 where there is no tile or no data. */
  classes: Uint8Array;
  /** round(255 * its probability). */
  confidence: Uint8Array;
  /** Tiles that the model saw. */
  predictedCount: number;
  confidenceSum: number;
}

/**
 * Predicts every tile of a scene. Stripes are read, decoded and cut while the model computes.
 *
 * @param onTiles Called with the tiles done so far, empty ones included.
 * @throws The reason of `signal` when it is aborted.
 */
export async function predictGrid(
  grid: TileGrid,
  model: Pick<ModelThreads, "run" | "batchesAtOnce">,
  signal: AbortSignal,
  onTiles: (doneCount: number) => void,
): Promise<GridPrediction> {
  const tiles = await SceneTiles.open(grid);
  const result: GridPrediction = {
    classes: new Uint8Array(grid.gridRows * grid.gridCols),
    confidence: new Uint8Array(grid.gridRows * grid.gridCols),
    predictedCount: 0,
    confidenceSum: 0,
  };
  const classifier = new TileClassifier(grid, model, result, onTiles);
  const [first, ...others] = tiles.planStripes();
  let next = first ? tiles.readStripe(first) : null;
  try {
    while (next) {
      signal.throwIfAborted();
      const stripe = await next;
      const plan = others.shift();
      next = plan ? tiles.readStripe(plan) : null;
      next?.catch(() => {}); // thrown where it is awaited, if we get there
      await classifier.classify(stripe, signal);
    }
    await classifier.finish();
    return result;
  } finally {
    await next?.catch(() => {});
    await tiles.close();
  }
}
