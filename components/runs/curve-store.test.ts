import { describe, expect, it, vi } from "vitest";
import type { Series } from "@/lib/contracts/runs";
import { CurveStore, type RunPointsEvent } from "./curve-store";

const runId = "run_00000000000000000001";

function history(values: number[]): Series {
  return {
    runId,
    split: "train",
    metric: "loss",
    thinned: false,
    steps: values.map((_, index) => index + 1),
    epochs: values.map((_, index) => (index + 1) / 10),
    atMs: values.map((_, index) => index * 100),
    values,
    lows: values,
    highs: values,
  };
}

function points(
  from: number,
  values: (number | null)[],
  fromStep: number | null = null,
): RunPointsEvent {
  return {
    type: "run.points",
    runId,
    fromStep,
    points: values.map((loss, index) => ({
      step: from + index,
      epoch: (from + index) / 10,
      atMs: (from + index) * 100,
      split: "train",
      values: { loss },
    })),
  };
}

function makeStore() {
  const frames: (() => void)[] = [];
  const store = new CurveStore((callback) => frames.push(callback));
  const runFrame = () => {
    for (const frame of frames.splice(0)) frame();
  };
  return { store, runFrame };
}

const losses = (store: CurveStore) => store.curve(runId, "train/loss")?.values;

describe("CurveStore", () => {
  it("appends live points behind the history, each once", () => {
    const { store } = makeStore();
    store.replaceHistory([history([5, 4, 3])]);
    store.append(points(3, [3, 2]));
    expect(losses(store)).toEqual([5, 4, 3, 2]);
  });

  it("keeps points that arrive before the history", () => {
    const { store } = makeStore();
    store.append(points(4, [2, 1]));
    store.replaceHistory([history([5, 4, 3])]);
    expect(losses(store)).toEqual([5, 4, 3, 2, 1]);
  });

  it("does not bring back what a resumed run writes again when the history is read anew", () => {
    const { store } = makeStore();
    store.append(points(1, [5, 4, 3, 2]));
    store.append(points(3, [3.5], 2));
    store.replaceHistory([history([5, 4, 3.5])]);
    expect(losses(store)).toEqual([5, 4, 3.5]);
    store.append(points(4, [2.5]));
    expect(losses(store)).toEqual([5, 4, 3.5, 2.5]);
  });

  it("replaces what a resumed run writes again", () => {
    const { store } = makeStore();
    store.replaceHistory([history([5, 4, 3, 2])]);
    store.append(points(3, [3.5], 2));
    expect(losses(store)).toEqual([5, 4, 3.5]);
  });

  it("does not cut a newer history with an older resume", () => {
    const { store } = makeStore();
    store.append(points(3, [3.5], 2));
    store.replaceHistory([history([5, 4, 3.5, 3.2])]);
    expect(losses(store)).toEqual([5, 4, 3.5, 3.2]);
  });

  it("tells listeners once per frame", () => {
    const { store, runFrame } = makeStore();
    const listener = vi.fn();
    store.subscribe(listener);
    store.append(points(1, [3]));
    store.append(points(2, [null]));
    expect(listener).not.toHaveBeenCalled();
    runFrame();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(losses(store)).toEqual([3, null]);
  });
});
