import { type Browser, expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { signIn } from "./browser";
import { Studio, until } from "./studio";

const password = "a password for tests";
/** Answers to the first tiles of row 0, as places in a list of three classes. */
const answersOfAnn = [0, 0, 1, 1, 2, 2, 0, 1];
const answersOfBen = [0, 0, 1, 2, 2, 2, 1, 1];
const disputed = answersOfAnn.flatMap((answer, col) => (answer === answersOfBen[col] ? [] : [col]));

/** Two people label the same tiles blind, a reviewer settles and sends back, and all see it. */
test.describe("second opinions", () => {
  test.describe.configure({ mode: "serial" });
  const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
  const crashes: string[] = [];
  let client: ApiClient;
  let project: Project;
  let scene: Scene;
  let classes: Project["classes"];
  let admin: Page;
  let ann: Page;
  let ben: Page;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(300_000);
    const signedIn = await studio.createClient(await studio.start());
    client = signedIn.client;
    ({ project, scene } = await openDemonstration(client));
    classes = project.classes.filter((one) => /^[1-9]$/.test(one.key ?? "")).slice(0, 3);
    for (const [name, role] of [
      ["Ann", "analyst"],
      ["Ben", "analyst"],
    ] as const) {
      await client.auth.createUser({ name, email: `${name}@example.org`, password, role });
    }
    admin = await openPage(browser, scene, crashes);
    await signIn(admin, studio.url);
    ann = await openPage(browser, scene, crashes);
    ben = await openPage(browser, scene, crashes);
    await signInAs(ann, studio.url, "ann@example.org");
    await signInAs(ben, studio.url, "ben@example.org");
  });

  test.afterAll(async () => {
    for (const page of [admin, ann, ben]) await page?.context().close();
    await studio.stop();
    expect(crashes).toEqual([]);
  });

  test("a project asks two people for every tile", async () => {
    await admin.goto(`${studio.url}/projects/${project.id}/settings`);
    await admin.getByRole("radio", { name: "2", exact: true }).click();
    await admin.getByRole("radio", { name: "all agree" }).click();
    const card = admin.locator("form", { hasText: "People per tile" });
    await card.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText("Saved. Tiles that are answered already")).toBeVisible();
    await until(
      async () => (await client.opinions.getSetting({ projectId: project.id })).opinions === 2,
      "the setting",
    );
    await admin.reload();
    await expect(admin.getByRole("radio", { name: "2", exact: true })).toBeChecked();
  });

  test("two people label the same tiles and see nothing of each other", async () => {
    await openWorkspace(ann, studio, project, scene);
    await openWorkspace(ben, studio, project, scene);
    await pressClasses(ann, classes, answersOfAnn);
    // Ben's page was open all the time, and hears what may be heard.
    expect(await firstBytes(ben, scene)).toEqual(answersOfAnn.map(() => 0));
    await expect(ben.locator("[data-current-label]")).toHaveText("Unlabelled");
    for (const path of ["history", "opinions"]) {
      const told = await read(ben, `/api/scenes/${scene.id}/labels/0/0/${path}`);
      expect(JSON.stringify(told)).not.toContain("Ann");
    }
    expect(JSON.stringify(await read(ben, `/api/scenes/${scene.id}/labels/acts`))).not.toContain(
      "Ann",
    );
    await pressClasses(ben, classes, answersOfBen);
    const byteOf = (place: number) => (classes[place]?.index ?? -1) + 1;
    expect(await firstBytes(ann, scene)).toEqual(answersOfAnn.map(byteOf));
    expect(await firstBytes(ben, scene)).toEqual(answersOfBen.map(byteOf));
    const settled = answersOfAnn.length - disputed.length;
    const after = await client.scenes.get({ sceneId: scene.id });
    expect(after.labelledCount).toBe(scene.labelledCount + settled);
  });

  test("agreement is what it should be", async () => {
    await admin.goto(`${studio.url}/projects/${project.id}/review`);
    await admin.getByRole("radio", { name: "Agreement", exact: true }).click();
    const alpha = admin.locator("[data-alpha]");
    await expect(alpha).toBeVisible();
    expect(Number(await alpha.getAttribute("data-alpha"))).toBeCloseTo(
      alphaOfTwo(answersOfAnn, answersOfBen),
      9,
    );
    const kappa = admin.locator("[data-kappa]").first();
    expect(Number(await kappa.getAttribute("data-kappa"))).toBeCloseTo(
      kappaOfTwo(answersOfAnn, answersOfBen),
      9,
    );
  });

  test("a flag with its reason reaches the reviewer", async () => {
    const reason = "Half of it is cloud";
    await goToFirst(ann, studio, project, scene);
    await ann.keyboard.press("Shift+F");
    const field = ann.locator("[data-flag-comment]");
    await expect(field).toBeFocused();
    await field.fill(reason);
    await field.press("Enter");
    const first = { sceneId: scene.id, row: 0, col: 0 };
    await until(
      async () => (await client.opinions.getTile(first)).flags[0]?.comment === reason,
      "the flag's reason",
    );
    await admin.reload();
    await admin.getByRole("radio", { name: /^Flagged/ }).click();
    await expect(admin.getByText(reason)).toBeVisible();
    await admin.getByRole("button", { name: "Take the flags off" }).click();
    await expect(admin.getByText("No tile is flagged.")).toBeVisible();
  });

  test("the reviewer sees the answers side by side, settles one, sends one back", async () => {
    await admin.getByRole("radio", { name: /^Disagreements/ }).click();
    const [first = -1, second = -1] = disputed;
    const shown = admin.locator("[data-review-tile]");
    await expect(shown).toHaveAttribute("data-review-tile", `0,${first}`);
    await expect(admin.locator("[data-drawn]")).toHaveAttribute("data-drawn", `0,${first}`);
    const answers = admin.locator("[data-answers] > li");
    await expect(answers).toHaveCount(2);
    await expect(answers.filter({ hasText: "Ann" })).toContainText(
      classes[answersOfAnn[first] ?? 0]?.name ?? "",
    );
    await expect(answers.filter({ hasText: "Ben" })).toContainText(
      classes[answersOfBen[first] ?? 0]?.name ?? "",
    );
    await admin.keyboard.press(classes[0]?.key ?? "");
    await expect(admin.getByText("1 tile settled")).toBeVisible();
    await expect(shown).toHaveAttribute("data-review-tile", `0,${second}`);
    await admin.keyboard.press("r");
    const dialog = admin.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Ann" }).click();
    await dialog.getByLabel("What should they look at?").fill("Is that not a shadow?");
    await dialog.getByRole("button", { name: "Send back" }).click();
    await expect(admin.getByText("Nobody disagrees.")).toBeVisible();
  });

  test("the returned tile comes back with the comment, and is settled", async () => {
    const [first = -1, second = -1] = disputed;
    // The settled one is seen at once; the returned one is counted and a key leads to it.
    await expect
      .poll(async () => (await firstBytes(ann, scene))[first])
      .toBe((classes[0]?.index ?? -1) + 1);
    await expect(ann.locator("[data-returned]")).toHaveAttribute("data-returned", "1");
    await expect(ben.locator("[data-returned]")).toHaveCount(0);
    await ann.keyboard.press(".");
    await expect(ann.locator(`[data-tile="0,${second}"]`)).toBeVisible();
    const note = ann.locator("[data-returned-note]");
    await expect(note).toContainText("Is that not a shadow?");
    await ann.keyboard.press(classes[answersOfBen[second] ?? 0]?.key ?? "");
    await expect(ann.locator("[data-returned]")).toHaveCount(0);
    const plane = await client.labels.getPlane({ sceneId: scene.id });
    const bytes = [...atob(plane.plane).slice(0, answersOfAnn.length)].map((one) =>
      one.charCodeAt(0),
    );
    expect(bytes[second]).toBe((classes[answersOfBen[second] ?? 0]?.index ?? -1) + 1);
    expect(bytes.every((byte) => byte > 0)).toBe(true);
  });
});

