import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./browser";
import { freezeDemonstration } from "./demonstration";
import { Studio, until } from "./studio";

async function takeAdapter(page: Page, name: string): Promise<void> {
  await page.getByRole("combobox", { name: "Kind of adapter" }).click();
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
}

test("a method shows its own fields, and the layers that it finds, before a launch", async ({
  page,
}) => {
  const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
  try {
    const { client } = await studio.createClient(await studio.start());
    const dataset = await freezeDemonstration(client, "Blocks");
    const project = `${studio.url}/projects/${dataset.projectId}`;
    await signIn(page, studio.url);
    await page.goto(`${project}/runs/new`);

    // LoRA on the starter model: what is trained is counted in the model itself.
    const trained = page.getByRole("region", { name: "What is trained" });
    const settled = () => expect(trained).toHaveAttribute("aria-busy", "false");
    await expect(trained.getByText("16 layers with an adapter")).toBeVisible({ timeout: 60_000 });
    await expect(trained.getByText("layers.pwconv1").first()).toBeVisible();

    // Only the fields of the method are there; the learning rate follows it.
    await expect(page.getByLabel("Alpha")).toBeVisible();
    await takeAdapter(page, "VeRA");
    await expect(page.getByLabel("Alpha")).toBeHidden();
    await expect(page.getByLabel("Rank r")).toHaveValue("256");
    await expect(page.getByLabel("Learning rate")).toHaveValue("0.005");
    await takeAdapter(page, "OFT");
    await expect(page.getByLabel("Block size")).toHaveValue("32");
    await takeAdapter(page, "AdaLoRA");
    await page.getByLabel("Initial rank").fill("8");
    await expect(page.getByText(/cannot take ranks away from 8 down to 8/)).toBeVisible();
    await page.getByLabel("Initial rank").fill("12");

    // A pattern that matches nothing is refused by the trainer, with the names that there are.
    await takeAdapter(page, "DoRA");
    await page.getByRole("radio", { name: "Chosen layers" }).click();
    const names = page.getByLabel("Names or patterns of layers");
    await names.fill("query*");
    await expect(trained.getByText(/No layer matches.*pwconv1/)).toBeVisible({ timeout: 60_000 });
    await names.fill("pwconv2");
    const section = page.getByRole("region", { name: "Method", exact: true });
    await section.getByRole("button", { name: "More settings" }).click();
    await section.getByLabel("Blocks").fill("0-1");
    await expect(trained.getByText("2 layers with an adapter")).toBeVisible({ timeout: 60_000 });
    await settled();

    // It trains what it showed.
    const shown = await trained.locator("strong").first().textContent();
    await page.getByLabel("Epochs").fill("1");
    await page.getByRole("button", { name: "Launch" }).click();
    await page.waitForURL(/\/runs\/run_/);
    const runId = page.url().split("/").at(-1) ?? "";
    const run = await until(async () => {
      const now = await client.runs.get({ runId });
      return now.endedAtMs !== null && now;
    }, "the run to end");
    expect(run.status).toBe("finished");
    expect(run.trainableParameters).toBe(Number(shown?.replaceAll(/\D/g, "")));
    expect(run.targetModules).toHaveLength(2);
    await expect(page.getByText(/^DoRA · starter/).first()).toBeVisible();
  } finally {
    await studio.stop();
  }
});
