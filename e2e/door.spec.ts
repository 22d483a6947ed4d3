import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import { expectImagery } from "./imagery";
import { administrator, dataFolder, hasSharedData, Studio, until } from "./studio";

test.describe("the door of the studio", () => {
  const studio = new Studio();
  let client: ApiClient;
  let key = "";
  test.beforeAll(async () => {
    ({ client, key } = await studio.createClient(await studio.start()));
  });
  test.afterAll(() => studio.stop());

  test("leads on to the page that was asked for", async ({ page }) => {
    const refused = hearRefusals(page);
    await page.goto(`${studio.url}/environment?from=door`);
    await expect(page).toHaveURL(`${studio.url}/sign-in?next=%2Fenvironment%3Ffrom%3Ddoor`);
    await signIn(page);
    await expect(page).toHaveURL(`${studio.url}/environment?from=door`);
    await page.goto(`${studio.url}/sign-in?next=//evil.example/`);
    await expect(page).toHaveURL(`${studio.url}/projects`);
    expect(refused).toEqual([]);
  });

  test("cannot be framed and loads nothing from elsewhere", async () => {
    for (const address of ["/sign-in", "/api/openapi.json", "/api/projects", "/nothing"]) {
      const { headers } = await fetch(studio.url + address, { redirect: "manual" });
      expect(headers.get("content-security-policy"), address).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy"), address).toContain("default-src 'self'");
      expect(headers.get("x-content-type-options"), address).toBe("nosniff");
      expect(headers.get("referrer-policy"), address).toBe("same-origin");
    }
  });

  test("says how long a download is, and lets the map decode it", async ({ page }) => {
    test.skip(!hasSharedData(), "../shared/data is not beside this checkout");
    const { projectId, sceneId } = await importScene(client);
    const address = `${studio.url}/api/scenes/${sceneId}/raster`;
    const headers = { authorization: `Bearer ${key}` };
    const whole = await fetch(address, { headers });
    const { byteLength } = await whole.arrayBuffer();
    expect(whole.headers.get("content-length")).toBe(String(byteLength));
    const part = await fetch(address, { headers: { ...headers, range: "bytes=10-29" } });
    expect(part.headers.get("content-length")).toBe("20");

    const refused = hearRefusals(page);
    const next = `/projects/${projectId}/label?scene=${sceneId}`;
    await page.goto(studio.url + next);
    await signIn(page);
    await expect(page).toHaveURL(studio.url + next);
    await expectImagery(page);
    expect(refused).toEqual([]);
  });
});

/** What the content security policy keeps the page from, as the browser says it. */
function hearRefusals(page: Page): string[] {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  return refused;
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function importScene(client: ApiClient): Promise<{ projectId: string; sceneId: string }> {
  const classes = ["Land", "Water"].map((name) => ({ name, colour: "#3366aa", key: null }));
  const { id: projectId } = await client.projects.create({ name: "Door", classes });
  const source = path.join(dataFolder, "scenes/s2_beaufort_nc_8band.tif");
  const { jobId } = await client.scenes.import({
    projectId,
    kind: "raster",
    source: { from: "folder", path: source },
  });
  const job = await until(async () => {
    const now = await client.jobs.get({ jobId });
    return now.status === "finished" && now;
  }, "the import");
  return { projectId, sceneId: job.subjectId ?? "" };
}
