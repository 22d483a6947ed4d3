import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { classifyLogits } from "./classify-logits";
import { cutTile } from "./cut-tile";
import type { ModelThreads } from "./model-threads";
import type { GridPrediction } from "./predict-grid";
import type { Stripe, TileGrid } from "./scene-tiles";

/** Small batches stay in the processor's cache: 16 tiles cost a fifth less each than 64. */
const maxBatchTiles = 16;
/** Values of one batch, 64 MiB: fewer of very large tiles. */
const maxBatchValues = 16 * 1024 * 1024;

/** Cuts the tiles of stripes into batches, has them classified, and writes what comes back. */
export class TileClassifier {
  readonly #grid: TileGrid;
  readonly #model: Pick<ModelThreads, "run" | "batchesAtOnce">;
  readonly #result: GridPrediction;
  readonly #onTiles: (doneCount: number) => void;
  #doneCount = 0;
  readonly #batchTiles: number;
  readonly #batchValues: number;
  /** Inputs that no thread holds. */
  readonly #free: Float32Array<ArrayBuffer>[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #failure: unknown = null;

  /** @param onTiles Called with the tiles that are done, empty ones included. */
  constructor(
    grid: TileGrid,
    model: Pick<ModelThreads, "run" | "batchesAtOnce">,
    result: GridPrediction,
    onTiles: (doneCount: number) => void,
  ) {
    this.#grid = grid;
    this.#model = model;
    this.#result = result;
    this.#onTiles = onTiles;
    const tileValues = grid.recipe.bands.length * grid.tileSizePx ** 2;
    this.#batchTiles = Math.max(
      1,
      Math.min(maxBatchTiles, Math.floor(maxBatchValues / tileValues)),
    );
    this.#batchValues = this.#batchTiles * tileValues;
  }

  /**
   * Gives out every tile of a stripe; the last batches may still be under way when it returns.
   *
   * @throws The reason of `signal`, or what a batch failed with.
   */
  async classify(stripe: Stripe, signal: AbortSignal): Promise<void> {
    const { tileSizePx, gridCols, tileCount, recipe } = this.#grid;
    let input = this.#takeInput();
    let places: number[] = [];
    for (let row = 0; row < stripe.rowCount; row += 1) {
      for (let col = 0; col < stripe.colCount; col += 1) {
        const place = (stripe.row + row) * gridCols + stripe.col + col;
        if (place >= tileCount) continue;
        const hasData = cutTile(
          stripe,
          row,
          col,
          tileSizePx,
          recipe.bands.length,
          input,
          places.length,
        );
        if (hasData) places.push(place);
        else this.#doneCount += 1;
        if (places.length < this.#batchTiles) continue;
        await this.#give(input, places, signal);
        input = this.#takeInput();
        places = [];
      }
    }
    if (places.length > 0) await this.#give(input, places, signal);
    else this.#free.push(input);
  }

  /** Waits for the batches that are under way. @throws What one of them failed with. */
  async finish(): Promise<void> {
    await Promise.all(this.#underWay);
    if (this.#failure !== null) throw this.#failure;
  }

  #takeInput(): Float32Array<ArrayBuffer> {
    return this.#free.pop() ?? new Float32Array(this.#batchValues);
  }

  async #give(
    input: Float32Array<ArrayBuffer>,
    places: number[],
    signal: AbortSignal,
  ): Promise<void> {
    while (this.#underWay.size >= this.#model.batchesAtOnce) await Promise.race(this.#underWay);
    signal.throwIfAborted();
    if (this.#failure !== null) throw this.#failure;
    const batch = this.#runBatch(input, places)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#underWay.delete(batch));
    this.#underWay.add(batch);
  }

  async #runBatch(input: Float32Array<ArrayBuffer>, places: number[]): Promise<void> {
    const { values, logits } = await this.#model.run({
      values: input,
      count: places.length,
      bands: this.#grid.recipe.bands.length,
      sizePx: this.#grid.tileSizePx,
    });
    this.#free.push(values);
    if (!logits) throw new AppError("unreadable_file", sentence("server.models.onnxWithoutLogits"));
    const result = this.#result;
    const classCount = logits.length / places.length;
    places.forEach((place, slot) => {
      const verdict = classifyLogits(logits, slot * classCount, classCount);
      if (!verdict) return;
      const probability = verdict.probabilities[verdict.best] as number;
      result.classes[place] = verdict.best + 1;
      result.confidence[place] = Math.round(255 * probability);
      result.confidenceSum += probability;
      result.predictedCount += 1;
    });
    this.#doneCount += places.length;
    this.#onTiles(this.#doneCount);
  }
}
