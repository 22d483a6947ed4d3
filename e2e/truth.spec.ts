import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { signIn } from "./browser";
import { dataFolder, hasSharedData, Studio, until } from "./studio";

const python = path.resolve(import.meta.dirname, "../server/trainer/.venv/bin/python");

/** Each format with a program that prints how many labels a file of it holds. */
const formats = [
  [/^GeoJSON/, "import json, sys; print(len(json.load(open(sys.argv[1]))['features']))"],
  [/^GeoTIFF/, "import rasterio, sys; print((rasterio.open(sys.argv[1]).read(1) > 0).sum())"],
] as const;

const polygons = path.join(dataFolder, "scenes/labels/rcr_landcover_wgs84.geojson");

test.describe("labels from a file", () => {
  test.skip(!hasSharedData(), "../shared/data is not beside this checkout");

  test("burn the Beaufort polygons, look at the counts, undo", async ({ page }) => {
    test.setTimeout(120_000);
    const studio = new Studio();
    try {
      const { client } = await studio.createClient(await studio.start());
      const look = { key: null, archived: false };
      const project = await client.projects.create({
        name: "Beaufort",
        tileSizePx: 8,
        classes: [
          { name: "Sand", colour: "#d9c27e", ...look },
          { name: "Water", colour: "#2f6fb5", ...look },
        ],
      });
      await client.scenes.import({
        projectId: project.id,
        kind: "raster",
        source: { from: "folder", path: path.join(dataFolder, "scenes/s2_beaufort_nc_8band.tif") },
      });
      const scene = await until(
        async () => (await client.scenes.list({ projectId: project.id }))[0],
        "the scene",
      );
      const labelled = async () =>
        (await client.labels.counts({ sceneId: scene.id })).labelledCount;

      await signIn(page, studio.url);
      await page.goto(`${studio.url}/projects/${project.id}/label?scene=${scene.id}`);
      await page.getByRole("button", { name: "Labels from a file" }).click();
      const dialog = page.getByRole("dialog");
      const panel = page.getByRole("complementary", { name: "Labels from a file" });
      await dialog.locator('input[type="file"]').setInputFiles(polygons);
      // What it would do is seen on the map, and nothing else is labelled meanwhile.
      await expect(panel.getByText("Polygons · OGC:CRS84")).toBeVisible({ timeout: 30_000 });
      await expect(panel.getByLabel("Sand becomes", { exact: true })).toHaveText("Sand");
      await expect(page.getByRole("button", { name: "Brush", exact: true })).toBeHidden();
      const apply = panel.getByRole("button", { name: /^Label \d+ tiles$/ });
      // The polygons are small: few tiles are half covered, more of them a little.
      await expect(apply).toHaveText("Label 4 tiles");
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      const drawn = () => page.locator(".grid-layer canvas").first().evaluate(countColours);
      const before = await drawn();
      await panel.getByRole("slider").press("Home");
      // The map is there before the server was asked.
      await expect.poll(drawn).toBeGreaterThan(before);
      const count = 42;
      await expect(apply).toHaveText(`Label ${count} tiles`);
      expect(asked.filter((url) => url.includes("/preview")).length).toBe(1);

      await keepPicture("truth-plan");
      await apply.click();
      await expect(page.getByText("The tiles are labelled.")).toBeVisible({ timeout: 30_000 });
      expect(await labelled()).toBe(count);
      expect((await client.projects.get({ projectId: project.id })).classes.length).toBe(7);

      await page.getByRole("button", { name: "Download", exact: true }).click();
      await page.getByRole("menuitem", { name: "More formats…" }).click();
      for (const [format, check] of formats) {
        await dialog.getByRole("radio", { name: format }).check();
        await dialog.getByRole("button", { name: "Export", exact: true }).click();
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          dialog.getByRole("link", { name: "Download" }).click({ timeout: 30_000 }),
        ]);
        const file = path.join(studio.home, download.suggestedFilename());
        await download.saveAs(file);
        const read = spawnSync(python, ["-c", check, file], { encoding: "utf8" });
        expect(read.stderr).toBe("");
        expect(read.stdout.trim()).toBe(String(count));
      }
      await keepPicture("truth-export");

      await page.reload();
      await page.getByRole("button", { name: "Labels from a file" }).click();
      await keepPicture("truth-acts");
      await dialog.getByRole("button", { name: "Undo" }).click();
      await expect(dialog.getByText("Undone")).toBeVisible();
      expect(await labelled()).toBe(0);
    } finally {
      await studio.stop();
    }

    async function keepPicture(name: string): Promise<void> {
      await page.screenshot({ path: path.join(import.meta.dirname, "artefacts", `${name}.png`) });
    }
  });
});

/** Pixels of a canvas that are neither clear nor grey. */
function countColours(canvas: Element): number {
  if (!(canvas instanceof HTMLCanvasElement)) return 0;
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  if (!copy) return 0;
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 20) count += 1;
  }
  return count;
}
