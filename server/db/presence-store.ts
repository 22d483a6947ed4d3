import type SqliteDatabase from "better-sqlite3";
import { getEnv } from "../env";
import { openSqlite } from "./client";

export interface PresenceRow {
  tabId: string;
  sceneId: string;
  userId: string;
  name: string;
  row: number;
  col: number;
  seenAtMs: number;
}

/** Who is where, for all web processes of the studio; see `getPresenceStore`. */
export interface PresenceStore {
  put(row: PresenceRow): void;
  remove(tabId: string, userId: string): void;
  /** Everybody who was heard of since `sinceMs`, in the order of their names. */
  list(sinceMs: number): PresenceRow[];
  countOn(sceneId: string, sinceMs: number): number;
  /** Forgets who was not heard of since. */
  prune(sinceMs: number): void;
  /** Whether another process has written since this was last asked. */
  hasChanged(): boolean;
  close(): void;
}

/** More than anybody has open; a script cannot fill the list. */
const mostTabs = 32;

/**
 * A file of its own, because a cursor that moves must never make a label wait: the one writer of the
 * database is for labels, and each of its commits goes to the disk. Nothing here does; after a crash
 * everybody simply says again where they are.
 */
function openPresenceStore(file: string): PresenceStore {
  const sqlite = openSqlite(file);
  sqlite.pragma("synchronous = OFF");
  sqlite.exec(`create table if not exists presence (
    tab_id text primary key, scene_id text not null, user_id text not null, name text not null,
    tile_row integer not null, tile_col integer not null, seen_at_ms integer not null
  ) without rowid`);
  return { ...statementsOf(sqlite), close: () => sqlite.close() };
}

function statementsOf(sqlite: SqliteDatabase.Database): Omit<PresenceStore, "close"> {
  const columns = `tab_id as tabId, scene_id as sceneId, user_id as userId, name,
    tile_row as "row", tile_col as col, seen_at_ms as seenAtMs`;
  const put = sqlite.prepare<[PresenceRow]>(
    `insert into presence
     select @tabId, @sceneId, @userId, @name, @row, @col, @seenAtMs
     where (select count(*) from presence where user_id = @userId and tab_id <> @tabId)
       < ${mostTabs}
     on conflict (tab_id) do update set scene_id = excluded.scene_id, name = excluded.name,
       tile_row = excluded.tile_row, tile_col = excluded.tile_col,
       seen_at_ms = excluded.seen_at_ms
     where presence.user_id = excluded.user_id`,
  );
  const remove = sqlite.prepare<[string, string]>(
    "delete from presence where tab_id = ? and user_id = ?",
  );
  const list = sqlite.prepare<[number], PresenceRow>(
    `select ${columns} from presence where seen_at_ms >= ? order by name, tab_id`,
  );
  const count = sqlite.prepare<[string, number], { count: number }>(
    "select count(*) as count from presence where scene_id = ? and seen_at_ms >= ?",
  );
  const prune = sqlite.prepare<[number]>("delete from presence where seen_at_ms < ?");
  let version = -1;
  return {
    put: (row) => void put.run(row),
    remove: (tabId, userId) => void remove.run(tabId, userId),
    list: (sinceMs) => list.all(sinceMs),
    countOn: (sceneId, sinceMs) => count.get(sceneId, sinceMs)?.count ?? 0,
    prune: (sinceMs) => void prune.run(sinceMs),
    hasChanged() {
      const now = sqlite.pragma("data_version", { simple: true }) as number;
      const changed = now !== version;
      version = now;
      return changed;
    },
  };
}

// Next.js may load this module more than once in a process; one connection serves them all.
const shared = globalThis as typeof globalThis & { tilewrightPresence?: PresenceStore | undefined };

export function getPresenceStore(): PresenceStore {
  shared.tilewrightPresence ??= openPresenceStore(getEnv().presencePath);
  return shared.tilewrightPresence;
}

/** Closes the file; the next use opens it again. */
export function closePresenceStore(): void {
  shared.tilewrightPresence?.close();
  shared.tilewrightPresence = undefined;
}
