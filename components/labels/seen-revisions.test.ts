import { describe, expect, it } from "vitest";
import { SeenRevisions } from "./seen-revisions";

describe("SeenRevisions", () => {
  it("counts what arrived without a gap, in any order", () => {
    const seen = new SeenRevisions();
    seen.readAll(4);
    seen.saw(7);
    expect(seen.whole).toBe(4);
    seen.saw(5);
    expect(seen.whole).toBe(5);
    seen.saw(6);
    expect(seen.whole).toBe(7);
    seen.saw(12, 10);
    expect(seen.whole).toBe(7);
    seen.saw(9, 6);
    expect(seen.whole).toBe(12);
  });

  it("closes a gap by reading everything", () => {
    const seen = new SeenRevisions();
    seen.saw(3);
    seen.saw(9);
    seen.readAll(8);
    expect(seen.whole).toBe(9);
    seen.readAll(2);
    expect(seen.whole).toBe(9);
  });
});