async function openDemonstration(client: ApiClient) {
  const labelled = await until(
    async () => (await client.projects.list()).find((one) => one.labelledCount > 0),
    "the demonstration project",
  );
  await until(
    async () => (await client.jobs.list({ active: "true" })).length === 0,
    "the demonstration to be labelled",
  );
  const [first] = await client.scenes.list({ projectId: labelled.id });
  if (!first) throw new Error("the demonstration has a scene");
  const cleared = answersOfAnn.map((_, col) => ({ row: 0, col, classId: null }));
  const batchId = crypto.randomUUID();
  await client.labels.apply({ batchId, sceneId: first.id, edits: cleared });
  const scene = await client.scenes.get({ sceneId: first.id });
  return { project: await client.projects.get({ projectId: labelled.id }), scene };
}

/** A browser of its own, whose cursor begins at the first tile. */
async function openPage(browser: Browser, scene: Scene, crashes: string[]): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("pageerror", (error) => crashes.push(error.stack ?? String(error)));
  await page.addInitScript((key) => {
    if (!localStorage.getItem(key)) localStorage.setItem(key, JSON.stringify({ row: 0, col: 0 }));
  }, `tilewright.label.cursor.${scene.id}`);
  return page;
}

async function signInAs(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects/);
}

async function openWorkspace(page: Page, studio: Studio, project: Project, scene: Scene) {
  await page.goto(`${studio.url}/projects/${project.id}/label?scene=${scene.id}`);
  await expect(page.locator('[data-save-state="saved"]')).toContainText("Saved");
  await expect(page.locator('[data-tile="0,0"]')).toBeVisible();
}

