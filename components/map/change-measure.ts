import proj4 from "proj4";
import type { Band, Scene } from "@/lib/contracts/scenes";
import { type CogReader, isValidPixel } from "./cog-reader";
import { inSamePlane } from "./scene-geometry";

/** A tile is compared at this many places across and down, each the mean of what lies around it. */
const placesAcross = 8;
/** Less common ground than this says nothing about a tile. */
const validShare = 0.5;

/** What is compared: the 1-based number of a band in either scene. */
export type BandPair = readonly [one: number, other: number];

/** Bands of the same name, else of the same number; bands without variation say nothing. */
export function pairBands(one: readonly Band[], other: readonly Band[]): BandPair[] {
  const varies = (band: Band | undefined) => (band?.standardDeviation ?? 0) > 0;
  return one.flatMap((band): BandPair[] => {
    const name = band.name.trim().toLowerCase();
    const partner =
      other.find((candidate) => candidate.name.trim().toLowerCase() === name) ??
      other[band.index - 1];
    return partner && varies(band) && varies(partner) ? [[band.index, partner.index]] : [];
  });
}

/**
 * How different two samples of the same ground are: the root mean square of the differences of
 * values in standard deviations of their own scene and band. 0: the same but for brightness and
 * contrast of the whole scene; about 1.4: no more alike than two places drawn at random.
 *
 * @param one, other Standardised values, band by band; NaN where there is no imagery.
 * @returns null where less than half can be compared.
 */
export function changeBetween(one: Float32Array, other: Float32Array): number | null {
  let sum = 0;
  let count = 0;
  for (let place = 0; place < one.length; place += 1) {
    const difference = (one[place] as number) - (other[place] as number);
    if (Number.isNaN(difference)) continue;
    sum += difference * difference;
    count += 1;
  }
  return count >= one.length * validShare && count > 0 ? Math.sqrt(sum / count) : null;
}

/** Reads standardised values of chosen bands at map coordinates of one scene. */
export class GroundSampler {
  readonly #reader: CogReader;
  readonly #scene: Scene;
  readonly #bands: readonly number[];
  readonly #level: number;

  /** @param bands 1-based. @param groundPx Full-resolution pixels between two places. */
  constructor(reader: CogReader, scene: Scene, bands: readonly number[], groundPx: number) {
    this.#reader = reader;
    this.#scene = scene;
    this.#bands = bands;
    // The coarsest level that still has a pixel for every place.
    const full = reader.levels[0]?.widthPx ?? 1;
    const fits = reader.levels.findLastIndex((level) => full / level.widthPx <= groundPx + 0.01);
    this.#level = Math.max(0, fits);
  }

  /** @returns [places * bands] values, NaN outside the imagery. */
  async read(coordinates: readonly (readonly [number, number])[]): Promise<Float32Array> {
    const values = new Float32Array(coordinates.length * this.#bands.length).fill(Number.NaN);
    const { extent, bands, nodata } = this.#scene;
    const level = this.#reader.levels[this.#level];
    if (!level) return values;
    const { bandCount } = this.#reader;
    for (const [place, [x, y]] of coordinates.entries()) {
      const col = Math.floor(((x - extent[0]) / (extent[2] - extent[0])) * level.widthPx);
      const row = Math.floor(((extent[3] - y) / (extent[3] - extent[1])) * level.heightPx);
      if (!(row >= 0 && col >= 0 && row < level.heightPx && col < level.widthPx)) continue;
      const [blockRow, blockCol] = [
        Math.floor(row / level.blockHeightPx),
        Math.floor(col / level.blockWidthPx),
      ];
      const block = await this.#reader.readBlock(this.#level, blockRow, blockCol);
      const pixel =
        (row - blockRow * level.blockHeightPx) * level.blockWidthPx +
        (col - blockCol * level.blockWidthPx);
      if (!isValidPixel(block, pixel, bandCount, nodata)) continue;
      for (const [position, index] of this.#bands.entries()) {
        const { mean = 0, standardDeviation = 1 } = bands[index - 1] ?? {};
        const value = block.pixels[pixel * bandCount + index - 1] as number;
        values[place * this.#bands.length + position] = (value - mean) / standardDeviation;
      }
    }
    return values;
  }
}

/** Coordinates of the first scene in the plane of the other; null: they cannot be compared. */
export function coordinateConverter(
  one: Scene,
  other: Scene,
): ((at: readonly [number, number]) => [number, number]) | null {
  if (inSamePlane(one, other)) return ([x, y]) => [x, y];
  if (!one.crs.proj4 || !other.crs.proj4) return null;
  const converter = proj4(one.crs.proj4, other.crs.proj4);
  return ([x, y]) => converter.forward([x, y]);
}

/** Centres of the places at which a tile is compared. */
export function placesOfTile(extent: readonly number[]): [number, number][] {
  const [minX = 0, minY = 0, maxX = 0, maxY = 0] = extent;
  const step = (index: number) => (index + 0.5) / placesAcross;
  return Array.from({ length: placesAcross * placesAcross }, (_, place): [number, number] => [
    minX + (maxX - minX) * step(place % placesAcross),
    maxY - (maxY - minY) * step(Math.floor(place / placesAcross)),
  ]);
}

/** Full-resolution pixels between two places of a tile. */
export function placeDistancePx(tileSizePx: number): number {
  return Math.max(1, tileSizePx / placesAcross);
}
