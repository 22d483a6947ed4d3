import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { LabelBatch } from "@/lib/contracts/labels";
import type { KeptEdits } from "./packed-edits";

/** A batch that the server has not acknowledged yet. */
export type PendingBatch = {
  /** Batches are sent in this order; larger is later. */
  order: number;
  userId: string;
  batch: Omit<LabelBatch, "edits"> & { edits: KeptEdits };
};

/** Where unsent work outlives the page. */
export type PendingStore = {
  /** Everything of one person, oldest first. */
  list(userId: string): Promise<PendingBatch[]>;
  put(pending: PendingBatch): Promise<void>;
  remove(batchId: string): Promise<void>;
};

interface PendingDatabase extends DBSchema {
  batches: {
    key: string;
    value: PendingBatch & { batchId: string };
    indexes: { byUser: [string, number] };
  };
}

/** The browser's own database; opened on first use. */
export function indexedPendingStore(name = "tilewright-labels"): PendingStore {
  let opening: Promise<IDBPDatabase<PendingDatabase>> | null = null;
  const database = () => {
    opening ??= openDB<PendingDatabase>(name, 1, {
      upgrade(db) {
        const batches = db.createObjectStore("batches", { keyPath: "batchId" });
        batches.createIndex("byUser", ["userId", "order"]);
      },
      terminated() {
        opening = null;
      },
    });
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  return {
    async list(userId) {
      const range = IDBKeyRange.bound([userId, 0], [userId, Number.MAX_SAFE_INTEGER]);
      const rows = await (await database()).getAllFromIndex("batches", "byUser", range);
      return rows.map(({ order, batch }) => ({ order, userId, batch }));
    },
    async put(pending) {
      await (await database()).put("batches", { ...pending, batchId: pending.batch.batchId });
    },
    async remove(batchId) {
      await (await database()).delete("batches", batchId);
    },
  };
}