async function goToFirst(page: Page, studio: Studio, project: Project, scene: Scene) {
  await page.evaluate(
    (key) => localStorage.setItem(key, JSON.stringify({ row: 0, col: 0 })),
    `tilewright.label.cursor.${scene.id}`,
  );
  await openWorkspace(page, studio, project, scene);
}

/** One key per tile: the cursor goes on by itself. */
async function pressClasses(page: Page, classes: Project["classes"], answers: readonly number[]) {
  for (const [col, place] of answers.entries()) {
    await expect(page.locator(`[data-tile="0,${col}"]`)).toBeVisible();
    await page.keyboard.press(classes[place]?.key ?? "");
  }
  await expect(page.locator(`[data-tile="0,${answers.length}"]`)).toBeVisible();
  await expect(page.locator('[data-save-state="saved"]')).toContainText("Saved");
}

async function read(page: Page, path: string): Promise<unknown> {
  return page.evaluate(async (address) => (await fetch(address)).json(), path);
}

/** What the server shows this person of the first tiles. */
async function firstBytes(page: Page, scene: Scene): Promise<number[]> {
  const { plane } = (await read(page, `/api/scenes/${scene.id}/labels`)) as { plane: string };
  return [...atob(plane).slice(0, answersOfAnn.length)].map((one) => one.charCodeAt(0));
}

/** Cohen's kappa of two complete lists of answers, by the shares of the classes. */
function kappaOfTwo(a: readonly number[], b: readonly number[]): number {
  const share = (list: readonly number[], answer: number) =>
    list.filter((one) => one === answer).length / list.length;
  const observed = a.filter((answer, at) => answer === b[at]).length / a.length;
  const expected = [0, 1, 2].reduce((sum, one) => sum + share(a, one) * share(b, one), 0);
  return (observed - expected) / (1 - expected);
}

/** Krippendorff's alpha of two complete lists: observed over expected disagreement. */
function alphaOfTwo(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const observed = a.filter((answer, at) => answer !== b[at]).length / a.length;
  let different = 0;
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) if (one !== other) different += 1;
  }
  return 1 - observed / (different / ((all.length * (all.length - 1)) / 2));
}
