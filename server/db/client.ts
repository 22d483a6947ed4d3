import { AsyncLocalStorage } from "node:async_hooks";
import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import SqliteDatabase from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  sql,
  type Transaction,
} from "kysely";
import { getEnv } from "../env";
import type { Database } from "./schema";

/** What a verb runs its SQL on: the database, or a transaction that somebody else began. */
export type Queryable = Kysely<Database> | Transaction<Database>;

const busyTimeoutMs = 10_000;

/** Opens a SQLite file as we use it: WAL, and an acknowledged write is on the disk. */
export function openSqlite(file: string): SqliteDatabase.Database {
  // As makeHome does it: what lies beside the database is for its owner alone.
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // Made here where it is missing: SQLite would ask the umask, and gives -wal and -shm the same mode.
  closeSync(openSync(file, "a", 0o600));
  const sqlite = new SqliteDatabase(file);
  sqlite.pragma(`busy_timeout = ${busyTimeoutMs}`);
  turnOnWal(sqlite);
  sqlite.pragma("synchronous = FULL");
  sqlite.pragma("foreign_keys = ON");
  sqlite.pragma("cache_size = -32000");
  return sqlite;
}

/**
 * Web and worker open a new file at the same moment. SQLite then refuses the second one the change to
 * WAL at once, whatever the time-out, while the first one writes.
 */
function turnOnWal(sqlite: SqliteDatabase.Database): void {
  const endMs = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      sqlite.pragma("journal_mode = WAL");
      return;
    } catch (error) {
      const isBusy = error instanceof SqliteDatabase.SqliteError && error.code === "SQLITE_BUSY";
      if (!isBusy || Date.now() > endMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

/**
 * Begins every transaction as a writer. A deferred transaction that reads first and writes later
 * fails at once with SQLITE_BUSY when the other process wrote in between, whatever the time-out.
 */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase.Database;

  constructor(database: SqliteDatabase.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver({ database: this.#database });
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

// Next.js may load this module more than once in a process; one connection serves them all.
const shared = globalThis as typeof globalThis & {
  tilewrightDatabase?: { sqlite: SqliteDatabase.Database; db: Kysely<Database> } | undefined;
  tilewrightTransaction?: AsyncLocalStorage<OpenTransaction>;
};

interface OpenTransaction {
  trx: Transaction<Database>;
  open: boolean;
}

shared.tilewrightTransaction ??= new AsyncLocalStorage<OpenTransaction>();
const currentTransaction = shared.tilewrightTransaction;

function connect() {
  if (!shared.tilewrightDatabase) {
    const sqlite = openSqlite(getEnv().databasePath);
    shared.tilewrightDatabase = {
      sqlite,
      db: new Kysely<Database>({ dialect: new ImmediateSqliteDialect(sqlite) }),
    };
  }
  return shared.tilewrightDatabase;
}

/** The raw connection, for dialect work inside server/db and server/live. */
export function getSqlite(): SqliteDatabase.Database {
  return connect().sqlite;
}

/**
 * The database; inside `inTransaction` it is that transaction, because the one connection is taken
 * and a query beside it would wait for ever.
 */
export function getDb(): Kysely<Database> {
  const current = currentTransaction.getStore();
  return current?.open ? current.trx : connect().db;
}

/** Runs `act` in one transaction; joins the one that is already open. */
export function inTransaction<T>(act: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  const current = currentTransaction.getStore();
  if (current?.open) return act(current.trx);
  return connect()
    .db.transaction()
    .execute((trx) => {
      const opened: OpenTransaction = { trx, open: true };
      return currentTransaction.run(opened, async () => {
        try {
          return await act(trx);
        } finally {
          opened.open = false;
        }
      });
    });
}

/** Runs `act` inside the open transaction; when it fails, only what it wrote is taken back. */
export async function inSavepoint<T>(trx: Queryable, act: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(trx);
  try {
    const result = await act();
    await sql`release part`.execute(trx);
    return result;
  } catch (thrown) {
    await sql`rollback to part`.execute(trx);
    await sql`release part`.execute(trx);
    throw thrown;
  }
}

/** Closes the connection of this process; the next use opens it again. */
export async function closeDatabase(): Promise<void> {
  const current = shared.tilewrightDatabase;
  shared.tilewrightDatabase = undefined;
  await current?.db.destroy();
}
