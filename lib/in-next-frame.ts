/** A page that is not looked at has no frames. */
const longestWaitMs = 50;

let waiting: (() => void)[] = [];
let stopWaiting: (() => void) | null = null;

/**
 * Calls back with the next frame, in order, and together with all that was asked for until then: what
 * they set in React is rendered once.
 */
export function inNextFrame(callback: () => void): void {
  waiting.push(callback);
  if (stopWaiting) return;
  const frame = requestAnimationFrame(callAll);
  const timer = setTimeout(callAll, longestWaitMs);
  stopWaiting = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

function callAll(): void {
  stopWaiting?.();
  stopWaiting = null;
  const callbacks = waiting;
  waiting = [];
  for (const callback of callbacks) {
    // One that stumbles must not take the turn from the others.
    try {
      callback();
    } catch (error) {
      reportError(error);
    }
  }
}
