import { describe, expect, it } from "vitest";
import { decodeTruthPlanes, shownTruth } from "./shown-truth";

const classes = [
  { id: "cls_sand", index: 0, colour: "#d9c27e" },
  { id: "cls_water", index: 3, colour: "#2f6fb5" },
];
const targets = [
  { name: "Marsh", classId: null, colour: "#00ff00", tileCount: 0 },
  { name: "Water", classId: "cls_water", colour: "#2f6fb5", tileCount: 0 },
];
const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));
/** Marsh 60 %, water 30 %, both alike, nothing. */
const planes = decodeTruthPlanes({
  leading: base64(1, 2, 1, 0),
  shares: base64(6000 & 255, 6000 >> 8, 3000 & 255, 3000 >> 8, 5000 & 255, 5000 >> 8, 0, 0),
  flags: base64(0, 1, 3, 0),
});

function show(part: Partial<Parameters<typeof shownTruth>[1]> = {}) {
  const present = Uint8Array.from([1, 1, 1, 1]);
  const usual = { minShare: 0.5, keepLabelled: true, shows: "file" as const };
  return shownTruth(planes, { targets, classes, present, ...usual, ...part });
}

describe("labels from a file on the map", () => {
  it("are those that reach the share, new classes behind those that are there", () => {
    expect([...show().plane]).toEqual([5, 0, 0, 0]);
    expect([...show({ minShare: 0.3 }).plane]).toEqual([5, 4, 0, 0]);
    expect([...show({ minShare: 0.61 }).plane]).toEqual([0, 0, 0, 0]);
    expect(show().palette[5]).toBe(0xff00ff00);
  });

  it("leave open which of several classes it is", () => {
    expect([...show().conflicts]).toEqual([1, 2]);
    expect([...show({ minShare: 0.3 }).conflicts]).toEqual([2]);
  });

  it("stand among the labels that stay", () => {
    expect([...show({ shows: "result" }).plane]).toEqual([1, 1, 1, 1]);
    expect([...show({ shows: "result", keepLabelled: false }).plane]).toEqual([5, 1, 1, 1]);
    const present = Uint8Array.from([0, 0, 1, 0]);
    expect([...show({ shows: "result", present }).plane]).toEqual([5, 0, 1, 0]);
  });
});
