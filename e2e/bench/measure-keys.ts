import type { Page } from "playwright";
import type { BenchWindow } from "./bench-page";

const keyPresses = 60;
/** A fast hand: five keys a second. */
const betweenKeysMs = 200;
/** What the browser reports at least; faster keys count as this. */
const shortestMeasuredMs = 16;

type KeyWindow = BenchWindow & { benchKey?: Promise<BenchKey | null> };
/** When a key was pressed and how long it took until the grid was drawn with its label. */
type BenchKey = { atMs: number; drawnMs: number };

/**
 * Clears a tile, presses a class key, and waits until the label is drawn. The time runs until the
 * frame with the label is on screen. Pixels are read when all is measured: a canvas that is read
 * is no longer drawn by the graphics processor.
 */
export async function measureKeys(page: Page): Promise<number[]> {
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
      const key = await page.evaluate(() => (window as KeyWindow).benchKey);
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
  const page = window as KeyWindow;
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
