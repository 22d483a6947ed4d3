import { expect, test } from "@playwright/test";
import { signIn } from "./browser";
import { freezeDemonstration } from "./demonstration";
import { administrator, Studio } from "./studio";

test("what does not fit is refused beside its field", async ({ page }) => {
  const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
  try {
    const { client } = await studio.createClient(await studio.start());
    const { projectId } = await freezeDemonstration(client, "Refusals");
    await signIn(page, studio.url);

    // A run: the contract allows the batch, the dataset does not.
    await page.goto(`${studio.url}/projects/${projectId}/runs/new`);
    await expect(page.getByText(/No run of this kind yet/)).toBeVisible();
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
