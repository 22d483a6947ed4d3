import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./browser";
import { dataFolder, hasSharedData, Studio, until } from "./studio";

const artefacts = path.join(import.meta.dirname, "artefacts");

async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: path.join(artefacts, `seeing-${name}.png`) });
}

/** Mean red, green and blue of the middle of the map, as it is on screen. */
async function middleColour(page: Page): Promise<number[]> {
  const shot = await page.screenshot({ clip: { x: 560, y: 380, width: 60, height: 60 } });
  return page.evaluate(async (base64) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${base64}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const sums = [0, 0, 0];
    data.forEach((value, place) => {
      if (place % 4 < 3) sums[place % 4] = (sums[place % 4] ?? 0) + value;
    });
    return sums.map((sum) => sum / (data.length / 4));
  }, shot.toString("base64"));
}

test.describe("seeing", () => {
  test("by formula, saved view, swipe and beside another date", async ({ page }) => {
    test.skip(!hasSharedData(), "There is no ../shared/data on this machine.");
    const studio = new Studio();
    try {
      const { client } = await studio.createClient(await studio.start());
      const project = await client.projects.create({
        name: "Seeing",
        tileSizePx: 64,
        classes: [
          { name: "Water", colour: "#1f78b4", key: "1" },
          { name: "Land", colour: "#33a02c", key: "2" },
        ],
      });
      const files = ["s2_beaufort_nc_8band", "naip_nd_20100629", "naip_nd_20190904"];
      for (const file of files) {
        await client.scenes.import({
          projectId: project.id,
          kind: "raster",
          source: { from: "folder", path: path.join(dataFolder, "scenes", `${file}.tif`) },
        });
      }
      const scenes = await until(async () => {
        const listed = await client.scenes.list({ projectId: project.id });
        return listed.length === files.length && listed;
      }, "three scenes");
      const sceneOf = (name: string) => {
        const found = scenes.find((scene) => scene.name.includes(name));
        if (!found) throw new Error(`no scene ${name}`);
        return found;
      };
      const address = (name: string) =>
        `${studio.url}/projects/${project.id}/label?scene=${sceneOf(name).id}`;
      await signIn(page, studio.url);

      // Formulas are shown from what is decoded already.
      const requests: string[] = [];
      page.on("request", (request) => {
        if (request.url().includes("/raster")) requests.push(request.url());
      });
      await page.goto(address("beaufort"));
      const map = page.getByRole("application");
      await expect(page.getByRole("group", { name: "Band combinations" })).toBeVisible();
      let asked = -1;
      await until(
        async () => {
          const isQuiet = requests.length > 2 && requests.length === asked;
          asked = requests.length;
          return isQuiet;
        },
        "the imagery",
        { everyMs: 1500 },
      );
      const natural = await middleColour(page);
      await page.getByRole("button", { name: /NDVI/ }).click();
      await expect
        .poll(async () => distance(await middleColour(page), natural))
        .toBeGreaterThan(20);
      expect(requests.length).toBe(asked);
      await expect(page.getByLabel("Formula", { exact: true })).toHaveValue("(b8-b4)/(b8+b4)");
      await page.getByLabel("Formula", { exact: true }).fill("(b8-b4)/(b8+b9)");
      await expect(page.getByText("The scene has no band b9.")).toBeVisible();
      await page.getByLabel("Formula", { exact: true }).fill("(b8-b4)/(b8+b4)");

      // A histogram's handle shows at once, and asks for nothing.
      await page.getByRole("button", { name: "Natural colour" }).click();
      await expect.poll(async () => distance(await middleColour(page), natural)).toBeLessThan(8);
      asked = requests.length;
      const bright = page.getByRole("slider", { name: /^Bright end of/ }).first();
      await bright.scrollIntoViewIfNeeded();
      const grip = await bright.boundingBox();
      if (!grip) throw new Error("no handle");
      const value = async () => Number(await bright.getAttribute("aria-valuenow"));
      const suggested = await value();
      await page.mouse.move(grip.x + grip.width / 2, grip.y + 10);
      await page.mouse.down();
      await page.mouse.move(grip.x - 70, grip.y + 10, { steps: 4 });
      await page.mouse.up();
      expect(await value()).toBeLessThan(suggested);
      await expect
        .poll(async () => distance(await middleColour(page), natural))
        .toBeGreaterThan(10);
      await bright.press("ArrowRight");
      await expect(page.getByRole("combobox", { name: "Stretch", exact: true })).toHaveText(
        "By hand",
      );
      await page.getByRole("radio", { name: "On screen" }).click();
      await expect(page.getByRole("combobox", { name: "Stretch", exact: true })).toHaveText(
        "2–98 %",
      );
      await page.getByRole("button", { name: "Histogram in logarithmic scale" }).click();
      await keepPicture(page, "histogram");
      await page.getByRole("radio", { name: "Whole scene" }).click();
      await expect.poll(value).toBe(suggested);
      expect(requests.length).toBe(asked);
      await page.getByRole("button", { name: /NDVI/ }).click();

      // A view is shared, survives a reload, and B comes back to it.
      await page.getByRole("button", { name: "Save this look" }).click();
      await page.getByLabel("Name of the view").fill("Green cover");
      await page.keyboard.press("Enter");
      const vegetation = page.getByRole("button", { name: "Green cover", exact: true });
      await expect(vegetation).toHaveAttribute("aria-pressed", "true");
      await page.getByRole("button", { name: "Natural colour" }).click();
      await expect(vegetation).toHaveAttribute("aria-pressed", "false");
      await page.reload();
      await expect(vegetation).toBeVisible();
      await map.focus();
      await page.keyboard.press("b");
      await expect(vegetation).toHaveAttribute("aria-pressed", "true");
      await renameAndOrder(page);
      await page.mouse.move(600, 420);
      const pixel = page.locator("[data-pixel-spectrum]");
      await expect(pixel).toHaveAttribute("data-pixel-spectrum", /^(\S+ ){7}\S+$/);
      await keepPicture(page, "formula");

      // The later date is labelled; the earlier takes over what did not change.
      const later = sceneOf("2019");
      const landId = project.classes[1]?.id ?? "";
      await client.labels.apply({
        batchId: crypto.randomUUID(),
        sceneId: later.id,
        edits: Array.from({ length: 40 }, (_, place) => ({
          row: 2 + Math.floor(place / 8),
          col: 2 + (place % 8),
          classId: landId,
        })),
      });
      await page.goto(address("2010"));
      await page.getByRole("radio", { name: "Side by side" }).click();
      const second = page.locator("[data-second-view]");
      await expect(second).toHaveAttribute("data-second-view", "ready");
      await expect(page.getByLabel("Compare with")).toContainText("2019");
      const looks = page.getByRole("combobox", { name: "Look of the second view" });
      await looks.click();
      await page.getByRole("option", { name: "Formula" }).click();
      const formula = page.getByLabel("Formula", { exact: true });
      await formula.fill("(b4-b1)/(b4+b1)");
      await formula.press("Enter");
      await expect(second).toHaveAttribute("data-second-view", "ready");
      await keepPicture(page, "second-formula");
      await looks.click();
      await page.getByRole("option", { name: "Looks as the map" }).click();
      await page.mouse.move(800, 420);
      await page.mouse.down();
      await page.mouse.move(830, 440, { steps: 4 });
      await page.mouse.up();
      await keepPicture(page, "side");
      await page.getByRole("radio", { name: "Swipe" }).click();
      await expect(second).toHaveAttribute("data-second-view", "ready");
      const layer = page.locator(".second-raster-layer").first();
      await expect(layer).toBeAttached();
      await page.getByRole("slider", { name: "Swipe between" }).focus();
      await page.keyboard.press("ArrowRight");
      await expect(page.getByRole("slider", { name: "Swipe between" })).toHaveAttribute(
        "aria-valuenow",
        "52",
      );
      await keepPicture(page, "swipe");
      await page.getByRole("button", { name: "Copy labels of unchanged tiles…" }).click();
      const dialog = page.getByRole("dialog");
      const preview = dialog.locator("[data-copied]");
      await expect(preview).toBeVisible();
      await dialog.getByRole("slider").focus();
      await page.keyboard.press("End");
      const count = Number(await preview.getAttribute("data-copied"));
      expect(count).toBeGreaterThan(20);
      await keepPicture(page, "copy");
      await dialog.getByRole("button", { name: /^Copy \d+ label/ }).click();
      await until(async () => {
        const counts = await client.labels.counts({ sceneId: sceneOf("2010").id });
        return counts.labelledCount === count;
      }, "the copied labels");
      await map.focus();
      await page.keyboard.press("u");
      await until(async () => {
        const counts = await client.labels.counts({ sceneId: sceneOf("2010").id });
        return counts.labelledCount === 0;
      }, "one undo");
    } finally {
      await studio.stop();
    }
  });
});

