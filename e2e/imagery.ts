import { expect, type Page } from "@playwright/test";

/** Waits until the scene's pixels are on the map: somewhere the imagery's canvas is opaque. */
export async function expectImagery(page: Page): Promise<void> {
  const countOpaque = () =>
    page.evaluate(() => {
      const shown = document.querySelector<HTMLCanvasElement>("canvas.raster-layer");
      const copy = new OffscreenCanvas(64, 64).getContext("2d");
      if (!shown || !copy) return 0;
      copy.drawImage(shown, 0, 0, 64, 64);
      return copy.getImageData(0, 0, 64, 64).data.filter((byte, at) => at % 4 === 3 && byte === 255)
        .length;
    });
  await expect.poll(countOpaque, { timeout: 30_000 }).toBeGreaterThan(500);
}
