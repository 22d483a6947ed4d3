import { describe, expect, it } from "vitest";
import { centerToReveal, type MapPadding } from "./scene-view";

// 1000 x 800 pixels of two map units each: x from -1000 to 1000, y from -800 to 800.
const window = { center: [0, 0], resolution: 2, size: [1000, 800] };
const noPanels: MapPadding = [0, 0, 0, 0];

describe("centerToReveal", () => {
  it("does not move for a tile that is seen with its neighbours", () => {
    expect(centerToReveal([-50, -50, 50, 50], window, noPanels)).toBeNull();
    expect(centerToReveal([750, 550, 850, 650], window, noPanels)).toBeNull();
  });

  it("moves as far as the tile and one and a half beside it need", () => {
    expect(centerToReveal([900, 0, 1000, 100], window, noPanels)).toEqual([150, 0]);
    expect(centerToReveal([-1000, 0, -900, 100], window, noPanels)).toEqual([-150, 0]);
    expect(centerToReveal([0, 700, 100, 800], window, noPanels)).toEqual([0, 150]);
  });

  it("keeps the tile clear of panels: y grows upwards, padding is given from the top", () => {
    const padding: MapPadding = [100, 0, 0, 0];
    expect(centerToReveal([0, 500, 100, 600], window, padding)).toEqual([0, 150]);
    expect(centerToReveal([0, -600, 100, -500], window, padding)).toBeNull();
    expect(centerToReveal([-900, 0, -800, 100], window, [0, 0, 0, 100])).toEqual([-250, 0]);
  });

  it("asks for no more than a part of the window beside a large tile", () => {
    expect(centerToReveal([500, 0, 900, 400], window, noPanels)).toEqual([500, 80]);
  });
});
