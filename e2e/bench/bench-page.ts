import type { BrowserContext, Page } from "playwright";

/** What the page notes for the bench. */
export type BenchWindow = Window & {
  /** When the grid was last drawn. */
  benchDrawnAt?: number;
  /** From the arrival of the labels to the frame after the one that draws them. */
  benchLabelsShownMs?: number;
  /** Keys by Event Timing: from the press to the screen. */
  benchShown?: { atMs: number; durationMs: number }[];
};

export type Summary = { p50Ms: number; p95Ms: number; maxMs: number; count: number };

export function summary(values: number[]): Summary {
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
export async function prepare(context: BrowserContext): Promise<void> {
  // tsx names inner functions by a helper that does not exist in the page.
  await context.addInitScript({ content: "globalThis.__name = (named) => named;" });
  // Reading pixels in every frame would slow down what is measured: the moment of drawing is noted.
  await context.addInitScript(() => {
    const draw = CanvasRenderingContext2D.prototype.drawImage as (...all: unknown[]) => void;
    CanvasRenderingContext2D.prototype.drawImage = function (...all: unknown[]) {
      draw.apply(this, all);
      if (!this.canvas.closest(".grid-layer")) return;
      const page = window as BenchWindow;
      page.benchDrawnAt = performance.now();
      if (!holdsLabels || page.benchLabelsShownMs !== undefined) return;
      const [labels] = performance
        .getEntriesByType("resource")
        .filter((entry) => new URL(entry.name).pathname.endsWith("/labels"));
      const arrivedMs = (labels as PerformanceResourceTiming | undefined)?.responseEnd ?? 0;
      page.benchLabelsShownMs = Number.NaN;
      requestAnimationFrame(() => {
        page.benchLabelsShownMs = performance.now() - arrivedMs;
      });
    };
    // The plane becomes a picture of one pixel per tile; the first one is still empty.
    let holdsLabels = false;
    const put = CanvasRenderingContext2D.prototype.putImageData as (...all: unknown[]) => void;
    CanvasRenderingContext2D.prototype.putImageData = function (...all: unknown[]) {
      put.apply(this, all);
      const { data } = all[0] as ImageData;
      if (data.length > 200_000 && data[3] === 255) holdsLabels = true;
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

/**
 * Opens a scene whose tiles are all labelled.
 *
 * @returns Milliseconds from the arrival of the labels to the frame after the one that draws them.
 */
export async function openScene(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "domcontentloaded", timeout: 180_000 });
  await page.waitForSelector(".grid-layer canvas", { state: "attached", timeout: 180_000 });
  await page.waitForSelector("[data-save-state=saved]", { timeout: 60_000 });
  const shown = await page.waitForFunction(() => (window as BenchWindow).benchLabelsShownMs);
  await page.waitForTimeout(2000);
  return (await shown.jsonValue()) ?? Number.NaN;
}
