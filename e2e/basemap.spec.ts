import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { startMapServices } from "@/server/testing/map-services";
import { signIn } from "./browser";
import { dataFolder, hasSharedData, Studio, until } from "./studio";

/** Red counts 0.1 degrees of longitude in 200 steps around here, green as much of latitude. */
const corner = { lon: -99.155, lat: 47.02 };
const share = 200 / 0.1;

const paint = (lon: number, lat: number) =>
  [
    ...[lon - corner.lon + 0.05, lat - corner.lat + 0.05].map((degrees) =>
      Math.round(Math.min(250, Math.max(5, degrees * share))),
    ),
    128,
  ] as unknown as readonly [number, number, number];

/** The colour under a point of the page, the mean of a few pixels. */
async function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  const shot = await page.screenshot({ clip: { x: x - 2, y: y - 2, width: 5, height: 5 } });
  return page.evaluate(async (base64) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${base64}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(5, 5);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, 5, 5);
    return [0, 1, 2].map(
      (channel) => data.filter((_, at) => at % 4 === channel).reduce((a, b) => a + b, 0) / 25,
    );
  }, shot.toString("base64"));
}

/** Longitude and latitude of a point of the map, as the status bar says them. */
async function placeAt(page: Page, x: number, y: number): Promise<[lon: number, lat: number]> {
  await page.mouse.move(x, y);
  const said = page.getByText(/^\d+\.\d+° N, \d+\.\d+° W$/);
  await expect(said).toBeVisible();
  const [lat = 0, lon = 0] =
    ((await said.textContent()) ?? "").match(/\d+\.\d+/g)?.map(Number) ?? [];
  return [-lon, lat];
}

/** How far the colour of a point is from that of its own place; the view may still be moving. */
async function misplacedBy(page: Page, x: number, y: number): Promise<number> {
  const [lon, lat] = await placeAt(page, x, y);
  // The pointer away, so that no frame of a tile is in the way.
  await page.mouse.move(20, 700);
  const seen = await colourAt(page, x, y);
  return Math.max(...paint(lon, lat).map((value, at) => Math.abs(value - (seen[at] ?? 0))));
}

/** The basemap has come, and every point of it shows its own place. */
async function expectInPlace(page: Page, points: readonly (readonly [number, number])[]) {
  for (const [x, y] of points) {
    // A step of colour is 40 to 55 m on the ground; reprojection may be a pixel off.
    await expect.poll(() => misplacedBy(page, x, y)).toBeLessThan(3);
  }
}

/** Turns the wheel once the map has found its place: it knows the tile below the pointer. */
async function zoomOut(page: Page, by: number): Promise<void> {
  await expect(async () => {
    await page.mouse.move(598, 398);
    await page.mouse.move(600, 400);
    await expect(page.getByText(/^Row \d+, column \d+$/)).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.mouse.wheel(0, by);
}

test.describe("basemap", () => {
  test("WMS and WMTS are read, lie in place under scenes, and are missed in words", async ({
    page,
  }) => {
    test.skip(!hasSharedData(), "There is no ../shared/data on this machine.");
    const services = await startMapServices(paint);
    const studio = new Studio({ TILEWRIGHT_PRIVATE_HOSTS: "127.0.0.1" });
    try {
      const { client } = await studio.createClient(await studio.start());
      const project = await client.projects.create({
        name: "Prairie",
        tileSizePx: 64,
        classes: [
          { name: "Water", colour: "#1f78b4", key: "1" },
          { name: "Field", colour: "#b2df8a", key: "2" },
        ],
      });
      await client.scenes.import({
        projectId: project.id,
        kind: "raster",
        source: { from: "folder", path: path.join(dataFolder, "scenes/naip_nd_20100629.tif") },
      });
      const scene = await until(
        async () => (await client.scenes.list({ projectId: project.id }))[0],
        "the scene",
      );
      await signIn(page, studio.url);

      // The administrator reads what a WMS offers instead of writing addresses.
      await page.goto(`${studio.url}/administration`);
      const form = page.locator("form").filter({ hasText: "Largest zoom" });
      await page.getByRole("radio", { name: "WMS" }).click();
      await page.getByLabel("Address", { exact: true }).fill(`${services.url}/nothing`);
      await page.getByRole("button", { name: "Read its layers" }).click();
      await expect(
        page.getByText("There is no WMS at this address", { exact: false }),
      ).toBeVisible();
      await page.getByLabel("Address", { exact: true }).fill(`${services.url}/wms`);
      await page.getByRole("button", { name: "Read its layers" }).click();
      await page.getByRole("combobox", { name: "Layer" }).click();
      await expect(page.getByRole("option", { name: /National grid/ })).toBeDisabled();
      await page.getByRole("option", { name: "Ground" }).click();
      await expect(page.getByLabel("Attribution")).toHaveValue("© Little Survey");
      await form.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("The basemap was saved.")).toBeVisible();

      // Beside the imagery (UTM) lies the map (Web Mercator), under the second view as well.
      await page.goto(`${studio.url}/projects/${project.id}/label?scene=${scene.id}`);
      await expect(page.getByText("© Little Survey")).toBeVisible();
      await zoomOut(page, 300);
      const left = [
        [330, 200],
        [640, 650],
      ] as const;
      await expectInPlace(page, left);
      await page.getByRole("radio", { name: "Side by side" }).click();
      await expect(page.locator("[data-second-view]")).toHaveAttribute("data-second-view", "ready");
      await expectInPlace(page, [
        [300, 160],
        [700, 160],
        [900, 650],
      ]);
      await page.getByRole("radio", { name: "Off" }).click();
      await keepPicture(page, "wms");

      // A WMTS whose tiles are in the scene's own plane, by its REST document.
      const service = await client.environment.readBasemapService({
        kind: "wmts",
        url: `${services.url}/rest/WMTSCapabilities.xml`,
      });
      const fields = service.layers.find((layer) => layer.name === "fields");
      const basemap = fields?.choices[0]?.basemap ?? null;
      expect(basemap?.grid?.crs).toBe("EPSG:32614");
      await client.environment.updateBasemap({ basemap });
      await page.reload();
      await expect(page.getByText("Little Survey", { exact: true })).toBeVisible();
      await zoomOut(page, 300);
      await expectInPlace(page, left);

      // Away: said in words, once, and back when it is asked again.
      services.setAway(true);
      await zoomOut(page, 600);
      const missed = page.getByRole("status").filter({ hasText: "did not send a picture" });
      await expect(missed).toBeVisible();
      await keepPicture(page, "away");
      services.setAway(false);
      await page.getByRole("button", { name: "Try the basemap again" }).click();
      await expect(missed).toBeHidden();
      await expect(page.getByText("Little Survey", { exact: true })).toBeVisible();
    } finally {
      await studio.stop();
      services.close();
    }
  });
});

async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: path.join(import.meta.dirname, "artefacts", `basemap-${name}.png`),
  });
}
