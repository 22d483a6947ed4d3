import { expect, test } from "@playwright/test";
import { signIn } from "./browser";
import { freezeDemonstration } from "./demonstration";
import { Studio, until } from "./studio";

const shots = process.env.TILEWRIGHT_SHOTS;

test("a run is divided from the form, with the configuration in sight", async ({ page }) => {
  const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
  try {
    const { client } = await studio.createClient(await studio.start());
    const dataset = await freezeDemonstration(client, "Blocks");
    await signIn(page, studio.url);
    await page.goto(`${studio.url}/projects/${dataset.projectId}/runs/new`);
    const section = page.getByRole("region", { name: "Processes and sharding" });
    await expect(section.getByText("One process on one GPU, or on the CPU.")).toBeVisible();

    // The article's full run, by one press: the generated configuration can be read and edited.
    await page.getByRole("button", { name: /Article: full, ZeRO-3 with offload/ }).click();
    await expect(section.getByText(/DeepSpeed divides weights too/)).toBeVisible();
    await section.getByRole("button", { name: /More settings/ }).click();
    const configuration = section.getByLabel("DeepSpeed configuration");
    await expect(configuration).toHaveValue(/"stage": 3/);
    await expect(configuration).toHaveValue(/"offload_param"/);
    if (shots) await page.screenshot({ path: `${shots}/form.png`, fullPage: true });
    const generated = await configuration.inputValue();
    await configuration.fill(generated.replace('"stage": 3', '"stage": 2'));
    await expect(section.getByText(/“zero_optimization.stage” follows from/)).toBeVisible();
    await configuration.fill(generated.replace('"overlap_comm": false', '"overlap_comm": true'));
    await expect(section.getByText(/follows from the run’s own/)).toHaveCount(0);
    await section.getByRole("button", { name: "Back to generated" }).click();
    await expect(configuration).toHaveValue(generated);

    // Two processes on this machine, to the end.
    await page.getByRole("button", { name: /^Quick look/ }).click();
    await section.getByRole("radio", { name: "DDP" }).click();
    await section.getByLabel("Processes").fill("2");
    await page.getByLabel("Epochs").fill("1");
    await page.getByRole("button", { name: "Launch", exact: true }).click();
    await page.waitForURL(/\/runs\/run_/);
    const runId = page.url().match(/run_[a-z0-9]+/)?.[0] ?? "";
    const run = await until(async () => {
      const now = await client.runs.get({ runId });
      return now.endedAtMs !== null && now;
    }, "the run to end");
    expect(run.problem).toBeNull();
    expect(run.status).toBe("finished");
    expect(run.config.sharding).toMatchObject({ kind: "ddp", processes: 2 });

    if (shots) {
      for (const width of [1280, 2560]) {
        await page.setViewportSize({ width, height: 1000 });
        await page.goto(`${studio.url}/projects/${dataset.projectId}/runs/new`);
        await page.getByRole("button", { name: /ZeRO-3 with offload/ }).click();
        await section.scrollIntoViewIfNeeded();
        await page.screenshot({ path: `${shots}/form-${width}.png`, fullPage: true });
      }
    }
  } finally {
    await studio.stop();
  }
});
