import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type ApiClient, createApiClient } from "@/lib/api-client";
import { signIn } from "./browser";
import { makeRaster } from "./made-raster";
import { Studio, until } from "./studio";

const sideTiles = 20;
const tileSizePx = 8;
const password = "a password of bob";

function makeScene(): Buffer {
  const sidePx = sideTiles * tileSizePx;
  const pixels = new Uint8Array(sidePx * sidePx * 3).map((_, at) => 60 + (at % 120));
  return makeRaster(pixels, sidePx);
}

/** Two people on one scene: they see each other, cover nothing unseen, and work in areas. */
test.describe("together", () => {
  test.describe.configure({ mode: "serial" });
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-together-"));
  const studio = new Studio({ TILEWRIGHT_IMPORT_FOLDERS: folder });
  const crashes: string[] = [];
  let client: ApiClient;
  let ada: Page;
  let bob: Page;
  let projectId = "";
  let sceneId = "";
  let address = "";

  const openPage = async (browser: Browser) => {
    const page = await (await browser.newContext()).newPage();
    page.on("pageerror", (error) => crashes.push(error.stack ?? String(error)));
    return page;
  };
  const openScene = async (page: Page) => {
    await page.goto(address);
    await expect(page.locator("[data-save-state=saved]")).toHaveText("Saved");
    // The map is drawn when the pointer finds a tile below it; keys go to the map.
    await page.getByRole("application").hover({ position: { x: 600, y: 350 } });
    await expect(page.locator("[data-tile]")).toHaveText(/^Row \d+, column \d+$/);
    await page.getByRole("application").focus();
  };
  const counts = async () => {
    const { classCounts } = await client.labels.counts({ sceneId });
    const { classes } = await client.projects.get({ projectId });
    return Object.fromEntries(classes.map((one) => [one.name, classCounts[one.id] ?? 0]));
  };
  const expectCursor = (page: Page, row: number, col: number) =>
    expect(
      page.getByRole("button", { name: `Tile: row ${row}, column ${col}`, exact: true }),
    ).toBeVisible();
  const markOn = (page: Page, row: number, col: number) =>
    page.locator(`[data-person-mark="${row},${col}"]`);

  test.beforeAll(async ({ browser }) => {
    writeFileSync(path.join(folder, "scene.tif"), makeScene());
    ({ client } = await studio.createClient(await studio.start()));
    await client.auth.createUser({
      name: "Bob Brown",
      email: "bob@example.org",
      password,
      role: "analyst",
    });
    const project = await client.projects.create({
      name: "Together",
      tileSizePx,
      classes: [
        { name: "Forest", colour: "#006400", key: "1" },
        { name: "Water", colour: "#0064c8", key: "2" },
      ],
    });
    projectId = project.id;
    const { jobId } = await client.scenes.import({
      projectId,
      kind: "raster",
      name: "Scene",
      source: { from: "folder", path: path.join(folder, "scene.tif") },
    });
    await until(async () => {
      const job = await client.jobs.get({ jobId });
      if (job.problem) throw new Error(job.problem.message);
      return job.status === "finished";
    }, "the import");
    sceneId = (await client.scenes.list({ projectId }))[0]?.id ?? "";
    address = `${studio.url}/projects/${projectId}/label?scene=${sceneId}`;
    ada = await openPage(browser);
    await signIn(ada, studio.url);
    bob = await openPage(browser);
    await bob.goto(`${studio.url}/sign-in`);
    await bob.getByLabel("E-mail").fill("bob@example.org");
    await bob.getByLabel("Password").fill(password);
    await bob.getByRole("button", { name: "Sign in" }).click();
    await bob.waitForURL(/\/projects/);
    await openScene(ada);
    await openScene(bob);
  });

  test.afterAll(async () => {
    await ada?.context().close();
    await bob?.context().close();
    await studio.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(crashes).toEqual([]);
  });

  test("people see each other, where they are, and when they share a tile", async () => {
    await expect(ada.locator("[data-people-here]")).toHaveText("BB");
    await expect(bob.locator("[data-people-here]")).toHaveText("AA");
    await expect(ada.locator("[data-tile-company]")).toHaveText(/Bob Brown is on this tile too/);
    await bob.keyboard.press("ArrowDown");
    await bob.keyboard.press("ArrowRight");
    await expect(markOn(ada, 11, 11)).toContainText("Bob Brown");
    await expect(ada.locator("[data-tile-company]")).toHaveCount(0);
    await expect(markOn(bob, 10, 10)).toContainText("Ada Admin");
  });

  test("others can be hidden, and gone to", async () => {
    await ada.locator("[data-people-here]").click();
    await expect(ada.getByText("Bob Brown").first()).toBeVisible();
    await ada.getByRole("button", { name: "Hide them on the map" }).click();
    await expect(markOn(ada, 11, 11)).toHaveCount(0);
    await ada.getByRole("button", { name: "Show them on the map" }).click();
    await ada.getByRole("button", { name: "Go to where Bob Brown is" }).click();
    await ada.keyboard.press("Escape");
    await expect(markOn(bob, 11, 11)).toContainText("Ada Admin");
  });

  test("who closes the page is gone for the others", async () => {
    await bob.goto(`${studio.url}/projects`);
    await expect(ada.locator("[data-people-here]")).toHaveCount(0);
    await openScene(bob);
    await expect(ada.locator("[data-people-here]")).toHaveText("BB");
  });

  test("labels arrive by themselves, and are overwritten by who has seen them", async () => {
    await bob.keyboard.press("1");
    await expect(ada.getByText("1 of 400 labelled")).toBeVisible();
    await ada.keyboard.press("2");
    await expect.poll(counts).toEqual({ Forest: 0, Water: 1 });
    await expect(ada.locator("[data-conflicts]")).toHaveCount(0);
    await expect(bob.locator("[data-save-state=saved]")).toHaveText("Saved");
  });

  test("an edit made offline covers no newer label; both answers are kept", async () => {
    await bob.context().setOffline(true);
    await expect(bob.getByText(/offline/i).first()).toBeVisible();
    const title = await bob.getByRole("button", { name: /^Tile: row/ }).textContent();
    const [row = 0, col = 0] = [...(title ?? "").matchAll(/\d+/g)].map(Number);
    const { classes } = await client.projects.get({ projectId });
    const forest = classes.find((one) => one.name === "Forest")?.id ?? "";
    await client.labels.apply({
      batchId: crypto.randomUUID(),
      sceneId,
      edits: [{ row, col, classId: forest }],
    });
    await bob.keyboard.press("2");
    await expect(bob.locator("[data-save-state=offline]")).toBeVisible();
    await bob.context().setOffline(false);
    const told = bob.getByText(/Ada Admin had labelled this tile Forest/);
    await expect(told).toBeVisible();
    await expect(bob.getByText(/Your answer, Water, is kept beside it/)).toBeVisible();
    await expect(bob.locator("[data-conflicts]")).toHaveText("1 conflict");
    // Everybody counts what they see, and of an open tile that is their own answer.
    await expect.poll(counts).toEqual({ Forest: 1, Water: 1 });
    await bob.locator("[data-conflicts]").click();
    const row1 = bob.getByRole("dialog").locator("[data-conflict]");
    await expect(row1).toContainText("both kept, in review");
    await row1.getByRole("button", { name: "Agree with theirs" }).click();
    await expect(bob.getByRole("dialog")).toHaveCount(0);
    await expect(bob.locator("[data-conflicts]")).toHaveCount(0);
    await expect.poll(counts).toEqual({ Forest: 1, Water: 1 });
  });

  test("a scene is divided into areas, and people take the next one", async () => {
    await ada.getByRole("button", { name: "Work areas", exact: true }).click();
    await ada.getByRole("button", { name: "Set up work areas" }).click();
    const dialog = ada.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Tiles per side of a block" }).fill("10");
    await expect(dialog.getByText("4 blocks")).toBeVisible();
    await dialog.getByRole("button", { name: "Divide" }).click();
    await expect(dialog.getByRole("button", { name: "Delete all 4 areas" })).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();

    await bob.getByRole("button", { name: "Work areas", exact: true }).click();
    await bob.getByRole("button", { name: "Take the next area (4 free)" }).click();
    await expect(bob.locator("[data-area]")).toContainText("0 / 100");
    await expectCursor(bob, 0, 0);
    await expect(bob.getByRole("switch", { name: "Work only in my area" })).toBeChecked();
    // The order of work stays inside: the tile after the end of the first row is in the second.
    for (let press = 0; press < 10; press += 1) await bob.keyboard.press("1");
    await expectCursor(bob, 1, 0);
    await expect(bob.locator("[data-area]")).toContainText("10 / 100");
    await expect(ada.locator("[data-area]")).toContainText("Bob Brown");
  });

  test("others are asked before they label in it, or turned away", async () => {
    await ada.getByRole("application").focus();
    for (const key of ["ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowLeft"]) {
      await ada.keyboard.press(key);
    }
    await expectCursor(ada, 9, 9);
    await ada.keyboard.press("2");
    const question = ada.getByRole("dialog");
    await expect(question).toContainText("This tile is in Bob Brown’s work area");
    expect(await counts()).toMatchObject({ Water: 1 });
    await question.getByRole("button", { name: "Label anyway" }).click();
    await expect.poll(counts).toMatchObject({ Water: 2 });

    await ada.getByRole("button", { name: "Set up work areas" }).click();
    const setup = ada.getByRole("dialog");
    const strict = setup.getByRole("switch", { name: "Only the holder labels in an area" });
    await strict.click();
    await expect(strict).toBeChecked();
    await setup.getByRole("button", { name: "Done" }).click();
    await expect(setup).toHaveCount(0);
    await ada.getByRole("application").focus();
    const key = await bobKey(bob, studio.url);
    const asBob = createApiClient(`${studio.url}/api`, { authorization: `Bearer ${key}` });
    await asBob.areas.claim({ sceneId });
    const edits = [{ row: 5, col: 5, classId: null }];
    const refused = client.labels.apply({ batchId: crypto.randomUUID(), sceneId, edits });
    await expect(refused).rejects.toHaveProperty(
      "data.body.message",
      expect.stringContaining("Bob Brown's work area, where only they label"),
    );
    await ada.keyboard.press("ArrowLeft");
    await ada.keyboard.press("ArrowLeft");
    await ada.keyboard.press("1");
    await expect(ada.getByText(/Only they label there/)).toBeVisible();
  });
});

/** An API key of whoever is signed in on the page. */
async function bobKey(page: Page, url: string): Promise<string> {
  const response = await page.request.post(`${url}/api/api-keys`, {
    data: { name: "tests" },
    headers: { origin: url },
  });
  return (await response.json()).key;
}
