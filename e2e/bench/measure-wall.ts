import type { Page } from "playwright";
import { watchFrames } from "./watch-frames";

const turns = 120;
const wheelPx = 300;

/** Time between frames while the wall of all tiles is scrolled, quickly, by the wheel. */
export async function measureWall(page: Page, tiles: number): Promise<number[]> {
  await page.locator("[role=application]").first().focus();
  await page.keyboard.press("m");
  const wall = page.locator(`[data-wall-count="${tiles}"]`);
  const box = await wall.boundingBox();
  if (!box) throw new Error("The wall is not on screen.");
  await page.waitForTimeout(2000);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  return watchFrames(page, async () => {
    for (let turn = 0; turn < turns; turn += 1) {
      await page.mouse.wheel(0, wheelPx);
      await page.waitForTimeout(16);
    }
  });
}
