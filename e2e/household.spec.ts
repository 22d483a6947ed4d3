import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import { signIn } from "./browser";
import { Studio, until } from "./studio";

/** What people do around the main job: people, roles, keys, folders, settings, a lost server. */
test.describe("the household", () => {
  test.describe.configure({ mode: "serial" });
  const studio = new Studio({ TILEWRIGHT_DEMO: "on", TILEWRIGHT_IMPORT_FOLDERS: "" });
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-household-"));
  let client: ApiClient;
  let projectId = "";
  let page: Page;
  const crashes: string[] = [];

  test.beforeAll(async ({ browser }) => {
    ({ client } = await studio.createClient(await studio.start()));
    const scene = await findDemonstration(client);
    projectId = scene.projectId;
    // A file to import that needs no test data: the scene that was just simulated.
    mkdirSync(path.join(folder, "valley"));
    copyFileSync(
      path.join(studio.home, "scenes", scene.id, "scene.tif"),
      path.join(folder, "valley/valley.tif"),
    );
    page = await openPage(browser, crashes);
    await signIn(page, studio.url);
  });

  test.afterAll(async () => {
    await page?.context().close();
    await studio.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(crashes).toEqual([]);
  });

  test("people are added, and see what their role allows", async ({ browser }) => {
    await page.goto(`${studio.url}/administration`);
    await addPerson(page, "Rita Reviewer", "rita@example.org", "Reviewer");
    await expect(page.getByRole("row", { name: /Rita Reviewer/ })).toBeVisible();

    const rita = await openPage(browser, crashes);
    await signInAs(rita, studio.url, "rita@example.org");
    await expect(rita.getByRole("button", { name: "New project" })).toHaveCount(0);
    await expect(rita.getByRole("link", { name: "Administration" })).toHaveCount(0);
    for (const address of ["/administration", `/projects/${projectId}/settings`]) {
      await rita.goto(studio.url + address);
      await expect(rita.getByText("You may not do this")).toBeVisible();
      await expect(rita.getByText("An administrator can give you another role.")).toBeVisible();
      await expect(rita.locator("main input")).toHaveCount(0);
    }

    await page.getByRole("combobox", { name: "Role: Rita Reviewer" }).click();
    await page.getByRole("option", { name: "Researcher" }).click();
    await expect(page.getByText("Rita Reviewer is now Researcher.")).toBeVisible();
    await rita.reload();
    await expect(rita.getByLabel("Name", { exact: true })).toHaveValue(/Demonstration/);

    await page.getByRole("button", { name: "Actions for Rita Reviewer" }).click();
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    await expect(page.getByText("Rita Reviewer can no longer sign in.")).toBeVisible();
    await rita.goto(`${studio.url}/projects`);
    await expect(rita).toHaveURL(/\/sign-in/);
    await rita.context().close();
  });

  test("a key is shown once, works, and is revoked", async () => {
    await page.goto(`${studio.url}/account`);
    await page.getByRole("button", { name: "New API key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What is it for?").fill("Nightly import");
    await dialog.getByRole("button", { name: "Create" }).click();
    const key = await dialog.locator("code").textContent();
    if (key === null) throw new Error("there is no key");
    expect(key).toMatch(/^tw_/);
    const ask = () =>
      fetch(`${studio.url}/api/projects`, { headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).status).toBe(200);
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByText(key)).toHaveCount(0);
    await page
      .getByRole("row", { name: /Nightly import/ })
      .getByRole("button", { name: /Revoke/ })
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await expect(page.getByText("“Nightly import” no longer works.")).toBeVisible();
    expect((await ask()).status).toBe(401);
  });

  test("imagery comes from a folder that is allowed, and stays in sight", async () => {
    await openImport(page, studio.url, projectId);
    await page.getByRole("tab", { name: "From a server folder" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "Administration" }).click();
    const field = page.getByLabel("Imagery", { exact: true });
    await field.fill("/no/such/folder");
    await field.press("Enter");
    await expect(field).toHaveAccessibleDescription(/no folder \/no\/such\/folder/);
    await expect(field).toHaveValue("/no/such/folder");
    await field.fill(folder);
    await field.press("Enter");
    await expect(page.getByRole("button", { name: `Remove ${folder}` })).toBeVisible();
    await expect(field).toHaveValue("");

    await openImport(page, studio.url, projectId);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("tab", { name: "From a server folder" }).click();
    await dialog.getByRole("button", { name: folder }).click();
    await dialog.getByRole("button", { name: "valley", exact: true }).click();
    await dialog.getByRole("button", { name: "Import valley.tif" }).click();
    // It is said in the dialog too that it has arrived, with the way to it.
    await expect(dialog.getByRole("link", { name: /valley/ })).toHaveAttribute(
      "href",
      /\/label\?scene=scn_/,
      { timeout: 60_000 },
    );
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("link", { name: "valley", exact: true })).toBeVisible();
  });

  test("a dropped file that is no image is refused, not called interrupted", async () => {
    await page.goto(`${studio.url}/projects/${projectId}`);
    await expect(page.getByRole("button", { name: "Import imagery" }).first()).toBeVisible();
    const files = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["hello"], "notes.txt", { type: "text/plain" }));
      return transfer;
    });
    await page.dispatchEvent("body", "dragenter", { dataTransfer: files });
    await expect(page.getByText(/^Import into Demonstration/)).toBeVisible();
    await page.dispatchEvent("body", "drop", { dataTransfer: files });
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(/notes\.txt is not a raster/)).toBeVisible({ timeout: 60_000 });
    await expect(dialog.getByText("Interrupted uploads")).toHaveCount(0);
    await dialog.getByRole("button", { name: "Done" }).click();
  });

  test("names change, and nothing goes without its name", async () => {
    await page.goto(`${studio.url}/projects/${projectId}`);
    await page.getByRole("button", { name: "Actions for valley", exact: true }).click();
    await page.getByRole("menuitem", { name: "Rename…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Second valley");
    await dialog.getByLabel("Name").press("Enter");
    await page.getByRole("button", { name: "Actions for Second valley" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const remove = dialog.getByRole("button", { name: "Delete the scene" });
    await dialog.getByRole("textbox").fill("second");
    await expect(remove).toBeDisabled();
    await dialog.getByRole("textbox").fill("Second valley");
    await remove.click();
    await expect(page.getByRole("button", { name: "Actions for Second valley" })).toHaveCount(0);

    await page.goto(`${studio.url}/projects/${projectId}/settings`);
    await page.getByLabel("Name", { exact: true }).fill("Valley of tests");
    await page.getByRole("button", { name: "Save" }).first().click();
    await expect(page.getByText("Valley of tests").first()).toBeVisible();
    const names = page.getByRole("textbox", { name: "Class name" });
    await names.nth(1).fill(await names.nth(0).inputValue());
    await page.getByRole("button", { name: "Save", exact: true, disabled: false }).click();
    await expect(page.getByText("Another class has this name.")).toBeInViewport();
    // A page with unsaved work would ask before it is left.
    await page.getByRole("button", { name: "Undo the changes" }).click();
  });

  test("with no class in hand every tool chooses tiles, after a reload too", async () => {
    await page.goto(`${studio.url}/projects/${projectId}/label`);
    const state = page.locator("[data-save-state]");
    await expect(state).toHaveText("Saved");
    await page.keyboard.press("r");
    await page.reload();
    await expect(state).toHaveText("Saved");
    const map = page.getByRole("application");
    const heading = page.getByText(/^Tile: row \d+, column \d+$/);
    const before = await heading.textContent();
    // The map is drawn when the pointer finds a tile below it.
    await map.hover({ position: { x: 500, y: 300 } });
    await expect(page.getByText(/^Row \d+, column \d+$/)).toBeVisible();
    await map.click({ position: { x: 500, y: 300 } });
    await expect(heading).not.toHaveText(before ?? "");
    const chosen = await heading.textContent();
    await page.keyboard.press("4");
    await expect(heading).not.toHaveText(chosen ?? "");
    await page.keyboard.press("u");
    await expect(heading).toHaveText(chosen ?? "");
    await page.keyboard.press("v");
  });

  test("labels wait in the browser while the network or the server is away", async () => {
    await page.goto(`${studio.url}/projects/${projectId}/label`);
    const state = page.locator("[data-save-state]");
    await expect(state).toHaveText("Saved");
    await page.keyboard.press("n");
    await page.context().setOffline(true);
    await page.keyboard.press("1");
    await expect(state).toHaveText("Offline, 1 change kept");
    await page.context().setOffline(false);
    await expect(state).toHaveText("Saved");

    const before = await countLabels(client, projectId);
    await studio.killWeb();
    for (const key of ["n", "2", "n", "3"]) await page.keyboard.press(key);
    await expect(state).toHaveText("Waiting for the server, 2 changes");
    await studio.startWeb();
    await expect(state).toHaveText("Saved", { timeout: 40_000 });
    expect(await countLabels(client, projectId)).toBe(before + 2);
  });

  test("an address that leads nowhere says so and leads on", async () => {
    for (const address of ["/projects/prj_nope", `/projects/${projectId}/runs/run_nope`, "/x"]) {
      await page.goto(studio.url + address);
      await expect(page.getByText("There is nothing at this address")).toBeVisible();
    }
    await page.getByRole("link", { name: "Go to the projects" }).click();
    await expect(page).toHaveURL(`${studio.url}/projects`);
  });
});

/** The simulated scene, once it is imported and labelled. */
async function findDemonstration(client: ApiClient): Promise<{ id: string; projectId: string }> {
  const project = await until(
    async () => (await client.projects.list()).find((one) => one.labelledCount > 500),
    "the demonstration to be labelled",
    { timeoutMs: 240_000 },
  );
  const [scene] = await client.scenes.list({ projectId: project.id });
  return { id: scene?.id ?? "", projectId: project.id };
}

async function countLabels(client: ApiClient, projectId: string): Promise<number> {
  return (await client.projects.get({ projectId })).labelledCount;
}

async function openPage(browser: Browser, crashes: string[]): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("pageerror", (error) => crashes.push(error.stack ?? String(error)));
  return page;
}

const password = "a password for tests";

async function addPerson(page: Page, name: string, email: string, role: string): Promise<void> {
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("combobox").click();
  await page.getByRole("option", { name: role }).click();
  await dialog.getByRole("button", { name: "Add a person" }).click();
  await expect(dialog).toHaveCount(0);
}

async function signInAs(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects/);
}

async function openImport(page: Page, url: string, projectId: string): Promise<void> {
  await page.goto(`${url}/projects/${projectId}`);
  await page.getByRole("button", { name: "Import imagery" }).first().click();
}
