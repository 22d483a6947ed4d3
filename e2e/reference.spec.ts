import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { FileHost } from "../server/testing/file-host";
import { openStacHost } from "../server/testing/stac-host";
import { signIn } from "./browser";
import { expectImagery } from "./imagery";
import { Studio, until } from "./studio";

const root = path.resolve(import.meta.dirname, "..");
const python = path.join(root, "server/trainer/.venv/bin/python");
const pictures = process.env.TILEWRIGHT_PICTURES;

async function keepPicture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

/** Opens the import dialog at one of its ways. */
async function openImport(page: Page, studio: Studio, projectId: string, tab: string) {
  await page.goto(`${studio.url}/projects/${projectId}`);
  await page.getByRole("button", { name: "Import imagery" }).first().click();
  await page.getByRole("tab", { name: tab }).click();
  return page.getByRole("dialog");
}

test.describe("imagery that stays where it is", () => {
  test.skip(!existsSync(python), "there is no Python to write and read imagery with");

  test("is found by address and in a catalogue, labelled, and missed when its host is away", async ({
    page,
  }) => {
    test.setTimeout(180_000);
    const files = mkdtempSync(path.join(tmpdir(), "tilewright-cogs-"));
    const studio = new Studio();
    let host: FileHost | null = null;
    const foreign: string[] = [];
    try {
      execFileSync(python, ["server/testing/write-cog.py", files], { cwd: root });
      host = await openStacHost(python);
      const { host: name, url } = host;
      host.files.set("/cog.tif", { bytes: readFileSync(path.join(files, "cog.tif")) });
      host.files.set("/flat.tif", { bytes: readFileSync(path.join(files, "flat.tif")) });
      page.on("request", (request) => {
        if (request.url().includes(name)) foreign.push(request.url());
      });
      const { client } = await studio.createClient(await studio.start());
      const project = await client.projects.create({
        name: "Elsewhere",
        tileSizePx: 64,
        classes: [
          { name: "Field", colour: "#d9c27e", key: "1", archived: false },
          { name: "Water", colour: "#2f6fb5", key: "2", archived: false },
        ],
      });
      await signIn(page, studio.url);

      // No host is allowed at first; an administrator allows one.
      const dialog = await openImport(page, studio, project.id, "By address");
      await expect(dialog.getByText("No host is allowed yet")).toBeVisible();
      await page.goto(`${studio.url}/administration`);
      await page.getByLabel("Allow a host").fill(name);
      await page.getByRole("checkbox", { name: "Private network" }).first().check();
      await page.getByRole("button", { name: "Allow", exact: true }).click();
      await expect(page.getByText("The hosts were saved.")).toBeVisible();
      await keepPicture(page, "hosts");

      // A file in strips is refused with the way out; a cloud optimized one is used in place.
      await openImport(page, studio, project.id, "By address");
      const addresses = dialog.getByLabel("Addresses, one on each line");
      await addresses.fill(`${url}/flat.tif`);
      await dialog.getByRole("button", { name: "Add the file" }).click();
      await expect(dialog.getByText(/not in tiles/)).toBeVisible({ timeout: 30_000 });
      await expect(dialog.getByText(/Import it instead/)).toBeVisible();
      await addresses.fill("https://elsewhere.example/a.tif");
      await dialog.getByRole("button", { name: "Add the file" }).click();
      await expect(dialog.getByText(/elsewhere.example is not among the hosts/)).toBeVisible();
      await addresses.fill(`${url}/cog.tif`);
      await keepPicture(page, "by-address");
      await dialog.getByRole("button", { name: "Add the file" }).click();
      const scene = await until(
        async () => (await client.scenes.list({ projectId: project.id }))[0],
        "the scene by its address",
      );
      expect(scene.reference?.address).toBe(`${url}/cog.tif`);

      // The same file, found in a catalogue.
      await openImport(page, studio, project.id, "From a STAC catalogue");
      await dialog.getByLabel("STAC API, catalogue or item").fill(`${url}/api`);
      await dialog.getByLabel("Collection").fill("north");
      await dialog.getByLabel("Clouds at most").fill("40");
      await dialog.getByRole("button", { name: "Search", exact: true }).click();
      await expect(dialog.getByText("A searchable catalogue · 2 items")).toBeVisible();
      await dialog.getByRole("button", { name: /north-04/ }).click();
      await expect(dialog.getByRole("checkbox", { name: /far/ })).toBeDisabled();
      await dialog.getByRole("checkbox", { name: /All bands/ }).check();
      await keepPicture(page, "catalogue");
      await dialog.getByRole("button", { name: "Add the file" }).click();
      await until(
        async () => (await client.scenes.list({ projectId: project.id })).length === 2,
        "the scene of the catalogue",
      );
      await dialog.getByRole("button", { name: "Done" }).click();
      await expect(page.getByText("In place", { exact: true })).toHaveCount(2);
      await keepPicture(page, "scenes");

      // Its pixels are on the map, and a tile is labelled.
      const label = `${studio.url}/projects/${project.id}/label?scene=${scene.id}`;
      await page.goto(label);
      await expectImagery(page);
      await keepPicture(page, "on-the-map");

      // Its host goes away: the map says so, and labels are made all the same.
      host.close();
      await page.goto(`${studio.url}/projects/${project.id}`);
      const session = await page.context().newCDPSession(page);
      await session.send("Network.clearBrowserCache");
      await page.goto(label);
      await expect(page.getByRole("status").getByText(/does not answer/)).toBeVisible({
        timeout: 30_000,
      });
      await keepPicture(page, "host-away");
      await expect(page.locator('[data-save-state="saved"]')).toContainText("Saved");
      await page.keyboard.press("1");
      await until(
        async () => (await client.labels.counts({ sceneId: scene.id })).labelledCount === 1,
        "a label without imagery",
      );
      expect(foreign).toEqual([]);
    } finally {
      host?.close();
      await studio.stop();
      rmSync(files, { recursive: true, force: true });
    }
  });
});
