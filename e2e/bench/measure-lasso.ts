import type { Page } from "playwright";

/** A circle of this radius surrounds 10,000 tiles. */
const radiusTiles = Math.sqrt(10_000 / Math.PI);
const turns = 12;
const corners = 48;

export type LassoFigures = { shownMs: number[]; tiles: number[] };

type LassoWindow = Window & { benchDrawnAt?: number; benchRelease?: Promise<number | null> };

/**
 * Draws a lasso around 10,000 labelled tiles and lets go: milliseconds until the frame after the one
 * in which the grid was drawn with their new label. Every turn gives another class.
 */
export async function measureLasso(page: Page, tilesPerSide: number): Promise<LassoFigures> {
  const box = await page.locator("[role=application]").boundingBox();
  if (!box) throw new Error("The map is not on screen.");
  const tilePx = await readTilePx(page, tilesPerSide);
  const [x, y] = [box.x + box.width * 0.5, box.y + box.height * 0.5];
  await page.keyboard.press("l");
  const figures: LassoFigures = { shownMs: [], tiles: [] };
  for (let turn = 0; turn < turns; turn += 1) {
    await page.keyboard.press(String(turn % 10));
    const at = (corner: number): [number, number] => {
      const angle = (corner / corners) * 2 * Math.PI;
      const radius = radiusTiles * tilePx;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    };
    await page.mouse.move(...at(0));
    await page.mouse.down();
    for (let corner = 1; corner < corners; corner += 1) await page.mouse.move(...at(corner));
    const told = page.locator("[data-unfinished-act=lasso]");
    await told.waitFor();
    figures.tiles.push(Number(await told.getAttribute("data-tiles")));
    await page.evaluate(watchRelease);
    await page.mouse.up();
    const shownMs = await page.evaluate(() => (window as LassoWindow).benchRelease);
    if (shownMs == null) throw new Error("A lasso painted nothing within 5 s.");
    figures.shownMs.push(shownMs);
    await page.waitForSelector("[data-save-state=saved]", { timeout: 60_000 });
  }
  return figures;
}

/** Screen pixels per tile, read where the status bar changes from one row to a later one. */
async function readTilePx(page: Page, tilesPerSide: number): Promise<number> {
  const box = await page.locator("[role=application]").boundingBox();
  if (!box) throw new Error("The map is not on screen.");
  const rowAt = async (yPx: number) => {
    await page.mouse.move(box.x + box.width / 2, yPx);
    const place = await page.locator("[data-tile]").getAttribute("data-tile");
    return Number(place?.split(",")[0]);
  };
  const [from, to] = [box.y + box.height * 0.3, box.y + box.height * 0.7];
  const rows = (await rowAt(to)) - (await rowAt(from));
  if (!(rows > 0 && rows < tilesPerSide)) throw new Error("The map does not show the whole scene.");
  return (to - from) / rows;
}

/** Runs in the page: waits for the next release of the pointer and for what it draws. */
function watchRelease(): void {
  const page = window as LassoWindow;
  page.benchRelease = new Promise((resolve) => {
    setTimeout(() => resolve(null), 5000);
    const onRelease = (event: PointerEvent) => {
      const atMs = event.timeStamp;
      const look = () => {
        if ((page.benchDrawnAt ?? 0) < atMs) requestAnimationFrame(look);
        else requestAnimationFrame(() => resolve(performance.now() - atMs));
      };
      requestAnimationFrame(look);
    };
    window.addEventListener("pointerup", onRelease, { capture: true, once: true });
  });
}
