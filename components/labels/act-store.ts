import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Act } from "./edit-history";

export type StoredAct = Act & {
  /** Later acts have larger numbers. */
  order: number;
  /** It was taken back and can be done again. */
  undone: boolean;
};

/** Where the acts of one person in one project outlive the page. */
export type ActStore = {
  /** Oldest first. */
  list(): Promise<StoredAct[]>;
  put(act: StoredAct): Promise<void>;
  remove(orders: readonly number[]): Promise<void>;
};

interface ActDatabase extends DBSchema {
  acts: { key: [owner: string, order: number]; value: StoredAct & { owner: string } };
}

/** The browser's own database; opened on first use. */
export function indexedActStore(
  { userId, projectId }: { userId: string; projectId: string },
  name = "tilewright-acts",
): ActStore {
  const owner = `${userId}/${projectId}`;
  let opening: Promise<IDBPDatabase<ActDatabase>> | null = null;
  const database = () => {
    opening ??= openDB<ActDatabase>(name, 1, {
      upgrade(db) {
        db.createObjectStore("acts", { keyPath: ["owner", "order"] });
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
    async list() {
      const range = IDBKeyRange.bound([owner, 0], [owner, Number.MAX_SAFE_INTEGER]);
      const rows = await (await database()).getAll("acts", range);
      return rows.map(({ owner: _, ...act }) => act);
    },
    async put(act) {
      await (await database()).put("acts", { ...act, owner });
    },
    async remove(orders) {
      const writing = (await database()).transaction("acts", "readwrite");
      await Promise.all([
        ...orders.map((order) => writing.store.delete([owner, order])),
        writing.done,
      ]);
    },
  };
}
