import { describe, expect, it } from "vitest";
import { isAnswered, standsThere } from "@/lib/tile-standing";
import { findUnlabelled } from "../label-plane";
import { TileStatuses } from "./tile-statuses";

describe("TileStatuses", () => {
  it("counts what stands where, tells of changes, and finds the next returned tile", () => {
    const statuses = new TileStatuses(2, 3);
    let told = 0;
    statuses.subscribe(() => {
      told += 1;
    });
    expect(statuses.hasMarks()).toBe(false);
    statuses.replace(Uint8Array.from([0, 4, 0, 0, 4, 0]));
    expect(statuses.hasMarks()).toBe(false);
    statuses.patch([
      [0, 0, 5],
      [1, 0, 10],
      [1, 2, 5],
      [9, 9, 5],
    ]);
    expect(statuses.counts()).toEqual({ flagged: 1, inReview: 1, returnedToYou: 2 });
    expect(told).toBe(2);
    expect(statuses.nextReturned(0)).toBe(5);
    expect(statuses.nextReturned(5)).toBe(0);
    statuses.replaceText(btoa("\0\0\0\0\0\0"));
    expect(statuses.nextReturned(0)).toBeNull();
  });
});

describe("where a tile stands", () => {
  it("is told from its byte, with or without a flag", () => {
    expect(standsThere(8, "flagged")).toBe(true);
    expect(standsThere(10, "flagged") && standsThere(10, "in_review")).toBe(true);
    expect(standsThere(3, "returned") && standsThere(5, "returned")).toBe(true);
    expect(standsThere(5, "in_review")).toBe(false);
    expect(standsThere(12, "accepted")).toBe(true);
  });

  it("keeps tiles that wait for a reviewer from being anybody's next", () => {
    expect([0, 2, 3, 4, 5, 8, 10].map(isAnswered)).toEqual([
      ...[false, true, true, false],
      ...[false, false, true],
    ]);
    const plane = Uint8Array.from([0, 0, 0, 1]);
    expect(findUnlabelled(plane, 3, 1, 4, Uint8Array.from([2, 3, 0, 0]))).toBe(2);
    expect(findUnlabelled(plane, 3, 1, 4)).toBe(0);
  });
});
