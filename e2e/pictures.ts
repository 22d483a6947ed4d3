import { mkdirSync } from "node:fs";
import path from "node:path";
import { launchBrowser, signIn } from "./browser";
import { freezeDemonstration } from "./demonstration";
import { Studio, until } from "./studio";

/**
 * The README's pictures, made from the running product with the demonstration project.
 *
 *   node --import tsx e2e/pictures.ts
 */
const folder = path.resolve(import.meta.dirname, "../docs/images");
mkdirSync(folder, { recursive: true });

const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
const browser = await launchBrowser();
try {
  const { client } = await studio.createClient(await studio.start());
  const dataset = await freezeDemonstration(client, "Blocks of four");
  const ended = (runId: string) =>
    until(
      async () => {
        const run = await client.runs.get({ runId });
        return run.endedAtMs !== null && run;
      },
      "the run",
      { timeoutMs: 400_000 },
    );
  const lora = await client.runs.launch({
    datasetId: dataset.id,
    config: { method: "lora", epochs: 6, learningRate: 0.002 },
  });
  await ended(lora.id);
  const full = await client.runs.launch({
    datasetId: dataset.id,
    config: { method: "full", epochs: 4, learningRate: 0.001, warmupRatio: 0.1 },
  });

  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
  });
  await signIn(page, studio.url);
  const home = `${studio.url}/projects/${dataset.projectId}`;
  const keep = async (name: string, address: string, settleMs = 2500) => {
    await page.goto(address);
    await page.waitForTimeout(settleMs);
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  };
  await until(
    async () => (await client.runs.get({ runId: full.id })).progress.epoch > 1,
    "the second epoch",
    { timeoutMs: 300_000 },
  );
  await keep("run", `${home}/runs/${full.id}`);
  await keep("label", `${home}/label?scene=${dataset.sceneIds[0]}`, 6000);
  await ended(full.id);
  await keep("compare", `${home}/runs/compare?ids=${lora.id},${full.id}`);
} finally {
  await browser.close();
  await studio.stop();
}
