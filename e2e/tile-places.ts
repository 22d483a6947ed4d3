import type { Page } from "@playwright/test";

export type TilePlace = (row: number, col: number) => [xPx: number, yPx: number];

/** Where tiles are found on the map: pixels from its upper left corner. */
const probe = { leftPx: 500, rightPx: 760, topPx: 300, bottomPx: 560, rowOfColsPx: 350 };
const widestTilePx = 300;

/**
 * Where the middles of tiles lie in the window, asked from the map itself: its status line tells the
 * tile below the pointer, and two edges along each axis give place and size of all others. Tiles are
 * to be at least two pixels wide and lie below the probed part of the map.
 */
export async function findTilePlaces(page: Page): Promise<TilePlace> {
  const box = await page.getByRole("application").boundingBox();
  if (!box) throw new Error("The map is not on screen.");
  const read = async (xPx: number, yPx: number) => {
    await page.mouse.move(box.x + xPx, box.y + yPx);
    const text = await page.getByText(/^Row \d+, column \d+$/).textContent();
    const [row, col] = [...(text ?? "").matchAll(/\d+/g)].map(Number);
    return { row: row ?? 0, col: col ?? 0 };
  };
  const edgeAfter = async (axis: "row" | "col", from: number) => {
    const at = async (px: number) =>
      (await (axis === "col" ? read(px, probe.rowOfColsPx) : read(probe.leftPx, px)))[axis];
    const first = await at(from);
    let px = from;
    while ((await at(px)) === first) {
      px += 1;
      if (px > from + widestTilePx) throw new Error(`No edge of a tile was found near ${from} px.`);
    }
    return { px, tile: first + 1 };
  };
  const axisOf = async (axis: "row" | "col", near: number, far: number) => {
    const one = await edgeAfter(axis, near);
    const other = await edgeAfter(axis, far);
    const tilePx = (other.px - one.px) / (other.tile - one.tile);
    return (tile: number) => one.px + (tile + 0.5 - one.tile) * tilePx;
  };
  const x = await axisOf("col", probe.leftPx, probe.rightPx);
  const y = await axisOf("row", probe.topPx, probe.bottomPx);
  return (row, col) => [box.x + x(col), box.y + y(row)];
}
