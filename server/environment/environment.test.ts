import { mkdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { makeTestHome } from "../testing/home";
import { showPresence } from "../worker/presence";
import { getMachine } from "./get-machine";
import { getSettings, listImportFolders, updateSettings } from "./settings";

let home: string;

beforeAll(async () => {
  home = await makeTestHome({ TILEWRIGHT_PYTHON: "/no/such/python" });
});

describe("the environment", () => {
  it("tells what it can without Python, and how to get it", async () => {
    const machine = await getMachine(true);
    expect(machine.versions).toMatchObject({ node: process.versions.node, python: null });
    expect(machine.versions.sqlite).toMatch(/^3\./);
    expect(machine.disk.totalBytes).toBeGreaterThan(0);
    expect(machine.checks).toMatchObject([
      { name: "python", ok: false },
      { name: "worker", ok: false },
    ]);
    expect(machine.checks[0]?.hint).toContain("npm start");
  });

  it("gives an old answer at once, and measures again for the next who asks", async () => {
    const first = await getMachine(true);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 120_000 });
    try {
      expect((await getMachine(false)).measuredAtMs).toBe(first.measuredAtMs);
      await vi.waitFor(async () =>
        expect((await getMachine(false)).measuredAtMs).toBeGreaterThan(first.measuredAtMs),
      );
    } finally {
      vi.useRealTimers();
    }
  });

  it("knows whether a worker is alive", async () => {
    expect((await getMachine(false)).worker).toEqual({ alive: false, seenAtMs: null });
    await showPresence("wrk_test");
    expect((await getMachine(false)).worker).toMatchObject({ alive: true });
  });
});

describe("settings", () => {
  it("keep folders that exist", async () => {
    const folder = path.join(home, "imagery");
    await expect(
      updateSettings({ importFolders: [folder], modelFolders: [] }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    mkdirSync(folder);
    await updateSettings({ importFolders: [folder], modelFolders: [] });
    expect(await getSettings()).toEqual({ importFolders: [folder], modelFolders: [] });
    expect(await listImportFolders()).toEqual([folder]);
  });
});
