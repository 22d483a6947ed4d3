import { afterEach, describe, expect, it, vi } from "vitest";
import { ChipSource } from "./chip-source";
import type { CogReader } from "./cog-reader";

const rendering = {
  mode: "single" as const,
  bands: [1],
  stretches: [{ low: 0, high: 255 }],
  gamma: 1,
  ramp: "grey" as const,
};

/** A scene of 100 tiles whose blocks come when they are let. */
function openSlowScene() {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const level = { widthPx: 800, heightPx: 8, blockWidthPx: 8, blockHeightPx: 8 };
  const readBlock = (_level: number, _row: number, col: number) => {
    asked.push(col);
    return new Promise((resolve) => {
      waiting.push(() => resolve({ pixels: new Uint8Array(64), mask: null }));
    });
  };
  const reader = { levels: [level], bandCount: 1, readBlock } as unknown as CogReader;
  return {
    reader: Promise.resolve(reader),
    asked,
    letAll: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

class FakeImageData {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}
const closed = vi.fn();

function openSource(scene: ReturnType<typeof openSlowScene>, ready = () => {}) {
  vi.stubGlobal("ImageData", FakeImageData);
  vi.stubGlobal("createImageBitmap", async (image: FakeImageData) => ({
    width: image.width,
    height: image.height,
    close: closed,
  }));
  const grid = { gridCols: 100, tileSizePx: 8, nodata: null };
  return new ChipSource(scene.reader, grid, { rendering, sidePx: 8 }, ready);
}

afterEach(() => vi.unstubAllGlobals());

describe("pictures of tiles", () => {
  it("begins a few at a time and forgets what is no longer wanted", async () => {
    const scene = openSlowScene();
    const source = openSource(scene);
    source.want(Array.from({ length: 50 }, (_, cell) => cell));
    await vi.waitFor(() => expect(scene.asked).toHaveLength(8));
    source.want([90, 91]);
    scene.letAll();
    await vi.waitFor(() => expect(scene.asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 90, 91]));
    scene.letAll();
    await vi.waitFor(() => expect(source.find(91)).not.toBeNull());
    expect(source.isSettled(20)).toBe(false);
  });

  it("makes them anew for another look, and drops what comes late", async () => {
    const scene = openSlowScene();
    const source = openSource(scene);
    source.want([3]);
    await vi.waitFor(() => expect(scene.asked).toEqual([3]));
    source.setLook({ ...rendering, gamma: 2 }, 8);
    await vi.waitFor(() => expect(scene.asked).toEqual([3, 3]));
    scene.letAll();
    await vi.waitFor(() => expect(source.find(3)).not.toBeNull());
    expect(closed).toHaveBeenCalledTimes(1);
    source.dispose();
    expect(source.find(3)).toBeNull();
  });
});
