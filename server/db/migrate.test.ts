import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import SqliteDatabase from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestHome } from "../testing/home";
import { getDb, getSqlite, inTransaction, openSqlite } from "./client";
import { migrate } from "./migrate";
import * as people from "./migrations/0001-people";
import * as foundation from "./migrations/0002-foundation";
import * as labelCounts from "./migrations/0003-label-counts";
import * as labelEvents from "./migrations/0004-label-events";
import * as labelActs from "./migrations/0010-label-acts";

const folder = mkdtempSync(path.join(tmpdir(), "tilewright-migrate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await makeTestHome();
});

function migrateInProcess(home: string): Promise<number | null> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "-e", 'import("./server/db/migrate").then((it) => it.migrate())'],
    { env: { ...process.env, TILEWRIGHT_HOME: home }, stdio: "inherit" },
  );
  return new Promise((resolve) => child.once("exit", resolve));
}

describe("migrations", () => {
  it("may be run by several processes at once", async () => {
    expect(await Promise.all([1, 2].map(() => migrateInProcess(folder)))).toEqual([0, 0]);
    const file = path.join(folder, "tilewright.db");
    await migrate(file);
    const sqlite = new SqliteDatabase(file, { readonly: true });
    const names = sqlite.prepare("select name from kysely_migration order by name").pluck().all();
    expect(names).toEqual([
      "0001-people",
      "0002-foundation",
      "0003-label-counts",
      "0004-label-events",
      "0005-run-time",
      "0006-job-titles",
      "0007-own-password",
      "0008-launch-key",
      "0009-saved-views",
      "0010-label-acts",
      "0011-opinions",
      "0012-view-order",
      "0013-label-revisions",
      "0014-work-areas",
      "0015-scene-references",
      "0016-class-changes",
      "0017-run-management",
    ]);
    expect(sqlite.pragma("foreign_key_check")).toEqual([]);
    sqlite.close();
  }, 120_000);
});

/** Somebody who is in the middle of a write to a file that is not WAL yet. */
const writer = `
  const { parentPort, workerData } = require("node:worker_threads");
  const sqlite = new (require("better-sqlite3"))(workerData);
  sqlite.exec("create table first (a)");
  sqlite.exec("begin immediate");
  parentPort.postMessage("writing");
  setTimeout(() => sqlite.exec("commit"), 200);
`;

describe("migration 0004", () => {
  it("keeps the history of labels, and lets it go with its scene", async () => {
    const sqlite = openSqlite(path.join(folder, "history.db"));
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    for (const migration of [people, foundation, labelCounts]) await migration.up(db);
    sqlite.exec(`
      insert into project values ('p', 'P', '', 64, 0, 0, null, 1, 1);
      insert into scene values ('s', 'p', 'S', 'raster', 64, 1, 1, 1, '{}', null, 1, 1, null, 1);
      insert into label_batch values ('b', 's', 'ada', 'key', 1, 1, 1, 1);
      insert into label_event values (7, 'b', 's', 0, null, 'c');
    `);
    const events = () => sqlite.prepare("select id, batch_id, to_class_id from label_event").all();
    await labelEvents.up(db);
    expect(events()).toEqual([{ id: 7, batch_id: "b", to_class_id: "c" }]);
    await labelEvents.down(db);
    await labelEvents.up(db);
    expect(events()).toHaveLength(1);
    sqlite.exec("delete from scene");
    expect(events()).toEqual([]);
    sqlite.close();
  });
});

describe("migration 0010", () => {
  it("makes every batch an act of its own and finds its events", async () => {
    const sqlite = openSqlite(path.join(folder, "acts.db"));
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    for (const migration of [people, foundation, labelCounts, labelEvents]) await migration.up(db);
    sqlite.exec(`
      insert into project values ('p', 'P', '', 64, 0, 0, null, 1, 1);
      insert into scene values ('s', 'p', 'S', 'raster', 64, 1, 1, 1, '{}', null, 1, 1, null, 1);
      insert into label_batch values ('b', 's', 'ada', 'key', 1, 1, 1, 2);
      insert into label_batch values ('none', 's', 'ada', 'key', 1, 1, 1, 0);
      insert into label_event values (7, 'b', 's', 0, null, 'c'), (8, 'b', 's', 1, null, 'c');
    `);
    const acts = () =>
      sqlite
        .prepare("select act_id, first_event_id, last_event_id from label_batch order by id")
        .raw()
        .all();
    await labelActs.up(db);
    expect(acts()).toEqual([
      ["b", 7, 8],
      ["none", null, null],
    ]);
    await labelActs.down(db);
    await labelActs.up(db);
    expect(acts()).toHaveLength(2);
    sqlite.close();
  });
});

describe("a new database", () => {
  it("may be opened while another process has just begun to write it", async () => {
    const file = path.join(folder, "new.db");
    const worker = new Worker(writer, { eval: true, workerData: file });
    await new Promise((resolve) => worker.once("message", resolve));
    const sqlite = openSqlite(file);
    expect(sqlite.pragma("journal_mode", { simple: true })).toBe("wal");
    sqlite.close();
    await worker.terminate();
  });
});

describe("foreign keys", () => {
  it("are all found by an index when the row that they point at is deleted", () => {
    const sqlite = getSqlite();
    const tables = sqlite
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
      .pluck()
      .all() as string[];
    // These tables stay small: looking at all of their rows costs nothing.
    const unindexed = [
      "api_key.user_id",
      "model.project_id",
      "prediction.model_id",
      "prediction.project_id",
      "run.dataset_id",
    ];
    const slow: string[] = [];
    for (const table of tables) {
      const leading = sqlite
        .prepare(
          "select (select name from pragma_index_info(list.name) where seqno = 0) as name from pragma_index_list(?) as list",
        )
        .pluck()
        .all(table);
      const keys = sqlite
        .prepare('select "from" from pragma_foreign_key_list(?)')
        .pluck()
        .all(table);
      for (const key of keys) if (!leading.includes(key)) slow.push(`${table}.${key}`);
    }
    expect(slow.sort()).toEqual(unindexed);
  });
});

describe("transactions", () => {
  it("are joined by what is called inside of them, and taken back as a whole", async () => {
    const insert = () =>
      getDb().insertInto("setting").values({ key: "test", value_json: "1" }).execute();
    await expect(
      inTransaction(async () => {
        await insert();
        await inTransaction(async (trx) => {
          await trx.updateTable("setting").set({ value_json: "2" }).execute();
        });
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    expect(await getDb().selectFrom("setting").selectAll().execute()).toEqual([]);
  });
});
