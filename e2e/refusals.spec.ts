import { expect, type Page, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import { administrator, Studio, until } from "./studio";

/** The demonstration project, with a dataset of what it has labelled. */
async function freezeDemonstration(client: ApiClient): Promise<string> {
  const project = await until(
    async () => (await client.projects.list()).find((one) => one.labelledCount > 500),
    "the demonstration to be labelled",
  );
  const [scene] = await client.scenes.list({ projectId: project.id });
  await client.datasets.freeze({
    projectId: project.id,
    name: "Refusals",
    sceneIds: [scene?.id ?? ""],
    classIds: project.classes.map((one) => one.id),
    bands: [3, 2, 1],
    split: { kind: "random", shares: { train: 0.7, val: 0.3, test: 0 }, seed: 1 },
  });
  return project.id;
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects/);
}

test("what does not fit is refused beside its field", async ({ page }) => {
  const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
  try {
    const { client } = await studio.createClient(await studio.start());
    const projectId = await freezeDemonstration(client);
    await signIn(page, studio.url);

    // A run: the contract allows the batch, the dataset does not.
    await page.goto(`${studio.url}/projects/${projectId}/runs/new`);
    const batch = page.getByLabel("Batch size");
    await batch.fill("4000");
    await page.getByRole("button", { name: "Launch" }).click();
    await expect(batch).toHaveAttribute("aria-invalid", "true");
    await expect(batch).toBeFocused();
    await expect(batch).toHaveAccessibleDescription(/4000.*training tiles.*at most/i);
    await expect(page.getByText("One value needs a correction.")).toBeVisible();
    await batch.fill("64");
    await expect(batch).not.toHaveAttribute("aria-invalid");

    // A base model that only the server can look for.
    await page.getByRole("combobox", { name: "Base model" }).click();
    await page.getByRole("option", { name: "Another model…" }).click();
    const model = page.getByRole("textbox", { name: "Base model" });
    await model.fill("folder:/nowhere");
    await page.getByRole("button", { name: "Launch" }).click();
    await expect(page.getByText(/nowhere is not in a folder that models may come/)).toBeVisible();
    await expect(model).toHaveAttribute("aria-invalid", "true");
    expect(await client.runs.list({ projectId })).toEqual([]);

    // A person whose address is taken.
    await page.goto(`${studio.url}/administration`);
    await page.getByRole("button", { name: "Add a person" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Ada again");
    await dialog.getByLabel("E-mail").fill(administrator.email);
    await dialog.getByLabel("Password").fill(administrator.password);
    await dialog.getByRole("button", { name: "Add a person" }).click();
    const address = dialog.getByLabel("E-mail");
    await expect(address).toHaveAccessibleDescription(/already signs in/);
    await expect(address).toBeFocused();
    await address.fill("other@example.org");
    await expect(address).not.toHaveAttribute("aria-invalid");
  } finally {
    await studio.stop();
  }
});
