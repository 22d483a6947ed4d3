import type { BrowserContext, Page } from "playwright";
import { launchBrowser } from "../browser";
import { benchTilesPerSide, makeBenchScene } from "./labelling-scene";
import { measureLasso } from "./measure-lasso";

/**
 * How fast labelling feels with 100,489 labelled tiles on screen: milliseconds from a key press to
 * the frame that shows the label, between two frames while the map is dragged, and from the end of
 * a lasso around 10,000 tiles to the frame that shows them.
 *
 *   TILEWRIGHT_BENCH_URL=http://127.0.0.1:3000 TILEWRIGHT_BENCH_KEY=tw_… \
 *     node --import tsx e2e/bench/labelling.bench.ts
 *
 * The key is an API key of an administrator. Prints one line of JSON. A scene made by an earlier
 * call is measured again with TILEWRIGHT_BENCH_SCENE=<project id>/<scene id>.
 */
const studioUrl = process.env.TILEWRIGHT_BENCH_URL ?? "http://127.0.0.1:3000";
const key = process.env.TILEWRIGHT_BENCH_KEY ?? "";
const keyPresses = 60;
/** A fast hand: five keys a second. */
const betweenKeysMs = 200;
/** What the browser reports at least; faster keys count as this. */
const shortestMeasuredMs = 16;
const drags = 4;

const goals = { keyToPaintP95Ms: 50, panP95Ms: 33, lassoP95Ms: 200 };

function summary(values: number[]) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const round = (value: number | undefined) => Number((value ?? Number.NaN).toFixed(1));
  return {
    p50Ms: round(at(0.5)),
    p95Ms: round(at(0.95)),
    maxMs: round(at(1)),
    count: values.length,
  };
}

/** Labels opaque and the cursor still: then one pixel tells when a label is painted. */
async function prepare(context: BrowserContext): Promise<void> {
  // tsx names inner functions by a helper that does not exist in the page.
  await context.addInitScript({ content: "globalThis.__name = (named) => named;" });
  // Reading pixels in every frame would slow down what is measured: the moment of drawing is noted.
  await context.addInitScript(() => {
    const draw = CanvasRenderingContext2D.prototype.drawImage as (...all: unknown[]) => void;
    CanvasRenderingContext2D.prototype.drawImage = function (...all: unknown[]) {
      draw.apply(this, all);
      if (this.canvas.closest(".grid-layer"))
        (window as BenchWindow).benchDrawnAt = performance.now();
    };
  });
  await context.addInitScript(() => {
    const shown: { atMs: number; durationMs: number }[] = [];
    (window as BenchWindow).benchShown = shown;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name === "keydown")
          shown.push({ atMs: entry.startTime, durationMs: entry.duration });
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await context.addInitScript(() => {
    localStorage.setItem(
      "tilewright.label.settings",
      JSON.stringify({ labelOpacity: 1, advance: "stay", tool: "click", gridLinesVisible: true }),
    );
  });
}

async function openScene(page: Page, path: string): Promise<void> {
  await page.goto(`${studioUrl}${path}`, { waitUntil: "domcontentloaded", timeout: 180_000 });
  await page.waitForSelector(".grid-layer canvas", { state: "attached", timeout: 180_000 });
  await page.waitForSelector("[data-save-state=saved]", { timeout: 60_000 });
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".grid-layer canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return false;
    const [, , , alpha] = context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
    return alpha === 255;
  });
  await page.waitForTimeout(2000);
}

type BenchWindow = Window & {
  benchKey?: Promise<BenchKey | null>;
  benchDrawnAt?: number;
  benchShown?: { atMs: number; durationMs: number }[];
};
/** When a key was pressed and how long it took until the grid was drawn with its label. */
type BenchKey = { atMs: number; drawnMs: number };

/**
 * Clears a tile, presses a class key, and waits until the label is drawn. The time runs until the
 * frame with the label is on screen. Pixels are read when all is measured: a canvas that is read
 * is no longer drawn by the graphics processor.
 */
