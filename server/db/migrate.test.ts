import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestHome } from "../testing/home";
import { getDb, inTransaction } from "./client";
import { migrate } from "./migrate";

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
    expect(names).toEqual(["0001-people", "0002-foundation", "0003-label-counts"]);
    expect(sqlite.pragma("foreign_key_check")).toEqual([]);
    sqlite.close();
  }, 120_000);
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
