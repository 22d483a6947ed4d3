import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright";
import type { ApiClient } from "@/lib/api-client";
import { launchBrowser, signIn } from "../browser";
import { Studio } from "../studio";
import { summary } from "./bench-page";
import { measurePan } from "./measure-pan";

/**
 * A scene of 10 GB (30,000 x 30,000 px, 6 bands of uint16) from the file to the first labels:
 * imported from a server folder with progress, opened, panned and labelled in a browser. Prints JSON
 * and leaves a picture in e2e/.results.
 *
 *   node --import tsx e2e/bench/large-scene.bench.ts [side in pixels]
 *
 * Needs a build (`npx next build`) and, at 30,000 px, 40 GB of disk under TMPDIR for ten minutes.
 */
const root = path.resolve(import.meta.dirname, "../..");
const pictures = path.join(root, "e2e/.results");
const trainer = path.join(root, "server/trainer");
const sidePx = Number(process.argv[2] ?? 30_000);
const tileSizePx = 60;
const sampleEveryMs = 500;

function makeScene(file: string): number {
  const words = ["-m", "bench.make_scene", file, "--side", String(sidePx)];
  const done = spawnSync(path.join(trainer, ".venv/bin/python"), words, {
    cwd: trainer,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (done.status !== 0) throw new Error("The scene could not be made.");
  return statSync(file).size;
}

/** Largest memory so far of every process that imports, in bytes. */
function readImportPeak(): number {
  let peak = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("import-scene")) continue;
      const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
      peak = Math.max(peak, Number(line?.[1] ?? 0) * 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
  return peak;
}

async function importScene(client: ApiClient, projectId: string, file: string) {
  const startedMs = performance.now();
  const source = { from: "folder" as const, path: file };
  const { jobId } = await client.scenes.import({ projectId, kind: "raster", source });
  const seen: { atMs: number; fraction: number; remainingMs: number | null }[] = [];
  let peakBytes = 0;
  for (;;) {
    peakBytes = Math.max(peakBytes, readImportPeak());
    const { status, progress, problem, subjectId } = await client.jobs.get({ jobId });
    if (problem) throw new Error(problem.message);
    const atMs = performance.now() - startedMs;
    const { fraction, remainingMs } = progress;
    if (status === "finished")
      return { sceneId: subjectId ?? "", seconds: atMs / 1000, seen, peakBytes };
    if (fraction !== null) seen.push({ atMs, fraction, remainingMs });
    await pause(sampleEveryMs);
  }
}

/** How long progress stood still at most, and how far off the remaining time was halfway. */
function judgeProgress({ seconds, seen }: Awaited<ReturnType<typeof importScene>>) {
  let stillMs = 0;
  let movedAtMs = 0;
  let last = 0;
  let wentBack = false;
  for (const { atMs, fraction } of seen) {
    wentBack ||= fraction < last;
    if (fraction > last) movedAtMs = atMs;
    stillMs = Math.max(stillMs, atMs - movedAtMs);
    last = fraction;
  }
  const middle = seen.findLast((one) => one.atMs < (seconds * 1000) / 2);
  return {
    wentBack,
    stoodStillSeconds: Math.round(stillMs / 1000),
    halfway: {
      fraction: middle?.fraction ?? null,
      remainingSeconds: Math.round((middle?.remainingMs ?? Number.NaN) / 1000),
      trulySeconds: Math.round(seconds / 2),
    },
  };
}

/** Waits until imagery is opaque nearly everywhere on the map. */
async function waitForImagery(page: Page): Promise<number> {
  const startedMs = performance.now();
  await page.waitForFunction(
    () => {
      const shown = document.querySelector<HTMLCanvasElement>("canvas.raster-layer");
      const copy = new OffscreenCanvas(64, 64).getContext("2d");
      if (!shown || !copy) return false;
      copy.drawImage(shown, 0, 0, 64, 64);
      const bytes = copy.getImageData(0, 0, 64, 64).data;
      return bytes.filter((byte, at) => at % 4 === 3 && byte === 255).length > 1500;
    },
    null,
    { timeout: 120_000, polling: 50 },
  );
  return Math.round(performance.now() - startedMs);
}

async function work(
  client: ApiClient,
  page: Page,
  projectId: string,
  sceneId: string,
  url: string,
) {
  await page.addInitScript({ content: "globalThis.__name = (named) => named;" });
  await signIn(page, url);
  const startedMs = performance.now();
  await page.goto(`${url}/projects/${projectId}/label?scene=${sceneId}`);
  await waitForImagery(page);
  const openMs = Math.round(performance.now() - startedMs);
  await page.screenshot({ path: path.join(pictures, "large-scene-whole.png") });
  const map = page.locator("[role=application]");
  const box = await map.boundingBox();
  if (!box) throw new Error("The map is not on screen.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turn = 0; turn < 5; turn += 1) {
    await page.mouse.wheel(0, -300);
    await pause(80);
  }
  await pause(600);
  const zoomMs = await waitForImagery(page);
  const pan = summary(await measurePan(page));
  await map.focus();
  const before = (await client.labels.counts({ sceneId })).labelledCount;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  for (let label = 0; label < 20; label += 1) {
    await page.keyboard.press(String((label % 3) + 1));
    await pause(60);
  }
  await page.waitForSelector("[data-save-state=saved]");
  await pause(1000);
  await page.screenshot({ path: path.join(pictures, "large-scene-labelled.png") });
  const after = (await client.labels.counts({ sceneId })).labelledCount;
  return { openMs, zoomMs, pan, labelled: after - before };
}

const folder = mkdtempSync(path.join(tmpdir(), "tilewright-large-"));
const studio = new Studio({ TILEWRIGHT_IMPORT_FOLDERS: folder });

async function tidyUp(): Promise<void> {
  await studio.stop();
  rmSync(folder, { recursive: true, force: true });
}

// Whoever stops the bench gets tens of gigabytes back.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void tidyUp().finally(() => process.exit(1)));
}

try {
  mkdirSync(pictures, { recursive: true });
  const file = path.join(folder, "large.tif");
  const sourceBytes = makeScene(file);
  const { client } = await studio.createClient(await studio.start());
  const project = await client.projects.create({
    name: "Large scene",
    tileSizePx,
    classes: [
      { name: "Forest", colour: "#006400", key: "1" },
      { name: "Water", colour: "#0064c8", key: "2" },
      { name: "Field", colour: "#c8a000", key: "3" },
    ],
  });
  const imported = await importScene(client, project.id, file);
  rmSync(file);
  const [scene] = await client.scenes.list({ projectId: project.id });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const used = await work(client, page, project.id, imported.sceneId, studio.url);
    console.log(
      JSON.stringify({
        ...{ sidePx, sourceBytes, sceneBytes: scene?.byteSize, tiles: scene?.tileCount },
        importSeconds: Math.round(imported.seconds),
        importPeakBytes: imported.peakBytes,
        progress: judgeProgress(imported),
        ...used,
      }),
    );
  } finally {
    await browser.close();
  }
} finally {
  await tidyUp();
}
