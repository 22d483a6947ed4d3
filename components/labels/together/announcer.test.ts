import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { presenceHeartbeatMs } from "@/lib/contracts/presence";
import type { Tile } from "../tools/tool";
import { Announcer } from "./announcer";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function makeAnnouncer(answer: () => Promise<{ againAfterMs: number }>) {
  const said: Tile[] = [];
  const announcer = new Announcer({ row: 0, col: 0 }, async (tile) => {
    said.push(tile);
    return answer();
  });
  return { said, announcer };
}

describe("Announcer", () => {
  it("says the latest place, no more often than it was asked to", async () => {
    const { said, announcer } = makeAnnouncer(async () => ({ againAfterMs: 500 }));
    announcer.start();
    await vi.advanceTimersByTimeAsync(0);
    for (let col = 1; col <= 40; col += 1) {
      announcer.moveTo({ row: 0, col });
      await vi.advanceTimersByTimeAsync(25);
    }
    await vi.advanceTimersByTimeAsync(500);
    expect(said.length).toBeLessThanOrEqual(4);
    expect(said.at(-1)).toEqual({ row: 0, col: 40 });
    announcer.stop();
  });

  it("gives a sign of life, says a move at once after a rest, and stops", async () => {
    const { said, announcer } = makeAnnouncer(async () => ({ againAfterMs: 250 }));
    announcer.start();
    await vi.advanceTimersByTimeAsync(presenceHeartbeatMs + 10);
    expect(said).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    announcer.moveTo({ row: 3, col: 3 });
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toHaveLength(3);
    announcer.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toHaveLength(3);
  });

  it("tries again at its own pace when the server is away", async () => {
    const { said, announcer } = makeAnnouncer(async () => {
      throw new TypeError("fetch failed");
    });
    announcer.start();
    announcer.moveTo({ row: 1, col: 1 });
    await vi.advanceTimersByTimeAsync(presenceHeartbeatMs * 3 + 10);
    expect(said.length).toBeLessThanOrEqual(4);
    announcer.stop();
  });
});
