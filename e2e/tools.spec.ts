import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import { signIn } from "./browser";
import { makeRaster } from "./made-raster";
import { Studio, until } from "./studio";
import { findTilePlaces } from "./tile-places";

const sideTiles = 20;
const tileSizePx = 8;

/** Dark in the west, bright in the east, with a bright square of 2 x 2 tiles in the dark. */
function makeScene(): Buffer {
  const sidePx = sideTiles * tileSizePx;
  const pixels = new Uint8Array(sidePx * sidePx * 3);
  for (let row = 0; row < sidePx; row += 1) {
    for (let col = 0; col < sidePx; col += 1) {
      const isSquare = row >= 32 && row < 48 && col >= 16 && col < 32;
      const value = (col >= sidePx / 2 || isSquare ? 200 : 60) + ((row * 7 + col * 13) % 5);
      pixels.fill(value, (row * sidePx + col) * 3, (row * sidePx + col) * 3 + 3);
    }
  }
  return makeRaster(pixels, sidePx);
}

/** Labelling many tiles at once, with the keyboard and the mouse, and taking it back. */
test.describe("labelling tools", () => {
  test.describe.configure({ mode: "serial" });
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-tools-"));
  const studio = new Studio({ TILEWRIGHT_IMPORT_FOLDERS: folder });
  const crashes: string[] = [];
  let client: ApiClient;
  let page: Page;
  let projectId = "";
  const sceneIds: string[] = [];

  const counts = async (scene: number) => {
    const { classCounts } = await client.labels.counts({ sceneId: sceneIds[scene] ?? "" });
    const { classes } = await client.projects.get({ projectId });
    return Object.fromEntries(classes.map((one) => [one.name, classCounts[one.id] ?? 0]));
  };
  const expectCounts = (scene: number, expected: Record<string, number>) =>
    expect.poll(() => counts(scene), { timeout: 10_000 }).toMatchObject(expected);

  test.beforeAll(async ({ browser }) => {
    mkdirSync(folder, { recursive: true });
    for (const name of ["west", "east"]) {
      writeFileSync(path.join(folder, `${name}.tif`), makeScene());
    }
    ({ client } = await studio.createClient(await studio.start()));
    const project = await client.projects.create({
      name: "Tools",
      tileSizePx,
      classes: [
        { name: "Forest", colour: "#006400", key: "1" },
        { name: "Water", colour: "#0064c8", key: "2" },
        { name: "Peat bog", colour: "#8c6bb1", key: null },
      ],
    });
    projectId = project.id;
    for (const name of ["west", "east"]) {
      const { jobId } = await client.scenes.import({
        projectId,
        kind: "raster",
        name,
        source: { from: "folder", path: path.join(folder, `${name}.tif`) },
      });
      const job = await until(async () => {
        const now = await client.jobs.get({ jobId });
        return ["finished", "failed"].includes(now.status) && now;
      }, "the import");
      expect(job.problem).toBeNull();
    }
    const scenes = await client.scenes.list({ projectId });
    for (const name of ["west", "east"]) {
      sceneIds.push(scenes.find((scene) => scene.name === name)?.id ?? "");
    }
    const context = await browser.newContext();
    page = await context.newPage();
    page.on("pageerror", (error) => crashes.push(error.stack ?? String(error)));
    await signIn(page, studio.url);
  });

  test.afterAll(async () => {
    await page?.context().close();
    await studio.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(crashes).toEqual([]);
  });

  const openScene = async (scene: number) => {
    await page.goto(`${studio.url}/projects/${projectId}/label?scene=${sceneIds[scene]}`);
    await expect(page.locator("[data-save-state=saved]")).toHaveText("Saved");
    // The map is drawn when the pointer finds a tile below it.
    await page.getByRole("application").hover({ position: { x: 600, y: 350 } });
    await expect(page.getByText(/^Row \d+, column \d+$/)).toBeVisible();
  };

  test("a lasso tells what it takes, takes it, and goes back after a reload", async () => {
    await openScene(0);
    const place = await findTilePlaces(page);
    // The first class is in hand.
    await page.keyboard.press("l");
    await page.mouse.move(...place(1.7, 5.7));
    await page.mouse.down();
    for (const [row, col] of [
      [1.7, 11.3],
      [7.3, 11.3],
      [7.3, 5.7],
    ] as const) {
      await page.mouse.move(...place(row, col), { steps: 6 });
    }
    const told = page.locator("[data-unfinished-act=lasso]");
    await expect(told).toContainText("Lasso: 36 tiles");
    await expect(told).toContainText("36 unlabelled");
    await page.mouse.up();
    await expect(told).toHaveCount(0);
    await expectCounts(0, { Forest: 36 });

    await page.reload();
    await expect(page.locator("[data-save-state=saved]")).toHaveText("Saved");
    await page.keyboard.press("u");
    await expectCounts(0, { Forest: 0 });
    await page.keyboard.press("Shift+U");
    await expectCounts(0, { Forest: 36 });
  });

  test("a flood takes the neighbours that look alike", async () => {
    const place = await findTilePlaces(page);
    await page.keyboard.press("w");
    await page.getByRole("button", { name: /^Water/ }).click();
    await page.mouse.move(...place(4, 2));
    await page.mouse.move(...place(5, 3));
    const told = page.locator("[data-unfinished-act=flood]");
    await expect(told).toContainText("Flood: 4 tiles");
    await page.mouse.click(...place(5, 3));
    await expectCounts(0, { Water: 4, Forest: 36 });
    await page.mouse.move(...place(15, 15));
    await expect(told).toContainText("Flood: 200 tiles");
    await expect(told).toContainText("12 labelled otherwise");
  });

  test("what has no label in view is filled, after it was shown", async () => {
    await page.keyboard.press("v");
    await page.keyboard.press("Home");
    await page.keyboard.press("e");
    const told = page.locator("[data-unfinished-act=fill]");
    await expect(told).toContainText("Fill in view: 360 tiles");
    await page.keyboard.press("Escape");
    await expect(told).toHaveCount(0);
    await page.keyboard.press("e");
    await page.keyboard.press("2");
    await expectCounts(0, { Water: 364, Forest: 36 });
  });

  test("a class without a key is found by its name", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("bog");
    await page.keyboard.press("Enter");
    await expectCounts(0, { "Peat bog": 1 });
  });

  test("undo goes back through all scenes", async () => {
    await openScene(1);
    await page.keyboard.press("1");
    await expectCounts(1, { Forest: 1 });
    await page.keyboard.press("u");
    await expectCounts(1, { Forest: 0 });
    await page.keyboard.press("u");
    await expect(page).toHaveURL(new RegExp(sceneIds[0] ?? ""));
    await expectCounts(0, { "Peat bog": 0, Water: 364, Forest: 36 });
    await page.keyboard.press("u");
    await expectCounts(0, { Water: 4, Forest: 36 });
  });

  test("an act is taken back as a whole from the list of what was done", async () => {
    await page.getByRole("button", { name: "What was done" }).click();
    const lasso = page.locator("[data-act=lasso]");
    await expect(lasso).toContainText("36 tiles");
    await lasso.getByRole("button", { name: "Revert this act: Lasso, 36 tiles" }).click();
    await expect(page.getByText("36 tiles have the earlier label again")).toBeVisible();
    await expect(lasso).toContainText("Reverted by Ada Admin");
    await expectCounts(0, { Water: 4, Forest: 0 });
    await expect(page.getByText("4 of 400 labelled (1.0 %)")).toBeVisible();
  });

  test("two quick presses bring the map two steps nearer", async () => {
    const map = page.getByRole("application");
    const colAt = async (x: number) => {
      await map.hover({ position: { x, y: 350 } });
      const text = await page.getByText(/^Row \d+, column \d+$/).textContent();
      return Number(text?.split(" ").at(-1));
    };
    const colsAcross = async () => (await colAt(780)) - (await colAt(460));
    const before = await colsAcross();
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageUp");
    await expect.poll(colsAcross).toBeLessThanOrEqual(Math.ceil(before / 4) + 1);
    await page.keyboard.press("Home");
    await expect.poll(colsAcross).toBe(before);
  });

  test("the sheet shows every key", async () => {
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog");
    await expect(sheet.getByText("Flood similar neighbours")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
  });
});
