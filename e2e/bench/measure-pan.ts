import type { Page } from "playwright";

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
