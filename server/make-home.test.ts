import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { closeDatabase, getSqlite } from "./db/client";
import { makeHome } from "./make-home";

const parent = mkdtempSync(path.join(tmpdir(), "tilewright-test-"));
const home = path.join(parent, "home");
process.env.TILEWRIGHT_HOME = home;
it("the database is for its owner alone, with what lies beside it", async () => {
  const before = process.umask(0);
  try {
    getSqlite().exec("create table t (a); insert into t values (1)");
    for (const name of readdirSync(home)) {
      expect([name, statSync(path.join(home, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect(readdirSync(home).sort()).toEqual(
      ["db", "db-shm", "db-wal"].map((end) => `tilewright.${end}`),
    );
  } finally {
    process.umask(before);
    await closeDatabase();
    rmSync(home, { recursive: true });
  }
});

afterAll(async () => {
  await closeDatabase();
  rmSync(parent, { recursive: true });
});

it.each([
  ["makeHome", makeHome],
  ["the database", getSqlite],
])("%s makes a home for its owner alone, whatever the umask", async (_name, make) => {
  const before = process.umask(0);
  try {
    make();
    expect(statSync(home).mode & 0o777).toBe(0o700);
  } finally {
    process.umask(before);
    await closeDatabase();
    rmSync(home, { recursive: true });
  }
});
