import { getEnv } from "../env";
import { openSqlite } from "./client";

export interface LiveRow {
  id: number;
  topic: string;
  payload_json: string;
}

/** Reads committed events; see `openLiveReader`. */
export interface LiveReader {
  /** Whether anybody has written to the database since this was last asked. Costs microseconds. */
  hasChanged(): boolean;
  /** Id of the newest event that there ever was; 0 when there was none. */
  newestId(): number;
  /** Whether every event after `id` is still there. */
  isComplete(id: number): boolean;
  /** Events after `id`, oldest first. */
  readAfter(id: number, limit: number): LiveRow[];
  close(): void;
}

/**
 * A connection that only reads events. It is not the one of `getDb`: that one would show rows of
 * transactions which are still open and may be taken back.
 */
export function openLiveReader(): LiveReader {
  const sqlite = openSqlite(getEnv().databasePath);
  sqlite.pragma("query_only = ON");
  const newest = sqlite.prepare<[], { seq: number }>(
    "select seq from sqlite_sequence where name = 'live_event'",
  );
  const oldest = sqlite.prepare<[], { id: number | null }>("select min(id) as id from live_event");
  const after = sqlite.prepare<[number, number], LiveRow>(
    "select id, topic, payload_json from live_event where id > ? order by id limit ?",
  );
  const newestId = () => newest.get()?.seq ?? 0;
  let version = -1;
  return {
    hasChanged() {
      const now = sqlite.pragma("data_version", { simple: true }) as number;
      const changed = now !== version;
      version = now;
      return changed;
    },
    newestId,
    isComplete(id) {
      if (id > newestId()) return false;
      if (id === newestId()) return true;
      const first = oldest.get()?.id ?? null;
      return first !== null && first <= id + 1;
    },
    readAfter: (id, limit) => after.all(id, limit),
    close: () => sqlite.close(),
  };
}