async function measureKeys(page: Page): Promise<number[]> {
  const box = await page.locator("[role=application]").boundingBox();
  if (!box) throw new Error("The map is not on screen.");
  const keys: BenchKey[] = [];
  const places: (readonly [number, number])[] = [];
  for (let press = 0; press < keyPresses; press += 1) {
    const x = Math.round(box.width * (0.4 + 0.2 * ((press * 0.618) % 1)));
    const y = Math.round(box.height * (0.3 + 0.4 * ((press * 0.382) % 1)));
    await page.mouse.click(box.x + x, box.y + y);
    // The pointer's frame would cover the tile.
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.2);
    for (const pressed of ["Delete", String(press % 10)]) {
      await page.waitForTimeout(betweenKeysMs);
      await page.evaluate(watchKey);
      await page.keyboard.press(pressed);
      const key = await page.evaluate(() => (window as BenchWindow).benchKey);
      if (!key) throw new Error("A key press drew nothing within 5 s.");
      keys.push(key);
    }
    places.push([x, y]);
  }
  await page.waitForTimeout(500);
  const shown = (await page.evaluate(() => (window as BenchWindow).benchShown)) ?? [];
  for (const place of places) {
    if (await page.evaluate(isClear, place)) throw new Error("A label was drawn that is not seen.");
  }
  return keys.map(({ atMs, drawnMs }) => {
    const entry = shown.find((one) => Math.abs(one.atMs - atMs) < 1);
    return Math.max(drawnMs, entry?.durationMs ?? shortestMeasuredMs);
  });
}

/** Runs in the page: the label around this place is gone. A tile is only two pixels wide. */
function isClear([atX, atY]: readonly [number, number]): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>(".grid-layer canvas");
  if (!canvas) return false;
  const ratio = canvas.width / canvas.clientWidth;
  const around = [(atX - 1) * ratio, (atY - 1) * ratio, 3, 3] as const;
  const pixels = canvas.getContext("2d")?.getImageData(...around).data ?? [];
  return Array.from(pixels).some((value, place) => place % 4 === 3 && value === 0);
}

/** Runs in the page: waits for the next key press and for the frame that draws the grid after it. */
function watchKey(): void {
  const page = window as BenchWindow;
  page.benchKey = new Promise((resolve) => {
    setTimeout(() => resolve(null), 5000);
    const onKey = (event: KeyboardEvent) => {
      const atMs = event.timeStamp;
      const look = () => {
        const drawnAt = page.benchDrawnAt ?? 0;
        if (drawnAt < atMs) requestAnimationFrame(look);
        else resolve({ atMs, drawnMs: drawnAt - atMs });
      };
      requestAnimationFrame(look);
    };
    window.addEventListener("keydown", onKey, { capture: true, once: true });
  });
}

/** Time between frames while the map is dragged to and fro. */
async function measurePan(page: Page): Promise<number[]> {
  const box = await page.locator("[role=application]").boundingBox();
  if (!box) throw new Error("The map is not on screen.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const frames: number[] = [];
  for (let drag = 0; drag < drags; drag += 1) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 4, y + 4);
    await page.evaluate(() => {
      const times: number[] = [];
      const state = window as unknown as { benchFrames: number[]; benchStop: boolean };
      state.benchFrames = times;
      state.benchStop = false;
      const tick = (now: number) => {
        times.push(now);
        if (!state.benchStop) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    for (let move = 0; move <= 60; move += 1) {
      const swing = Math.sin((move / 60) * 2 * Math.PI);
      await page.mouse.move(x + 4 + 140 * swing, y + 4 + 60 * swing);
      await page.waitForTimeout(8);
    }
    const times = await page.evaluate(() => {
      const state = window as unknown as { benchFrames: number[]; benchStop: boolean };
      state.benchStop = true;
      return state.benchFrames;
    });
    await page.mouse.up();
    for (let frame = 1; frame < times.length; frame += 1) {
      frames.push((times[frame] as number) - (times[frame - 1] as number));
    }
  }
  return frames;
}

const [projectId, sceneId] = (process.env.TILEWRIGHT_BENCH_SCENE ?? "").split("/");
const scene =
  projectId && sceneId
    ? { projectId, sceneId, tileCount: benchTilesPerSide ** 2 }
    : await makeBenchScene(studioUrl, key);
const browser = await launchBrowser();
try {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  await prepare(context);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await openScene(page, `/projects/${scene.projectId}/label?scene=${scene.sceneId}`);
  const pan = summary(await measurePan(page));
  // The last drag may have thrown the map some way; the keys are measured with all tiles in view.
  await page.locator("[role=application]").focus();
  await page.keyboard.press("f");
  await page.waitForTimeout(2000);
  const keyToPaint = summary(await measureKeys(page));
  await page.waitForSelector("[data-save-state=saved]", { timeout: 60_000 });
  const { shownMs, tiles } = await measureLasso(page, benchTilesPerSide);
  const lasso = { ...summary(shownMs), tiles: Math.min(...tiles) };
  console.log(
    JSON.stringify({ bench: "labelling", tiles: scene.tileCount, keyToPaint, pan, lasso, goals }),
  );
} finally {
  await browser.close();
}
