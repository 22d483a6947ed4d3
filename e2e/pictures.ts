import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright";
import { administrator, Studio, until } from "./studio";

/**
 * The README's pictures, made from the running product with the demonstration project.
 *
 *   node --import tsx e2e/pictures.ts
 */
const folder = path.resolve(import.meta.dirname, "../docs/images");
mkdirSync(folder, { recursive: true });

const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
const executablePath = [process.env.TILEWRIGHT_CHROMIUM, "/usr/bin/chromium"].find(
  (file) => file !== undefined && existsSync(file),
);
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
  ],
});
try {
  const { client } = await studio.createClient(await studio.start());
  const project = await until(
    async () => (await client.projects.list()).find((one) => one.labelledCount > 0),
    "the demonstration project",
  );
  await until(
    async () => (await client.jobs.list({ active: "true" })).length === 0,
    "the demonstration to be labelled",
  );
  const [scene] = await client.scenes.list({ projectId: project.id });
  const dataset = await client.datasets.freeze({
    projectId: project.id,
    name: "Blocks of four",
    sceneIds: [scene?.id ?? ""],
    classIds: project.classes.map((one) => one.id),
    bands: [3, 2, 1],
    split: {
      kind: "blocks",
      shares: { train: 0.7, val: 0.15, test: 0.15 },
      seed: 1,
      blockTiles: 4,
    },
  });
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
    config: { method: "full", epochs: 4, learningRate: 0.0003, warmupRatio: 0.1 },
  });

  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
  });
  await page.goto(`${studio.url}/sign-in`);
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects/);
  const home = `${studio.url}/projects/${project.id}`;
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
  await keep("label", `${home}/label?scene=${scene?.id}`, 6000);
  await ended(full.id);
  await keep("compare", `${home}/runs/compare?ids=${lora.id},${full.id}`);
} finally {
  await browser.close();
  await studio.stop();
}
