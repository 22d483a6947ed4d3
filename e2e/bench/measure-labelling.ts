import type { Browser, Page } from "playwright";
import { openScene, prepare, type Summary, summary } from "./bench-page";
import type { BenchScene } from "./labelling-scene";
import { type HeapFigures, readHeap } from "./measure-heap";
import { measureKeys } from "./measure-keys";
import { measureLasso } from "./measure-lasso";
import { measurePan } from "./measure-pan";
import { measureWall } from "./measure-wall";

export type LabellingFigures = {
  tiles: number;
  firstPaintMs: number;
  keyToPaint: Summary;
  pan: Summary;
  lasso: Summary & { tiles: number };
  heap: HeapFigures;
  /** Scrolling the wall of all tiles. */
  wall: Summary;
};

/** How fast labelling feels in a scene whose every tile is labelled and on screen. */
export async function measureLabelling(
  browser: Browser,
  studioUrl: string,
  key: string,
  scene: BenchScene,
): Promise<LabellingFigures> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  try {
    await prepare(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const path = `/projects/${scene.projectId}/label?scene=${scene.sceneId}`;
    const firstPaintMs = await openScene(page, `${studioUrl}${path}`);
    const pan = summary(await measurePan(page));
    await showAll(page);
    const keyToPaint = summary(await measureKeys(page));
    await page.waitForSelector("[data-save-state=saved]", { timeout: 60_000 });
    const { shownMs, tiles } = await measureLasso(page, scene.tilesPerSide);
    const lasso = { ...summary(shownMs), tiles: Math.min(...tiles) };
    const heap = await readHeap(page);
    const count = scene.tilesPerSide ** 2;
    const wall = summary(await measureWall(page, count));
    return { tiles: count, firstPaintMs, keyToPaint, pan, lasso, heap, wall };
  } finally {
    await context.close();
  }
}

/** The last drag may have thrown the map some way; the keys are measured with all tiles in view. */
async function showAll(page: Page): Promise<void> {
  await page.locator("[role=application]").focus();
  await page.keyboard.press("f");
  await page.waitForTimeout(2000);
}
