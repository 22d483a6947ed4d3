import { describe, expect, it } from "vitest";
import { type BandRendering, pixelColours } from "./band-rendering";
import { readColours, readTileAhead, tileWindow } from "./chip-pixels";
import type { CogReader } from "./cog-reader";

/** A scene of 20 x 12 pixels and 4 bands in blocks of 8 x 8, and a level of half its size. */
const bandCount = 4;
const levels = [
  { widthPx: 20, heightPx: 12, blockWidthPx: 8, blockHeightPx: 8 },
  { widthPx: 10, heightPx: 6, blockWidthPx: 8, blockHeightPx: 8 },
];
const nodata = 9999;
const valueAt = (level: number, row: number, col: number, band: number) =>
  row === 3 && col === 3 ? nodata : 100 * level + 37 * row + 11 * col + 200 * band;

function openFake(): { reader: CogReader; read: string[] } {
  const read: string[] = [];
  const readBlock = async (level: number, blockRow: number, blockCol: number) => {
    read.push(`${level}/${blockRow}/${blockCol}`);
    const pixels = new Uint16Array(8 * 8 * bandCount);
    for (let at = 0; at < pixels.length; at += 1) {
      const pixel = Math.floor(at / bandCount);
      const [row, col] = [blockRow * 8 + Math.floor(pixel / 8), blockCol * 8 + (pixel % 8)];
      pixels[at] = valueAt(level, row, col, at % bandCount);
    }
    return { pixels, mask: null };
  };
  return { reader: { levels, bandCount, readBlock } as unknown as CogReader, read };
}

const looks: Record<string, BandRendering> = {
  "three bands with gamma": {
    mode: "rgb",
    bands: [4, 1, 2],
    stretches: [
      { low: 500, high: 1400 },
      { low: 0, high: 400 },
      { low: 300, high: 310 },
    ],
    gamma: 1.7,
    ramp: "grey",
  },
  "one band on a ramp": {
    mode: "single",
    bands: [3],
    stretches: [{ low: 400, high: 1100 }],
    gamma: 0.6,
    ramp: "viridis",
  },
  "a formula": {
    mode: "single",
    bands: [2, 4],
    formulas: ["(b4-b2)/(b4+b2)"],
    stretches: [{ low: 0, high: 0.6 }],
    gamma: 1.2,
    ramp: "vegetation",
  },
};

describe("the picture of a tile", () => {
  it.each(Object.entries(looks))("has the colours of the map: %s", async (_, rendering) => {
    const { reader, read } = openFake();
    const window = tileWindow(levels, { row: 0, col: 1 }, 6, 6);
    expect(window).toEqual({ level: 0, row: 0, col: 6, heightPx: 6, widthPx: 6 });
    const colours = await readColours(reader, window, rendering, nodata);
    expect(read).toEqual(["0/0/0", "0/0/1"]);
    for (let row = 0; row < 6; row += 1) {
      for (let col = 0; col < 6; col += 1) {
        const values = rendering.bands.map((band) => valueAt(0, row, col + 6, band - 1));
        const wanted = [...pixelColours(rendering)(values), 255];
        const got = [...colours.subarray((row * 6 + col) * 4, (row * 6 + col) * 4 + 4)];
        got.forEach((byte, channel) => {
          expect(Math.abs(byte - (wanted[channel] as number))).toBeLessThanOrEqual(1);
        });
      }
    }
  });

  it("is clear where there is no imagery: nodata, and beyond the edge", async () => {
    const { reader } = openFake();
    const look = looks["one band on a ramp"] as BandRendering;
    const inside = tileWindow(levels, { row: 0, col: 0 }, 6, 6);
    const colours = await readColours(reader, inside, look, nodata);
    expect(colours[(3 * 6 + 3) * 4 + 3]).toBe(0);
    expect(colours[(3 * 6 + 4) * 4 + 3]).toBe(255);
    const edge = tileWindow(levels, { row: 1, col: 3 }, 6, 6);
    const cut = await readColours(reader, edge, look, nodata);
    expect([1, 2].map((col) => cut[col * 4 + 3])).toEqual([255, 0]);
  });

  it("is loaded ahead with its surroundings", async () => {
    const { reader, read } = openFake();
    await readTileAhead(reader, { row: 0, col: 1 }, 6, 0.5);
    expect(read).toEqual(["0/0/0", "0/0/1", "0/1/0", "0/1/1"]);
    read.length = 0;
    await readTileAhead(reader, { row: 0, col: 0 }, 6, 0.1);
    expect(read).toEqual(["0/0/0"]);
  });

  it("comes from the coarsest level that is fine enough", () => {
    expect(tileWindow(levels, { row: 1, col: 1 }, 6, 3)).toEqual({
      level: 1,
      row: 3,
      col: 3,
      heightPx: 3,
      widthPx: 3,
    });
    expect(tileWindow(levels, { row: 1, col: 1 }, 6, 4).level).toBe(0);
  });
});
