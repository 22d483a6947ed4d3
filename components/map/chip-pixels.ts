import type { BandRendering } from "./band-rendering";
import { channelFunctions, stretched } from "./band-rendering";
import type { CogLevel, CogReader, PixelWindow } from "./cog-reader";
import { isValidPixel } from "./cog-reader";
import { rampColour } from "./ramps";

/** A rectangle of pixels of one level of a COG; row and col are that level's own. */
export type LevelWindow = PixelWindow & { level: number };

/** Steps of the table from a stretched value to its colour; finer than the 256 steps of a screen. */
const tableSteps = 4096;

/**
 * The pixels of a tile on the coarsest level that still has `wantedPx` of them across.
 *
 * @param tile Row and column of the tile in its grid.
 * @param tileSizePx Side of a tile, in pixels of the full resolution.
 */
export function tileWindow(
  levels: readonly CogLevel[],
  tile: { row: number; col: number },
  tileSizePx: number,
  wantedPx: number,
): LevelWindow {
  const full = levels[0];
  if (!full) throw new Error("The file holds no image.");
  let level = 0;
  for (let next = 1; next < levels.length; next += 1) {
    const scale = full.widthPx / (levels[next] as CogLevel).widthPx;
    if (tileSizePx / scale >= wantedPx) level = next;
  }
  const { widthPx, heightPx } = levels[level] as CogLevel;
  const [scaleX, scaleY] = [full.widthPx / widthPx, full.heightPx / heightPx];
  const left = Math.round((tile.col * tileSizePx) / scaleX);
  const top = Math.round((tile.row * tileSizePx) / scaleY);
  const right = Math.round(((tile.col + 1) * tileSizePx) / scaleX);
  const bottom = Math.round(((tile.row + 1) * tileSizePx) / scaleY);
  return {
    level,
    row: top,
    col: left,
    heightPx: Math.max(1, bottom - top),
    widthPx: Math.max(1, right - left),
  };
}

/**
 * The colours of a window as the map shows them: RGBA bytes, row by row; clear where there is no
 * imagery. Blocks come from the reader's cache where the map or another tile needed them before.
 */
export async function readColours(
  reader: CogReader,
  window: LevelWindow,
  rendering: BandRendering,
  nodata: number | null,
): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const level = reader.levels[window.level];
  if (!level) throw new Error(`The file has no level ${window.level}.`);
  const colours = new Uint8ClampedArray(window.widthPx * window.heightPx * 4);
  const paint = colourWriter(rendering);
  const { blockWidthPx, blockHeightPx } = level;
  const bottom = Math.min(level.heightPx, window.row + window.heightPx);
  const right = Math.min(level.widthPx, window.col + window.widthPx);
  const reads: Promise<void>[] = [];
  for (let blockRow = Math.floor(window.row / blockHeightPx); ; blockRow += 1) {
    const top = Math.max(window.row, blockRow * blockHeightPx);
    const end = Math.min(bottom, (blockRow + 1) * blockHeightPx);
    if (top >= end) break;
    for (let blockCol = Math.floor(window.col / blockWidthPx); ; blockCol += 1) {
      const left = Math.max(window.col, blockCol * blockWidthPx);
      const endCol = Math.min(right, (blockCol + 1) * blockWidthPx);
      if (left >= endCol) break;
      const read = reader.readBlock(window.level, blockRow, blockCol).then((block) => {
        for (let row = top; row < end; row += 1) {
          let from = (row - blockRow * blockHeightPx) * blockWidthPx + left;
          from -= blockCol * blockWidthPx;
          let to = ((row - window.row) * window.widthPx + left - window.col) * 4;
          for (let col = left; col < endCol; col += 1, from += 1, to += 4) {
            if (!isValidPixel(block, from, reader.bandCount, nodata)) continue;
            paint(block.pixels, from * reader.bandCount, colours, to);
          }
        }
      });
      reads.push(read);
    }
  }
  await Promise.all(reads);
  return colours;
}

/**
 * Decodes the blocks of a tile and its surroundings before they are asked for.
 *
 * @param margin Share of a tile that is looked at around it on every side.
 */
export async function readTileAhead(
  reader: CogReader,
  tile: { row: number; col: number },
  tileSizePx: number,
  margin: number,
): Promise<void> {
  const level = reader.levels[0];
  if (!level) return;
  const [from, to] = [-margin * tileSizePx, (1 + margin) * tileSizePx];
  const span = (start: number, sizePx: number, blockPx: number) => ({
    first: Math.floor(Math.max(0, start + from) / blockPx),
    last: Math.floor((Math.min(sizePx, start + to) - 1) / blockPx),
  });
  const rows = span(tile.row * tileSizePx, level.heightPx, level.blockHeightPx);
  const cols = span(tile.col * tileSizePx, level.widthPx, level.blockWidthPx);
  for (let row = rows.first; row <= rows.last; row += 1) {
    for (let col = cols.first; col <= cols.last; col += 1) await reader.readBlock(0, row, col);
  }
}

type ColourWriter = (
  pixels: ArrayLike<number>,
  from: number,
  colours: Uint8ClampedArray,
  to: number,
) => void;

/** A wall makes hundreds of tiles a second in one rendering; its tables take longer than a tile. */
const writers = new WeakMap<BandRendering, ColourWriter>();

function colourWriter(rendering: BandRendering): ColourWriter {
  const known = writers.get(rendering);
  if (known) return known;
  const made = makeColourWriter(rendering);
  writers.set(rendering, made);
  return made;
}

/** Writes the colour of one pixel; all powers and ramps are looked up in tables made once. */
function makeColourWriter(rendering: BandRendering): ColourWriter {
  const [first, second, third] = channelFunctions(rendering, (band) => band - 1).map(
    (compute, position) => {
      const stretch = rendering.stretches[position] ?? { low: 0, high: 1 };
      const scale = (tableSteps - 1) / (stretch.high - stretch.low || 1);
      return (pixels: ArrayLike<number>, from: number) => {
        const at = Math.round((compute(pixels, from) - stretch.low) * scale);
        // A formula may divide by nothing.
        return at > 0 ? Math.min(tableSteps - 1, at) : 0;
      };
    },
  );
  if (rendering.mode === "single" || !first || !second || !third) {
    const ramp = rampTable(rendering);
    return (pixels, from, colours, to) => {
      const at = first ? first(pixels, from) * 3 : 0;
      colours[to] = ramp[at] as number;
      colours[to + 1] = ramp[at + 1] as number;
      colours[to + 2] = ramp[at + 2] as number;
      colours[to + 3] = 255;
    };
  }
  const bytes = new Uint8ClampedArray(tableSteps);
  for (let index = 0; index < tableSteps; index += 1) {
    const share = index / (tableSteps - 1);
    bytes[index] = Math.round(stretched(share, { low: 0, high: 1 }, rendering.gamma) * 255);
  }
  return (pixels, from, colours, to) => {
    colours[to] = bytes[first(pixels, from)] as number;
    colours[to + 1] = bytes[second(pixels, from)] as number;
    colours[to + 2] = bytes[third(pixels, from)] as number;
    colours[to + 3] = 255;
  };
}

/** Red, green and blue of every step of a one-channel rendering. */
function rampTable({ ramp, gamma }: BandRendering): Uint8ClampedArray {
  const table = new Uint8ClampedArray(tableSteps * 3);
  for (let index = 0; index < tableSteps; index += 1) {
    const share = stretched(index / (tableSteps - 1), { low: 0, high: 1 }, gamma);
    table.set(rampColour(ramp, share), index * 3);
  }
  return table;
}
