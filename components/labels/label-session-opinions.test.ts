import { describe, expect, it } from "vitest";
import type { LabelBatch } from "@/lib/contracts/labels";
import { LabelSession } from "./label-session";
import type { PendingBatch, PendingStore } from "./pending-store";

const sceneId = "scn_00000000000000000001";

function memoryPendingStore(): PendingStore {
  const rows = new Map<string, PendingBatch>();
  return {
    list: async () => [...rows.values()],
    put: async (pending) => void rows.set(pending.batch.batchId, pending),
    remove: async (batchId) => void rows.delete(batchId),
  };
}

/** A session of a scene of one row, on a server that answers as it is told. */
async function openSession(corrected: [number, number, number][] = []) {
  const server = { reads: 0, revision: 4, plane: Uint8Array.from([0, 0, 2, 0]) };
  const session = new LabelSession({
    sceneId,
    userId: "ada",
    gridRows: 1,
    gridCols: 4,
    classes: [
      { id: "cls_forest", index: 0 },
      { id: "cls_water", index: 1 },
    ],
    store: memoryPendingStore(),
    readPlane: async () => {
      server.reads += 1;
      const plane = btoa(String.fromCharCode(...server.plane));
      return { sceneId, gridRows: 1, gridCols: 4, revision: server.revision, plane };
    },
    readRevision: async () => server.revision,
    send: async (batch: LabelBatch) => {
      server.revision += 1;
      const changedCount = batch.edits.length;
      const { revision } = server;
      return { revision, changedCount, repeated: false, labelledCount: 1, corrected };
    },
    delay: async () => {},
    gapToleranceMs: 5,
  });
  await session.open();
  return { session, server };
}

describe("a session among others' hidden answers", () => {
  it("takes a revision that changed nothing for it as such", async () => {
    const { session, server } = await openSession();
    const quiet = { type: "labels.changed", sceneId, batchId: "x", unchanged: true } as const;
    session.receive({ ...quiet, revision: 5, edits: [] });
    session.receive({ ...quiet, revision: 6, edits: [] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.reads).toBe(1);
    expect([...session.plane]).toEqual([0, 0, 2, 0]);
  });

  it("shows what the server says that a tile became, whatever was asked", async () => {
    const { session } = await openSession([[0, 2, 2]]);
    session.apply("key", [1, 2], 1);
    expect([...session.plane]).toEqual([0, 1, 1, 0]);
    for (let turn = 0; turn < 500 && session.snapshot().status !== "saved"; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect([...session.plane]).toEqual([0, 1, 2, 0]);
  });
});
