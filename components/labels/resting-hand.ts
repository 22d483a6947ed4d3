/** A hand that labels fast presses several keys a second: panels wait for a pause longer than that. */
const restMs = 300;
/** So long panels may stay behind a hand that never rests. */
const longestWaitMs = 1000;

/** A page that was hidden meanwhile has no coming frame. */
const longestFrameMs = 250;

/** Runs this once the coming frame is on screen; hidden pages have no frames. */
export function afterNextFrame(run: () => void): void {
  let isDone = false;
  const once = () => {
    if (!isDone) run();
    isDone = true;
  };
  setTimeout(once, document.hidden ? 0 : longestFrameMs);
  if (!document.hidden) requestAnimationFrame(() => setTimeout(once, 0));
}

/**
 * Lets what can wait wait for the hand.
 *
 * Without a graphics card every frame puts the whole window together again, whatever changed in it.
 * A key that falls while counts or the saved state are being drawn is seen one frame later, so those
 * are drawn in the pauses.
 */
export class RestingHand {
  #lastInputMs = Number.NEGATIVE_INFINITY;

  /** Begins to watch keys and pointer. @returns Ends it. */
  watch(): () => void {
    const stop = new AbortController();
    const options = { capture: true, passive: true, signal: stop.signal };
    const note = () => {
      this.#lastInputMs = performance.now();
    };
    for (const input of ["keydown", "pointerdown", "pointerup"] as const) {
      window.addEventListener(input, note, options);
    }
    return () => stop.abort();
  }

  /** Runs this when the hand rests, and in any case before long. */
  whenResting(run: () => void): void {
    const latestMs = performance.now() + longestWaitMs;
    const look = () => {
      const waitMs = Math.min(latestMs, this.#lastInputMs + restMs) - performance.now();
      if (waitMs > 0) setTimeout(look, waitMs);
      else afterNextFrame(run);
    };
    look();
  }
}
