import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inNextFrame } from "./in-next-frame";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function useFrames(): { draw: () => void; count: () => number } {
  let frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  vi.stubGlobal("cancelAnimationFrame", () => {
    frames = [];
  });
  return {
    draw: () => {
      for (const frame of frames.splice(0)) frame();
    },
    count: () => frames.length,
  };
}

test("everything that waits for a frame is called with it, in order", () => {
  const frames = useFrames();
  const called: number[] = [];
  for (const one of [1, 2, 3]) inNextFrame(() => called.push(one));
  expect(called).toEqual([]);
  expect(frames.count()).toBe(1);
  frames.draw();
  expect(called).toEqual([1, 2, 3]);
  vi.runAllTimers();
  expect(called).toEqual([1, 2, 3]);
});

test("what is asked for meanwhile waits for the frame after", () => {
  const frames = useFrames();
  const called: string[] = [];
  inNextFrame(() => {
    called.push("first");
    inNextFrame(() => called.push("second"));
  });
  frames.draw();
  expect(called).toEqual(["first"]);
  frames.draw();
  expect(called).toEqual(["first", "second"]);
});

test("a page without frames does not wait for ever", () => {
  useFrames();
  const called: number[] = [];
  inNextFrame(() => called.push(1));
  vi.runAllTimers();
  expect(called).toEqual([1]);
});

test("one that stumbles leaves the others their turn", () => {
  const frames = useFrames();
  const report = vi.fn();
  vi.stubGlobal("reportError", report);
  const called: number[] = [];
  inNextFrame(() => {
    throw new Error("stumbled");
  });
  inNextFrame(() => called.push(1));
  frames.draw();
  expect(called).toEqual([1]);
  expect(report).toHaveBeenCalledOnce();
});
