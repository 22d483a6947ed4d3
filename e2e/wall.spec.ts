import { expect, type Page, test } from "@playwright/test";
import { administrator, Studio, until } from "./studio";

async function signIn(page: Page, studio: Studio): Promise<void> {
  await page.goto(`${studio.url}/sign-in`);
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
}

/** Chooses in the list of that name, in the menu that says which tiles are shown. */
async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByLabel(name, { exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

test("wrong tiles are clicked on the wall, relabelled and undone; map and wall have one selection", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    const { client } = await studio.createClient(await studio.start());
    const project = await until(
      async () => (await client.projects.list()).find((one) => one.labelledCount > 0),
      "the demonstration project",
    );
    await until(
      async () => (await client.jobs.list({ active: "true" })).length === 0,
      "the demonstration to be labelled",
    );
    const [scene] = await client.scenes.list({ projectId: project.id });
    if (!scene) throw new Error("the demonstration has a scene");
    const counts = async () => (await client.labels.counts({ sceneId: scene.id })).classCounts;
    const [forest, water] = ["Forest", "Water"].map((name) => {
      const found = project.classes.find((one) => one.name === name);
      if (!found) throw new Error(`the demonstration has ${name}`);
      return found;
    });
    if (!forest || !water) throw new Error("two classes are needed");
    const before = await counts();
    const forestCount = before[forest.id] ?? 0;

    await signIn(page, studio);
    await page.goto(`${studio.url}/projects/${project.id}/label`);
    const saved = page.locator('[data-save-state="saved"]');
    await expect(saved).toContainText("Saved");
    await page.keyboard.press("m");
    const wall = page.locator("[data-wall-count]");
    await expect(wall).toHaveAttribute("data-wall-count", String(scene.tileCount));

    // The wall of one class: click one, drag over three, give them another class with one key.
    await page.getByRole("button", { name: /^Which tiles/ }).click();
    await choose(page, "Label", "Forest");
    await page.keyboard.press("Escape");
    await expect(wall).toHaveAttribute("data-wall-count", String(forestCount));
    const box = await wall.boundingBox();
    if (!box) throw new Error("there is no wall");
    const at = (col: number, row: number) =>
      [box.x + 60 + col * 102, box.y + 54 + row * 102] as const;
    await page.mouse.click(...at(1, 0));
    await page.mouse.move(...at(0, 1));
    await page.mouse.down();
    await page.mouse.move(...at(2, 1), { steps: 6 });
    await page.mouse.up();
    const picked = page.locator("[data-picked]");
    await expect(picked).toContainText("4 picked");

    // The same tiles are picked out on the map, and still when one comes back.
    await page.keyboard.press("m");
    await expect(wall).toHaveCount(0);
    await page.keyboard.press("m");
    await expect(picked).toContainText("4 picked");

    await page.keyboard.press(water.key ?? "");
    await expect(picked).toHaveCount(0);
    await expect.poll(async () => (await counts())[water.id]).toBe((before[water.id] ?? 0) + 4);
    await expect.poll(async () => (await counts())[forest.id]).toBe(forestCount - 4);

    // Enter keeps the rest that was on screen: it leaves the wall, its labels stay.
    await expect(page.getByRole("button", { name: /^Keep \d+/ })).toBeEnabled();
    await page.keyboard.press("Enter");
    await expect(wall).not.toHaveAttribute("data-wall-count", String(forestCount));
    expect((await counts())[forest.id]).toBe(forestCount - 4);

    // Undo brings them back, also after the page was loaded again.
    await page.keyboard.press("Control+z");
    await expect.poll(counts).toEqual(before);
    await expect(wall).toHaveAttribute("data-wall-count", String(forestCount));
    await page.reload();
    await expect(wall).toHaveAttribute("data-wall-count", String(forestCount));
    await page.getByRole("button", { name: /^Which tiles: Forest/ }).click();
    await page.getByRole("button", { name: "All tiles", exact: true }).click();
    await expect(wall).toHaveAttribute("data-wall-count", String(scene.tileCount));
    expect(errors).toEqual([]);
  } finally {
    await studio.stop();
  }
});
