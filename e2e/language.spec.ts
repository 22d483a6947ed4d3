import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./browser";
import { freezeDemonstration } from "./demonstration";
import { Studio, until } from "./studio";

/** Takes the page to Chinese where it stands, by the command palette. */
async function switchToChinese(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("option", { name: "用简体中文显示" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
}

test("what went wrong is told in the language of the reader", async ({ page }) => {
  const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
  try {
    const { client } = await studio.createClient(await studio.start());
    const dataset = await freezeDemonstration(client, "Blocks");
    const project = `${studio.url}/projects/${dataset.projectId}`;
    await signIn(page, studio.url);

    // An upload that is no raster: English first, Chinese after the switch, live and stored.
    await page.goto(project);
    await page.getByRole("button", { name: "Import imagery" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.locator('input[type="file"]').setInputFiles({
      name: "broken.tif",
      mimeType: "image/tiff",
      buffer: randomBytes(4096),
    });
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText(/broken\.tif is not a raster/).first()).toBeVisible({
      timeout: 60_000,
    });
    await switchToChinese(page);
    await expect(page.getByText(/broken\.tif 不是栅格文件：开头几个字节为/)).toBeVisible();
    await expect(page.getByText(/可读取的文件：/)).toBeVisible();
    await page.getByRole("button", { name: /^任务/ }).click();
    await expect(page.getByText("导入 broken").first()).toBeVisible();
    await page.reload();
    await expect(page.locator("body")).not.toContainText("is not a raster");

    // A run whose scene is gone: the trainer's words, over its events and the database.
    const sceneId = dataset.sceneIds[0] ?? "";
    rmSync(path.join(studio.home, "scenes", sceneId, "scene.tif"));
    const { id } = await client.runs.launch({ datasetId: dataset.id, config: { method: "probe" } });
    const run = await until(async () => {
      const now = await client.runs.get({ runId: id });
      return now.endedAtMs !== null && now;
    }, "the run to fail");
    expect(run.problem?.message).toContain("is missing or damaged");
    await page.goto(`${project}/runs/${id}`);
    await expect(page.getByText(/无法打开影像“.+”：scene\.tif 丢失或已损坏。/)).toBeVisible();
    await expect(page.getByText("请重新导入该影像，或从数据集中去掉。")).toBeVisible();

    // Values that only the server refuses.
    await page.goto(`${project}/runs/new`);
    const batch = page.getByLabel("批大小");
    await batch.fill("4000");
    await page.getByRole("button", { name: "启动" }).click();
    await expect(batch).toHaveAccessibleDescription(/4000 超过了.*个训练图块。最多选择/);

    // The machine and its checks.
    await page.goto(`${studio.url}/environment`);
    await expect(page.getByText(/正常：.*、任务进程/)).toBeVisible({ timeout: 60_000 });
  } finally {
    await studio.stop();
  }
});
