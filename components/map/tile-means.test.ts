import { describe, expect, it } from "vitest";
import type { CogBlock, CogLevel } from "./cog-reader";
import { levelForMeans, readTileMeans } from "./tile-means";

const level = (widthPx: number, heightPx: number): CogLevel => ({
  widthPx,
  heightPx,
  blockWidthPx: 16,
  blockHeightPx: 16,
});

/** A reader of made-up levels: band 1 holds the tile's number, band 2 the column of the pixel. */
function readerOf(levels: CogLevel[], tileAt: (row: number, col: number) => number) {
  const asked: string[] = [];
  return {
    levels,
    bandCount: 2,
    asked,
    async readBlock(index: number, blockRow: number, blockCol: number): Promise<CogBlock> {
      asked.push(`${index}/${blockRow}/${blockCol}`);
      const pixels = new Float32Array(16 * 16 * 2);
      for (let pixel = 0; pixel < 256; pixel += 1) {
        const row = blockRow * 16 + Math.floor(pixel / 16);
        const col = blockCol * 16 + (pixel % 16);
        pixels[pixel * 2] = tileAt(row, col);
        pixels[pixel * 2 + 1] = col;
      }
      return { pixels, mask: null };
    },
  };
}

describe("levelForMeans", () => {
  it("takes the coarsest overview with two pixels across a tile", () => {
    const levels = [level(512, 512), level(256, 256), level(128, 128), level(64, 64)];
    expect(levelForMeans(levels, 64)).toBe(3);
    expect(levelForMeans(levels, 8)).toBe(2);
    expect(levelForMeans(levels, 2)).toBe(0);
    expect(levelForMeans(levels, 1)).toBe(0);
  });
});

describe("readTileMeans", () => {
  it("gives every tile the mean of its own pixels, also where the last tiles are cut off", async () => {
    // 20 x 36 px in tiles of 8: 3 x 5 tiles, of which the last row and column are half tiles.
    const tileAt = (row: number, col: number) => Math.floor(row / 8) * 5 + Math.floor(col / 8);
    const reader = readerOf([level(36, 20)], tileAt);
    const scene = { gridRows: 3, gridCols: 5, tileSizePx: 8, nodata: null };
    const { means, valid } = await readTileMeans(reader, scene, [1, 2]);
    expect([...(means[0] as Float32Array)]).toEqual(Array.from({ length: 15 }, (_, tile) => tile));
    expect([...(means[1] as Float32Array).slice(0, 5)]).toEqual([3.5, 11.5, 19.5, 27.5, 33.5]);
    expect([...valid]).toEqual(new Array(15).fill(1));
  });

  it("reads an overview where one serves, and says where there is no imagery", async () => {
    const levels = [level(64, 32), level(32, 16)];
    const reader = readerOf(levels, (_, col) => (col < 16 ? 7 : Number.NaN));
    reader.readBlock = async (index, blockRow, blockCol) => {
      reader.asked.push(`${index}/${blockRow}/${blockCol}`);
      return { pixels: new Float32Array(512).fill(blockCol === 0 ? 7 : -1), mask: null };
    };
    const scene = { gridRows: 2, gridCols: 4, tileSizePx: 16, nodata: -1 };
    const { means, valid } = await readTileMeans(reader, scene, [2]);
    expect(reader.asked).toEqual(["1/0/0", "1/0/1"]);
    expect([...valid]).toEqual([1, 1, 0, 0, 1, 1, 0, 0]);
    expect((means[0] as Float32Array)[4]).toBe(7);
  });
});