/** Saved views are renamed, moved, deleted and brought back where they stand. */
async function renameAndOrder(page: Page): Promise<void> {
  const list = page.getByRole("group", { name: "Saved views" });
  const names = async () => list.locator("li > button:first-child").allTextContents();
  const act = async (name: string, action: string) => {
    await page.getByRole("button", { name: `Actions for the view ${name}` }).click();
    await page.getByRole("menuitem", { name: action, exact: true }).click();
  };
  await page.getByRole("button", { name: "Colour infrared" }).click();
  await page.getByRole("button", { name: "Save this look" }).click();
  await page.getByLabel("Name of the view").fill("Infrared");
  await page.keyboard.press("Enter");
  await expect.poll(names).toEqual(["Green cover", "Infrared"]);
  await act("Infrared", "Rename");
  await page.getByLabel("Name of the view").fill("Living plants");
  await page.keyboard.press("Enter");
  await expect.poll(names).toEqual(["Green cover", "Living plants"]);
  await act("Living plants", "Move up");
  await expect.poll(names).toEqual(["Living plants", "Green cover"]);
  await act("Living plants", "Delete");
  await expect.poll(names).toEqual(["Green cover"]);
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect.poll(names).toEqual(["Living plants", "Green cover"]);
}

function distance(one: number[], other: number[]): number {
  return Math.hypot(...one.map((value, place) => value - (other[place] ?? 0)));
}
