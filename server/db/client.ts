import { mkdirSync } from "node:fs";
import path from "node:path";
import SqliteDatabase from "better-sqlite3";
import { Kysely, SqliteDialect, type Transaction } from "kysely";
import { getEnv } from "../env";
import type { Database } from "./schema";

/** What a verb runs its SQL on: the database, or a transaction that somebody else began. */
export type Queryable = Kysely<Database> | Transaction<Database>;

/** Opens a SQLite file as we use it: WAL, and an acknowledged write is on the disk. */
export function openSqlite(file: string): SqliteDatabase.Database {
  mkdirSync(path.dirname(file), { recursive: true });
  const sqlite = new SqliteDatabase(file);
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = FULL");
  sqlite.pragma("foreign_keys = ON");
  sqlite.pragma("busy_timeout = 10000");
  sqlite.pragma("cache_size = -32000");
  return sqlite;
}

// Next.js may load this module more than once in a process; one connection serves them all.
const shared = globalThis as typeof globalThis & {
  tilewrightDatabase?: { sqlite: SqliteDatabase.Database; db: Kysely<Database> };
};

function connect() {
  if (!shared.tilewrightDatabase) {
    const sqlite = openSqlite(getEnv().databasePath);
    shared.tilewrightDatabase = {
      sqlite,
      db: new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) }),
    };
  }
  return shared.tilewrightDatabase;
}

/** The raw connection, for the authentication library and for dialect work inside server/db. */
export function getSqlite(): SqliteDatabase.Database {
  return connect().sqlite;
}

export function getDb(): Kysely<Database> {
  return connect().db;
}

/** Runs `act` in one transaction; joins the one that is already open when given it. */
export function inTransaction<T>(act: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  return getDb().transaction().execute(act);
}
