import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { expectImagery } from "./imagery";
import { administrator, dataFolder, hasSharedData, Studio } from "./studio";

const root = path.resolve(import.meta.dirname, "..");
const python = path.join(root, "server/trainer/.venv/bin/python");
const artefacts = path.join(import.meta.dirname, "artefacts");

/** Keeps a picture of a screen; the pictures are looked at, they are the product. */
async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: path.join(artefacts, `${name}.png`) });
}

async function makeAdministrator(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Name").fill(administrator.name);
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
}

async function createProject(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create the project" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}

async function importByUpload(page: Page, file: string): Promise<void> {
  await page.getByRole("button", { name: "Import imagery" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.locator('input[type="file"]').setInputFiles(file);
  await dialog.getByRole("button", { name: "Done" }).click();
}

async function importFolder(page: Page, names: string[]): Promise<void> {
  await page.getByRole("button", { name: "Import imagery" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("tab", { name: "From a server folder" }).click();
  for (const name of names) {
    await dialog.getByRole("button", { name: new RegExp(`(^|/)${name}$`) }).click();
  }
  await dialog.getByRole("button", { name: "Import as chips" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
}

/** A stroke over the map from one place to another; places are shares of its width and height. */
async function stroke(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await page.getByRole("application").boundingBox();
  if (!box) throw new Error("there is no map");
  const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 12 });
  await page.mouse.up();
}

async function launch(page: Page, preset: string, epochs: number): Promise<void> {
  await page.getByRole("button", { name: preset }).click();
  await page.getByLabel("Epochs", { exact: true }).fill(String(epochs));
  await page.getByRole("button", { name: "Launch" }).click();
  await page.waitForURL(/\/runs\/run_/);
}

test.describe("the main job in the browser", () => {
  test.skip(!hasSharedData(), "../shared/data is not beside this checkout");
  test.setTimeout(900_000);

  test("import, label, freeze, train twice, compare, predict, export", async ({ page }) => {
    const studio = new Studio();
    const folder = mkdtempSync(path.join(tmpdir(), "tilewright-circle-"));
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    try {
      const link = await studio.start();
      if (!link) throw new Error("a fresh studio prints a one-time link");

      await makeAdministrator(page, link);
      await createProject(page, "Beaufort");

      // Import: a raster by upload, a folder of chips from the server.
      await importByUpload(page, path.join(dataFolder, "scenes/s2_beaufort_nc_8band.tif"));
      await expect(page.getByText("s2_beaufort_nc_8band").first()).toBeVisible({ timeout: 90_000 });
      await importFolder(page, ["data", "chips", "eurosat_rgb"]);
      await expect(page.getByText("3,000 chips").first()).toBeVisible({ timeout: 90_000 });
      await keepPicture(page, "project");

      // Label with the brush and with keys.
      await page.getByRole("link", { name: "Label", exact: true }).click();
      const map = page.getByRole("application");
      await expect(map).toBeVisible();
      await page.getByRole("combobox", { name: "Scene" }).click();
      await page.getByRole("option", { name: /s2_beaufort/ }).click();
      await expect(page.getByText(/of 442 labelled/)).toBeVisible({ timeout: 60_000 });
      await page.getByRole("button", { name: /^Water/ }).click();
      await page.keyboard.press("d");
      await stroke(page, [0.3, 0.72], [0.62, 0.78]);
      await page.getByRole("button", { name: /^Forest/ }).click();
      await stroke(page, [0.3, 0.3], [0.62, 0.3]);
      await page.getByRole("button", { name: /^Built-up/ }).click();
      await stroke(page, [0.4, 0.52], [0.6, 0.52]);
      await page.keyboard.press("v");
      await map.focus();
      for (const key of ["1", "2", "5", "u"]) await page.keyboard.press(key);
      await expect(page.getByRole("contentinfo").or(page.getByLabel("Status"))).toContainText(
        "Saved",
      );
      await expectImagery(page);
      await keepPicture(page, "label");

      // Freeze.
      await page.getByRole("link", { name: "Datasets" }).click();
      await page
        .getByRole("link", { name: /New dataset|Make a dataset/ })
        .first()
        .click();
      const scenes = page.getByRole("group", { name: "Scenes" });
      await scenes.getByRole("button", { name: "None" }).click();
      await scenes.getByRole("checkbox", { name: /s2_beaufort/ }).check();
      const classes = page.getByRole("group", { name: "Classes" });
      await classes.getByRole("button", { name: "None" }).click();
      for (const name of ["Water", "Forest", "Built-up"]) {
        await classes.getByRole("checkbox", { name: new RegExp(`^${name}`) }).check();
      }
      await page.getByRole("button", { name: "Natural colour" }).click();
      await expect(page.getByText(/^\d+ tiles$/).first()).toBeVisible();
      await keepPicture(page, "dataset-builder");
      await page.getByRole("button", { name: "Freeze" }).click();
      await page.waitForURL(/\/datasets\/dst_/);
      await keepPicture(page, "dataset");

      // Train: LoRA, then full.
      await page.getByRole("link", { name: "Train on this" }).click();
      await keepPicture(page, "new-run");
      await launch(page, "Quick look", 6);
      await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible({
        timeout: 240_000,
      });
      await keepPicture(page, "run");
      const lora = page.url();
      await page.goto(lora.replace(/\/runs\/.*/, "/runs/new"));
      await launch(page, "Full fine-tuning", 3);
      await expect(page.getByText("Running", { exact: true }).first()).toBeVisible({
        timeout: 60_000,
      });
      await keepPicture(page, "run-live");
      await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible({
        timeout: 240_000,
      });

      // Compare.
      await page.getByRole("link", { name: "Runs", exact: true }).first().click();
      await page.getByRole("checkbox", { name: "Select all rows" }).check();
      await keepPicture(page, "runs");
      await page.getByRole("button", { name: "Compare", exact: true }).click();
      await expect(page.getByRole("heading", { name: "Compare runs" })).toBeVisible();
      await expect(page.getByRole("figure", { name: "Macro-F1" })).toBeVisible();
      await keepPicture(page, "compare");
      await page.getByRole("tab", { name: "Settings" }).click();
      await expect(page.getByRole("row", { name: /^Method/ })).toContainText("LoRA");
      await expect(page.getByRole("row", { name: /^Method/ })).toContainText("Full");
      await keepPicture(page, "compare-settings");

      // Predict Beaufort and take the class map home.
      await page.goto(lora);
      await page.getByRole("link", { name: "Open the model" }).click();
      await page.getByRole("button", { name: "Predict a scene" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Predict", exact: true }).click();
      await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible({
        timeout: 60_000,
      });
      await keepPicture(page, "model");
      await page.getByRole("link", { name: "Show on the map" }).first().click();
      await expect(map).toBeVisible();
      await expect(page.getByText(/It agrees with/)).toBeVisible({ timeout: 30_000 });
      await expectImagery(page);
      await keepPicture(page, "prediction");
      await page.goBack();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        (async () => {
          await page.getByRole("button", { name: "Download" }).first().click();
          await page.getByText("Class map (GeoTIFF)").click();
        })(),
      ]);
      const classMap = path.join(folder, "class.tif");
      await download.saveAs(classMap);
      const code = `
import rasterio, sys
with rasterio.open(sys.argv[1]) as classes, rasterio.open(sys.argv[2]) as scene:
    assert classes.crs == scene.crs, (classes.crs, scene.crs)
    assert classes.shape == (17, 26), classes.shape
    assert abs(classes.transform.c - scene.transform.c) < 1e-9
    assert abs(classes.transform.a - 64 * scene.transform.a) < 1e-9
    print(int((classes.read(1) > 0).sum()))
`;
      const scene = path.join(dataFolder, "scenes/s2_beaufort_nc_8band.tif");
      const read = spawnSync(python, ["-c", code, classMap, scene], { encoding: "utf8" });
      expect(read.stderr).toBe("");
      expect(Number(read.stdout)).toBeGreaterThan(300);
      expect(errors).toEqual([]);
    } finally {
      await studio.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
