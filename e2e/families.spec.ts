import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { signIn } from "./browser";
import { freezeDemonstration } from "./demonstration";
import { Studio } from "./studio";

/** What a form is told comes from the configuration; weights are not needed for it. */
const configurations = {
  "plain-vit": {
    model_type: "vit",
    architectures: ["ViTModel"],
    hidden_size: 192,
    num_hidden_layers: 4,
    num_attention_heads: 3,
    intermediate_size: 768,
  },
  "reader-4b": {
    model_type: "qwen3_vl",
    architectures: ["Qwen3VLForConditionalGeneration"],
    vision_config: { depth: 4, hidden_size: 192, num_heads: 3, deepstack_visual_indexes: [1] },
  },
};

test("the form offers the poolings of a model and says which part is trained", async ({ page }) => {
  const models = mkdtempSync(path.join(tmpdir(), "tilewright-models-"));
  for (const [name, config] of Object.entries(configurations)) {
    mkdirSync(path.join(models, name));
    writeFileSync(path.join(models, name, "config.json"), JSON.stringify(config));
  }
  const studio = new Studio({ TILEWRIGHT_DEMO: "on", TILEWRIGHT_MODEL_FOLDERS: models });
  try {
    const { client } = await studio.createClient(await studio.start());
    const { projectId, id: datasetId } = await freezeDemonstration(client, "Families");
    await signIn(page, studio.url);
    await page.goto(`${studio.url}/projects/${projectId}/runs/new`);
    const section = page.getByRole("region", { name: "Model" });
    const model = section.getByRole("combobox", { name: "Base model" });
    const pooling = section.getByRole("combobox", { name: "Pooling" });

    // The starter has one way to pool, so nothing is asked.
    await expect(section.getByText(/ConvNextForImageClassification/)).toBeVisible();
    await expect(pooling).toHaveCount(0);

    await model.click();
    await page.getByRole("option", { name: "plain-vit" }).click();
    await expect(pooling).toHaveText("Automatic: Class token");
    await pooling.click();
    await expect(page.getByRole("option")).toHaveText([
      "Automatic: Class token",
      "Class token",
      "Mean of patches",
      "Class token and mean",
    ]);
    await page.getByRole("option", { name: "Class token and mean" }).click();
    await expect(pooling).toHaveText("Class token and mean");

    await model.click();
    await page.getByRole("option", { name: "reader-4b" }).click();
    await expect(section.getByText(/the part that sees is trained with a head/)).toBeVisible();
    await expect(pooling).toHaveCount(0);

    // The choice that this model does not have is gone, not only hidden.
    await model.click();
    await page.getByRole("option", { name: "plain-vit" }).click();
    await expect(pooling).toHaveText("Automatic: Class token");

    // Over the API a pooling that the family lacks ends the run with a sentence that names others.
    const baseModel = `folder:${path.join(models, "plain-vit")}`;
    const { id } = await client.runs.launch({
      datasetId,
      config: { method: "probe", baseModel, pooling: "map" },
    });
    await page.goto(`${studio.url}/projects/${projectId}/runs/${id}`);
    await expect(page.getByText(/ViTModel has no pooling "map"/).first()).toBeVisible({
      timeout: 90_000,
    });
    await expect(page.getByText(/Choose one of auto, cls, mean, both/).first()).toBeVisible();
  } finally {
    await studio.stop();
    rmSync(models, { recursive: true, force: true });
  }
});
