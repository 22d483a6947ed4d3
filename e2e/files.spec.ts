import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import { signIn } from "./browser";
import { makeRaster } from "./made-raster";
import { Studio, until } from "./studio";

const sidePx = 256;
const tileSizePx = 32;

/** One band of 10 m pixels, brighter from band to band. */
function makeBand(level: number): Buffer {
  const pixels = new Uint16Array(sidePx * sidePx).map((_, at) => 100 * level + ((at * 7919) % 97));
  return makeRaster(pixels, sidePx);
}

/** Files that go in together and come out together. */
test.describe("files", () => {
  test.describe.configure({ mode: "serial" });
  const studio = new Studio();
  let client: ApiClient;
  let page: Page;
  let projectId = "";
  let classIds: string[] = [];

  test.beforeAll(async ({ browser }) => {
    ({ client } = await studio.createClient(await studio.start()));
    const project = await client.projects.create({
      name: "Files",
      tileSizePx,
      classes: [
        { name: "Forest", colour: "#006400", key: "1" },
        { name: "Water", colour: "#0064c8", key: "2" },
      ],
    });
    projectId = project.id;
    classIds = project.classes.map((one) => one.id);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await signIn(page, studio.url);
  });

  test.afterAll(async () => {
    await page.close();
    await studio.stop();
  });

  const listScenes = (count: number) =>
    until(async () => {
      const scenes = await client.scenes.list({ projectId });
      return scenes.length >= count && scenes;
    }, `${count} scenes`);

  /** Opens the import dialog and chooses files in it. */
  async function choose(files: { name: string; buffer: Buffer }[], together: boolean) {
    await page.goto(`${studio.url}/projects/${projectId}`);
    await page.getByRole("button", { name: "Import imagery" }).first().click();
    const dialog = page.getByRole("dialog");
    if (together) await dialog.getByText("are the bands of one scene").click();
    await dialog
      .locator("input[type=file]")
      .setInputFiles(files.map((file) => ({ ...file, mimeType: "image/tiff" })));
    return dialog;
  }

  test("bands of one product become one scene, known by their names", async () => {
    const files = ["B04", "B02", "B08", "B03"].map((band, place) => ({
      name: `T33TWM_20200101T101021_${band}_10m.tif`,
      buffer: makeBand(place + 1),
    }));
    const dialog = await choose(files, false);
    const [scene] = await listScenes(1);
    await expect(dialog.getByRole("link", { name: /T33TWM/ })).toHaveCount(1, { timeout: 60_000 });
    expect(scene?.bands.map((band) => [band.name, band.wavelengthNm])).toEqual([
      ["B02", 490],
      ["B03", 560],
      ["B04", 665],
      ["B08", 842],
    ]);
    await dialog.getByRole("button", { name: "Done" }).click();
    expect(await client.scenes.list({ projectId })).toHaveLength(1);
  });

  test("other files become one scene where that is asked for", async () => {
    const files = ["first", "second"].map((name, place) => ({
      name: `${name}.tif`,
      buffer: makeBand(place + 1),
    }));
    const dialog = await choose(files, true);
    const scenes = await listScenes(2);
    expect(scenes.map((scene) => scene.bandCount).sort()).toEqual([2, 4]);
    await dialog.getByRole("button", { name: "Done" }).click();
  });

  test("a dataset leaves in a format of other programs", async () => {
    const scene = (await client.scenes.list({ projectId })).find((one) => one.bandCount === 4);
    if (!scene) throw new Error("The product is not there.");
    const edits = Array.from({ length: 64 }, (_, tile) => ({
      ...{ row: Math.floor(tile / 8), col: tile % 8 },
      classId: classIds[tile % 2] ?? null,
    }));
    await client.labels.apply({ batchId: crypto.randomUUID(), sceneId: scene.id, edits });
    const dataset = await client.datasets.freeze({
      ...{ projectId, name: "Frozen", sceneIds: [scene.id], classIds, bands: [1, 2, 3] },
      split: { kind: "random", shares: { train: 0.6, val: 0.2, test: 0.2 }, seed: 1 },
    });
    await page.goto(`${studio.url}/projects/${projectId}/datasets/${dataset.id}`);
    await page.getByRole("button", { name: "More formats" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: /^GeoJSON/ }).check();
    await dialog.getByRole("button", { name: "Export" }).click();
    const link = dialog.getByRole("link", { name: "Download", exact: true });
    await expect(link).toBeVisible({ timeout: 60_000 });
    const started = page.waitForEvent("download");
    await link.click();
    const download = await started;
    expect(download.suggestedFilename()).toBe("Frozen.geojson");
    const { features } = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(features).toHaveLength(64);
    const parts = features.map((one: { properties: { split: string } }) => one.properties.split);
    expect(new Set(parts)).toEqual(new Set(["train", "val", "test"]));
    await page.screenshot({ path: path.join("e2e/.results", "dataset-export.png") });
  });
});
