import type { Page } from "playwright";

type FrameWindow = Window & { benchFrames?: number[]; benchStop?: boolean };

/** Milliseconds from frame to frame while something is done. */
export async function watchFrames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    const state = window as FrameWindow;
    state.benchFrames = times;
    state.benchStop = false;
    const tick = (now: number) => {
      times.push(now);
      if (!state.benchStop) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  const times = await page.evaluate(() => {
    const state = window as FrameWindow;
    state.benchStop = true;
    return state.benchFrames ?? [];
  });
  return times.slice(1).map((time, frame) => time - (times[frame] as number));
}
