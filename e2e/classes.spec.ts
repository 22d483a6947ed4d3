import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import { signIn } from "./browser";
import { Studio, until } from "./studio";

const names = ["Water", "Forest", "Cropland", "Grassland", "Built-up", "Wetland"];
const tilesPerSide = 20;

/** A project with one small scene; each class has two rows of its tiles. */
async function makeProject(client: ApiClient, folder: string) {
  const side = tilesPerSide * 16;
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => (at * 7) % 251);
  writeFileSync(path.join(folder, "field.img"), pixels);
  const header = ["ENVI", `samples = ${side}`, `lines = ${side}`, "bands = 3", "data type = 1"];
  writeFileSync(
    path.join(folder, "field.hdr"),
    [...header, "interleave = bsq", "byte order = 0", "header offset = 0", ""].join("\n"),
  );
  const project = await client.projects.create({
    name: "Field",
    tileSizePx: 16,
    classes: names.map((name, place) => ({
      ...{ name, colour: `#3050${place}0`, key: String(place + 1) },
    })),
  });
  const source = { from: "folder" as const, path: path.join(folder, "field.img") };
  await client.scenes.import({ projectId: project.id, kind: "raster", source });
  const scene = await until(
    async () => (await client.scenes.list({ projectId: project.id }))[0],
    "the scene",
  );
  await client.labels.apply({
    ...{ batchId: crypto.randomUUID(), sceneId: scene.id },
    edits: project.classes.flatMap(({ id }, place) =>
      Array.from({ length: 2 * tilesPerSide }, (_, at) => ({
        row: 2 * place + Math.floor(at / tilesPerSide),
        col: at % tilesPerSide,
        classId: id,
      })),
    ),
  });
  return { projectId: project.id, sceneId: scene.id };
}

async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(import.meta.dirname, "artefacts", `${name}.png`) });
}

