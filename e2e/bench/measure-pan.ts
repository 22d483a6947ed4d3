import type { Page } from "playwright";
import { watchFrames } from "./watch-frames";

const drags = 4;

/** Time between frames while the map is dragged to and fro. */
export async function measurePan(page: Page): Promise<number[]> {
  const box = await page.locator("[role=application]").boundingBox();
  if (!box) throw new Error("The map is not on screen.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const frames: number[] = [];
  for (let drag = 0; drag < drags; drag += 1) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 4, y + 4);
    const seen = await watchFrames(page, async () => {
      for (let move = 0; move <= 60; move += 1) {
        const swing = Math.sin((move / 60) * 2 * Math.PI);
        await page.mouse.move(x + 4 + 140 * swing, y + 4 + 60 * swing);
        await page.waitForTimeout(8);
      }
    });
    frames.push(...seen);
    await page.mouse.up();
  }
  return frames;
}
