import { describe, expect, it } from "vitest";
import type { Area } from "@/lib/contracts/areas";
import { AreaGuard } from "./area-guard";

const area = (id: string, col: number, part: Partial<Area> = {}): Area => ({
  id,
  sceneId: "scn_1",
  row: 0,
  col,
  rows: 2,
  cols: 2,
  holder: { id: "bob", name: "Bob" },
  leaseUntilMs: Date.now() + 60_000,
  leaseMinutes: 60,
  tileCount: 4,
  labelledCount: 0,
  ...part,
});

function guardOf(areas: Area[], strict = false): AreaGuard {
  const guard = new AreaGuard();
  guard.setAreas(areas, { strict, userId: "ada", gridCols: 10 });
  return guard;
}

const bytes = new Uint8Array(4).fill(1);

describe("AreaGuard", () => {
  it("asks once for each area of somebody else", () => {
    const guard = guardOf([area("one", 0), area("two", 4)]);
    expect(guard.mayLabel("key", [2], bytes)).toBe(true);
    expect(guard.mayLabel("lasso", [0, 1, 2, 3], bytes)).toBe(false);
    const asked = guard.asked.get();
    expect(asked).toMatchObject({ insideCount: 2, strict: false, act: "lasso" });
    guard.allow(asked?.areas ?? []);
    expect(guard.mayLabel("lasso", [0, 1, 2, 3], bytes)).toBe(true);
    expect(guard.mayLabel("key", [14], bytes)).toBe(false);
  });

  it("lets pass what is free, one's own, or no longer leased", () => {
    const guard = guardOf([
      area("free", 0, { holder: null, leaseUntilMs: null }),
      area("own", 2, { holder: { id: "ada", name: "Ada" } }),
      area("over", 4, { leaseUntilMs: Date.now() - 1 }),
    ]);
    expect(guard.mayLabel("lasso", [0, 2, 4], bytes)).toBe(true);
  });

  it("goes on saying no where the project is strict", () => {
    const guard = guardOf([area("one", 0)], true);
    expect(guard.mayLabel("key", [0], bytes)).toBe(false);
    guard.allow([area("one", 0)]);
    expect(guard.mayLabel("key", [0], bytes)).toBe(false);
    expect(guard.asked.get()?.strict).toBe(true);
  });
});
