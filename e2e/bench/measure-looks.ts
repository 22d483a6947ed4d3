import type { Page } from "playwright";

const presses = 12;

type LooksWindow = Window & { benchGlDrawnAt?: number; benchLook?: Promise<number> };

export type LooksFigures = {
  /** From the key that moves a slider to the drawing. */
  stretchMs: number[];
  /** From the choice of a band to the whole view in it. */
  bandMs: number[];
  /** Requests for imagery meanwhile. */
  requests: number;
};

/** How long another stretch and other bands take to be seen. */
export async function measureLooks(page: Page): Promise<LooksFigures> {
  await page.waitForTimeout(3000);
  let requests = 0;
  page.on("request", (request) => {
    if (request.url().includes("/raster")) requests += 1;
  });
  await page.evaluate(watchDrawing);
  const gamma = page.getByRole("slider", { name: "Gamma" });
  await gamma.focus();
  const stretchMs: number[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.evaluate(watchStretch);
    await page.keyboard.press(press % 2 ? "ArrowLeft" : "ArrowRight");
    stretchMs.push(await page.evaluate(readLook));
    await page.waitForTimeout(300);
  }
  const bandMs: number[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.getByRole("combobox", { name: "Band shown as red" }).click();
    const option = page.getByRole("option").nth(press % 2 ? 0 : 3);
    await option.hover();
    await page.evaluate(watchBands);
    await page.keyboard.press("Enter");
    bandMs.push(await page.evaluate(readLook));
    await page.waitForTimeout(500);
  }
  return { stretchMs: stretchMs.map(Math.round), bandMs: bandMs.map(Math.round), requests };
}

/** Runs in the page: notes when the raster is drawn. */
function watchDrawing(): void {
  const draw = WebGLRenderingContext.prototype.drawElements;
  WebGLRenderingContext.prototype.drawElements = function (...all) {
    draw.apply(this, all);
    (window as LooksWindow).benchGlDrawnAt = performance.now();
  };
}

/** Runs in the page: begins to wait for the next key and for the raster's drawing after it. */
function watchStretch(): void {
  const page = window as LooksWindow;
  page.benchLook = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("Nothing was drawn within 10 s.")), 10_000);
    const onKey = ({ timeStamp }: KeyboardEvent) => {
      const look = () => {
        const drawnAt = page.benchGlDrawnAt ?? 0;
        if (drawnAt < timeStamp) requestAnimationFrame(look);
        else resolve(drawnAt - timeStamp);
      };
      requestAnimationFrame(look);
    };
    window.addEventListener("keydown", onKey, { capture: true, once: true });
  });
}

/** Runs in the page: begins to wait for the next key and for the whole view in other bands. */
function watchBands(): void {
  const page = window as LooksWindow;
  page.benchLook = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("Nothing was shown within 10 s.")), 10_000);
    const onKey = ({ timeStamp }: KeyboardEvent) => {
      const look = () => {
        const shown = performance.getEntriesByName("imagery-shown").at(-1)?.startTime ?? 0;
        if (shown < timeStamp) requestAnimationFrame(look);
        else resolve(shown - timeStamp);
      };
      requestAnimationFrame(look);
    };
    window.addEventListener("keydown", onKey, { capture: true, once: true });
  });
}

/** Runs in the page: milliseconds from the key to what was waited for. */
function readLook(): Promise<number> {
  const { benchLook } = window as LooksWindow;
  if (!benchLook) throw new Error("Nothing was waited for.");
  return benchLook;
}
