import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { afterNextFrame, RestingHand } from "./resting-hand";
import { ScheduledListeners } from "./scheduled-listeners";

const page = new EventTarget();
const press = () => page.dispatchEvent(new Event("keydown"));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", page);
  // A hidden page has no frames, only timers.
  vi.stubGlobal("document", { hidden: true });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("after the next frame", () => {
  it("comes once, and also where the page is hidden before its frame", () => {
    vi.stubGlobal("document", { hidden: false });
    const frames: (() => void)[] = [];
    vi.stubGlobal("requestAnimationFrame", (draw: () => void) => frames.push(draw));
    const run = vi.fn();
    afterNextFrame(run);
    vi.advanceTimersByTime(100);
    expect(run).not.toHaveBeenCalled();
    for (const draw of frames) draw();
    vi.advanceTimersByTime(1000);
    expect(run).toHaveBeenCalledTimes(1);
    afterNextFrame(run);
    vi.advanceTimersByTime(1000);
    expect(run).toHaveBeenCalledTimes(2);
  });
});

describe("RestingHand", () => {
  it("lets things happen at once where nobody presses anything", () => {
    const run = vi.fn();
    new RestingHand().whenResting(run);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("waits for a pause, and runs once in it", () => {
    const hand = new RestingHand();
    const stop = hand.watch();
    const run = vi.fn();
    press();
    hand.whenResting(run);
    vi.advanceTimersByTime(200);
    press();
    vi.advanceTimersByTime(250);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(run).toHaveBeenCalledTimes(1);
    stop();
    press();
    hand.whenResting(run);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("does not wait for ever", () => {
    const hand = new RestingHand();
    const stop = hand.watch();
    const run = vi.fn();
    press();
    hand.whenResting(run);
    for (let key = 0; key < 12; key += 1) {
      vi.advanceTimersByTime(100);
      press();
    }
    expect(run).toHaveBeenCalledTimes(1);
    stop();
  });
});

describe("ScheduledListeners", () => {
  it("tell some at once and the others together, when the moment has come", () => {
    let tellLater: () => void = () => undefined;
    const state = new ScheduledListeners((tell) => {
      tellLater = tell;
    });
    const [eager, patient] = [vi.fn(), vi.fn()];
    const stopEager = state.subscribeAtOnce(eager);
    state.subscribe(patient);
    state.changed();
    state.changed();
    expect([eager.mock.calls.length, patient.mock.calls.length]).toEqual([2, 0]);
    tellLater();
    expect(patient).toHaveBeenCalledTimes(1);
    stopEager();
    state.changed();
    tellLater();
    expect([eager.mock.calls.length, patient.mock.calls.length]).toEqual([2, 2]);
  });
});
