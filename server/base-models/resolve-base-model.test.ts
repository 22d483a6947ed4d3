import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestStudio } from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let allowed: string;
let outside: string;

beforeAll(async () => {
  studio = await openTestStudio();
  allowed = path.join(studio.home, "allowed");
  outside = path.join(studio.home, "outside");
  for (const folder of [path.join(allowed, "vit"), path.join(allowed, "empty"), outside]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const folder of [path.join(allowed, "vit"), outside]) {
    writeFileSync(path.join(folder, "config.json"), "{}");
  }
  symlinkSync(outside, path.join(allowed, "link"));
  const { updateSettings } = await import("../environment/settings");
  await updateSettings({ importFolders: [], modelFolders: [allowed] });
});
afterAll(() => studio.close());

describe("resolveBaseModel", () => {
  it("finds the starter, folders that are allowed, and names of the hub", async () => {
    const { resolveBaseModel } = await import("./resolve-base-model");
    expect(await resolveBaseModel("starter")).toMatch(/server\/trainer\/starter$/);
    expect(await resolveBaseModel(`folder:${allowed}/vit`)).toMatch(/allowed\/vit$/);
    expect(await resolveBaseModel("hub:facebook/dinov2-small")).toBe("facebook/dinov2-small");
  });

  it("refuses everything else with a sentence", async () => {
    const { resolveBaseModel } = await import("./resolve-base-model");
    for (const folder of [outside, `${allowed}/link`, `${allowed}/../outside`, "/nowhere"]) {
      await expect(resolveBaseModel(`folder:${folder}`)).rejects.toThrow("models may come from");
    }
    await expect(resolveBaseModel(`folder:${allowed}/empty`)).rejects.toThrow("no config.json");
    for (const ref of ["hub:../../etc", "hub:one", "hub:a/b/c"]) {
      await expect(resolveBaseModel(ref)).rejects.toThrow("not the name of a model");
    }
    await expect(resolveBaseModel("vit")).rejects.toThrow('"vit" is not a base model');
  });
});