test("classes are merged, reverted, put into a tree, split, carried over and made from picked tiles", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-classes-"));
  const studio = new Studio({ TILEWRIGHT_IMPORT_FOLDERS: folder });
  try {
    const { client } = await studio.createClient(await studio.start());
    const { projectId, sceneId } = await makeProject(client, folder);
    const classOf = async (name: string) => {
      const { classes } = await client.projects.get({ projectId });
      const found = classes.find((one) => one.name === name);
      if (!found) throw new Error(`there is a class ${name}`);
      return found;
    };
    const countOf = async (name: string) =>
      (await client.labels.counts({ sceneId })).classCounts[(await classOf(name)).id] ?? 0;
    const [forest, water] = [await countOf("Forest"), await countOf("Water")];

    await signIn(page, studio.url);
    await page.goto(`${studio.url}/projects/${projectId}/settings`);
    await page.getByRole("button", { name: "Merge Forest into another class" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Into").click();
    await page.getByRole("option", { name: "Water" }).click();
    await expect(dialog.locator("[data-merge-preview]")).toContainText(
      `“Water” then has ${forest + water} tiles.`,
    );
    await keepPicture(page, "classes-merge");
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText("Merged into Water")).toBeVisible();
    expect(await countOf("Water")).toBe(forest + water);
    expect(await classOf("Forest")).toMatchObject({ archived: true });

    await keepPicture(page, "classes-changes");
    await page.locator("[data-class-change=merge]").getByRole("button", { name: "Revert" }).click();
    await expect(page.getByText("Reverted by Ada Admin")).toBeVisible();
    await expect(page.getByText("Merged into Water")).toHaveCount(0);
    expect([await countOf("Forest"), await countOf("Water")]).toEqual([forest, water]);
    expect(await classOf("Forest")).toMatchObject({ archived: false, key: "2" });

    const shape = async () => {
      const { classes } = await client.projects.get({ projectId });
      return classes
        .filter((one) => !one.archived)
        .map((one) => {
          const parent = classes.find((other) => other.id === one.parentId);
          return parent ? `${one.name} < ${parent.name}` : one.name;
        });
    };
    // Cropland and Grassland go below Forest with the keyboard alone.
    await page.getByRole("button", { name: "Move Cropland: arrow keys" }).press("ArrowRight");
    const grassland = page.locator("[data-draft]").nth(3).getByLabel("Class name");
    await expect(grassland).toHaveValue("Grassland");
    await grassland.press("Alt+ArrowRight");
    // And one more is dragged above all others.
    const handle = page.getByRole("button", { name: "Move Wetland: arrow keys" });
    await handle.scrollIntoViewIfNeeded();
    const [from, to] = [
      await handle.boundingBox(),
      await page.locator("[data-draft]").first().boundingBox(),
    ];
    if (!from || !to) throw new Error("the rows are on screen");
    await page.mouse.move(from.x + 6, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 6, to.y + 2, { steps: 8 });
    await keepPicture(page, "classes-drag");
    await page.mouse.up();
    await expect(page.getByLabel("Class name").first()).toHaveValue("Wetland");
    const list = page.locator("form", { has: page.locator("[data-draft]") });
    await list.getByRole("button", { name: "Save" }).click();
    await expect
      .poll(shape)
      .toEqual([
        ...["Wetland", "Water", "Forest", "Cropland < Forest", "Grassland < Forest", "Built-up"],
      ]);

    // A new class beside Water, of its tiles in one scene.
    await page.getByRole("button", { name: "Split Water in two" }).click();
    await dialog.getByLabel("Name of the new class").fill("Lake");
    await dialog.getByRole("group", { name: "Scene" }).getByRole("checkbox").first().check();
    await expect(dialog.locator("[data-split-preview]")).toContainText(/^\d+ tiles? go/);
    await keepPicture(page, "classes-split");
    await dialog.getByRole("button", { name: "Split", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    expect(await shape()).toContain("Lake");

    // The list as a file, changed by hand, and read again.
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export as JSON" }).click(),
    ]);
    const file = path.join(studio.home, "classes.json");
    await download.saveAs(file);
    const kept = JSON.parse(readFileSync(file, "utf8"));
    expect(kept).toMatchObject({ format: "tilewright.classes", version: 1 });
    kept.classes.push({ name: "Snow", colour: "#f0f0f0", parent: "Lake" });
    writeFileSync(file, JSON.stringify(kept));
    await page.getByRole("button", { name: "Import a list…" }).click();
    await dialog.locator("input[type=file]").setInputFiles(file);
    await expect(dialog.locator("[data-change=added]")).toHaveText(/Snow/);
    await keepPicture(page, "classes-import");
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    expect(await shape()).toContain("Snow < Lake");

    // What is no class list says so.
    writeFileSync(file, '{"format":"tilewright.classes","version":1,"classes":[{"name":""}]}');
    await page.getByRole("button", { name: "Import a list…" }).click();
    await dialog.locator("input[type=file]").setInputFiles(file);
    await expect(dialog.getByRole("alert")).toBeVisible();
    await page.keyboard.press("Escape");

    // On the map the palette shows the tree, and picked tiles become a class of their own.
    await page.goto(`${studio.url}/projects/${projectId}/label?scene=${sceneId}`);
    await expect(page.locator('[data-save-state="saved"]')).toContainText("Saved");
    const palette = page.getByRole("region", { name: "Classes" });
    await expect(palette.getByTitle(/Cropland/)).toBeVisible();
    await palette.getByRole("button", { name: "Fold what is below Forest" }).click();
    await expect(palette.getByTitle(/Cropland/)).toHaveCount(0);
    await page.keyboard.press("m");
    const wall = page.locator("[data-wall-count]");
    await expect(wall).not.toHaveAttribute("data-wall-count", "0");
    const box = await wall.boundingBox();
    if (!box) throw new Error("there is a wall");
    await page.mouse.click(box.x + 60, box.y + 54);
    await page.mouse.click(box.x + 162, box.y + 54);
    await expect(page.locator("[data-picked]")).toContainText("2 picked");
    await palette.getByRole("button", { name: "New class for 2 tiles…" }).click();
    await dialog.getByLabel("Name of the new class").fill("Quarry");
    await keepPicture(page, "classes-picked");
    await dialog.getByRole("button", { name: "Make the class" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.locator("[data-picked]")).toHaveCount(0);
    const { classes } = await client.projects.get({ projectId });
    const quarry = classes.find((one) => one.name === "Quarry")?.id ?? "";
    expect((await client.labels.counts({ sceneId })).classCounts[quarry]).toBe(2);
  } finally {
    await studio.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
