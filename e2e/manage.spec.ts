import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import { signIn } from "./browser";
import { Studio } from "./studio";

/** The table of runs, what is deleted and what stays, and the review of models. */
test.describe("managing runs and models", () => {
  test.describe.configure({ mode: "serial" });
  const studio = new Studio();
  let client: ApiClient;
  let projectId = "";
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    ({ client } = await studio.createClient(await studio.start()));
    const classes = ["Forest", "Water"].map((name, index) => ({
      ...{ name, colour: index === 0 ? "#006400" : "#0064c8", key: String(index + 1) },
    }));
    ({ id: projectId } = await client.projects.create({ name: "Coast", tileSizePx: 64, classes }));
    const seeded = spawnSync(process.execPath, ["--import", "tsx", "e2e/seed-runs.ts", projectId], {
      env: { ...process.env, TILEWRIGHT_HOME: studio.home },
      encoding: "utf8",
    });
    if (seeded.status !== 0) throw new Error(`${seeded.stdout}\n${seeded.stderr}`);
    page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    await signIn(page, studio.url);
  });

  test.afterAll(async () => {
    await page?.close();
    await studio.stop();
  });

  test("runs are grouped, filtered and sorted, and the view is remembered", async () => {
    await page.goto(`${studio.url}/projects/${projectId}/runs`);
    const table = page.getByRole("table", { name: "Training runs" });
    await expect(table.getByRole("link", { name: /^Run \d$/ })).toHaveCount(6);

    await page.getByRole("button", { name: "Group by settings" }).click();
    await expect(table.getByRole("button", { name: "Show the runs of this group" })).toHaveCount(2);
    await expect(table.getByText("3 runs · seeds 1, 2, 3")).toHaveCount(2);
    await expect(table.getByText("0.7200 ± 0.0497")).toBeVisible();
    await page.getByRole("button", { name: "Group by settings" }).click();

    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("textbox", { name: "Value" }).fill("0.75");
    await page.getByRole("button", { name: "Add filter" }).click();
    await expect(table.getByRole("link", { name: /^Run \d$/ })).toHaveText([
      "Run 6",
      "Run 5",
      "Run 4",
    ]);

    await page.getByRole("button", { name: "Columns", exact: true }).click();
    // The one that carries the column: the choice of the filter may be sent just before it.
    const saved = page.waitForResponse(
      (response) =>
        response.url().includes("/preferences") &&
        (response.request().postData() ?? "").includes("min:val/macro_f1"),
    );
    await page.getByRole("button", { name: "Macro-F1, validation: lowest" }).click();
    await page.keyboard.press("Escape");
    await saved;
    await page.reload();
    await expect(table.getByRole("columnheader", { name: /lowest/ })).toBeVisible();
    await expect(table.getByRole("link", { name: /^Run \d$/ })).toHaveCount(3);
    await page.getByRole("button", { name: /^Remove the filter/ }).click();
    await expect(table.getByRole("link", { name: /^Run \d$/ })).toHaveCount(6);
  });

  test("what is in use stays, with the reason; the rest goes, on the disk too", async () => {
    const runs = await client.runs.list({ projectId });
    const idOf = (name: string) => runs.find((run) => run.name === name)?.id ?? "";
    for (const name of ["Run 1", "Run 6"]) {
      const row = page
        .getByRole("row")
        .filter({ has: page.getByRole("link", { name, exact: true }) });
      await row.getByRole("checkbox").click();
    }
    await page.getByRole("button", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("Run 6")).toBeVisible();
    await expect(
      dialog.getByText('The model "Model 1" predicted the scene "Delta".'),
    ).toBeVisible();
    await dialog.getByRole("button", { name: /^Delete \d/ }).click();
    await expect(page.getByText("“Run 6” is deleted")).toBeVisible();
    await expect(page.getByRole("link", { name: "Run 6", exact: true })).toHaveCount(0);
    expect(existsSync(path.join(studio.home, "runs", idOf("Run 6")))).toBe(false);
    expect(existsSync(path.join(studio.home, "runs", idOf("Run 1")))).toBe(true);
  });

  test("models are approved and rejected; one is the default, and going back is one click", async () => {
    const models = await client.models.list({ projectId });
    for (const name of ["Model 1", "Model 2"]) {
      const model = models.find((one) => one.name === name);
      await page.goto(`${studio.url}/projects/${projectId}/models/${model?.id}`);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
      await page.getByRole("button", { name: "Make it the default" }).click();
      await expect(page.getByText(`${name} is the default`, { exact: true })).toBeVisible();
    }
    await page.goto(`${studio.url}/projects/${projectId}/models`);
    await page.getByRole("button", { name: "Go back to Model 1" }).click();
    await expect(page.getByText("Scenes are predicted with Model 1 first.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Go back to Model 2" })).toBeVisible();
    const offered = await client.models.listOffered({ projectId });
    expect(offered.models.map((model) => model.name)).toEqual(["Model 1", "Model 2", "Model 3"]);
  });
});
