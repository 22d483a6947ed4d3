import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright";
import type { ApiClient } from "@/lib/api-client";
import { launchBrowser, signIn } from "../browser";
import { freezeDemonstration } from "../demonstration";
import { findFreePort, Studio, until } from "../studio";

/**
 * The running product, measured from outside: how soon `npm start` serves, how long a point takes
 * from the trainer's pen to the screen, how labelling feels, how much memory the web process has
 * in the end. Prints one line of JSON.
 *
 *   node --import tsx e2e/bench/studio.bench.ts
 */

const root = path.resolve(import.meta.dirname, "../..");
const epochs = 6;

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN);
}

/** Milliseconds from the command to the first answer, with everything installed and built. */
async function measureStart(): Promise<number> {
  const home = mkdtempSync(path.join(tmpdir(), "tilewright-bench-"));
  const port = await findFreePort();
  const startedMs = performance.now();
  const studio = spawn(process.execPath, ["server/bin/start.mjs"], {
    cwd: root,
    stdio: "ignore",
    env: {
      ...process.env,
      TILEWRIGHT_HOME: home,
      TILEWRIGHT_PORT: String(port),
      TILEWRIGHT_DEMO: "off",
    },
  });
  try {
    const url = `http://127.0.0.1:${port}/sign-in`;
    await until(async () => (await fetch(url).catch(() => null)) !== null, "npm start", {
      everyMs: 20,
    });
    return Math.round(performance.now() - startedMs);
  } finally {
    studio.kill("SIGTERM");
    await once(studio, "exit");
    rmSync(home, { recursive: true, force: true });
  }
}

/** Notes when each value of the loss appears beside its chart, and the frame after it. */
async function watchLoss(page: Page): Promise<void> {
  // As text: tsx names inner functions by a helper that does not exist in the page.
  await page.evaluate(`
    window.seenLosses = [];
    let last = "";
    const look = () => {
      const text = document.querySelector('figure[aria-label="Loss"] li')?.textContent ?? "";
      if (text !== last) {
        last = text;
        window.seenLosses.push([text, Date.now()]);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
}

/** Milliseconds from `atMs` of each loss in the trainer's file to the frame that shows it. */
async function measureEventToPixel(
  page: Page,
  studio: Studio,
  client: ApiClient,
  datasetId: string,
) {
  const run = await client.runs.launch({
    datasetId,
    config: { method: "lora", epochs, learningRate: 0.002 },
  });
  await page.goto(`${studio.url}/projects/${run.projectId}/runs/${run.id}`);
  await page.locator('figure[aria-label="Loss"]').waitFor({ timeout: 120_000 });
  // Beside the chart stands the smoothed value; without smoothing it is the one that was written.
  await page.getByRole("slider", { name: "Smoothing" }).focus();
  await page.keyboard.press("Home");
  await watchLoss(page);
  await until(
    async () => (await client.runs.get({ runId: run.id })).endedAtMs !== null,
    "the run",
    {
      timeoutMs: 300_000,
    },
  );
  const seen = await page.evaluate(
    () => (window as unknown as { seenLosses: [string, number][] }).seenLosses,
  );
  const events = readFileSync(path.join(studio.home, "runs", run.id, "events.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter((one) => one.type === "metrics" && one.split === "train" && one.values.loss != null);
  const delays = seen.slice(1).flatMap(([text, atMs]) => {
    const shown = Number(text.match(/[\d.]+(?:e-?\d+)?$/)?.[0]);
    const event = events.findLast(
      (one) => one.atMs <= atMs && Math.abs(one.values.loss - shown) < 5e-4,
    );
    return event ? [atMs - event.atMs] : [];
  });
  const slow = delays.filter((delay) => delay > 500).length;
  return {
    slow,
    inOrder: delays,
    points: delays.length,
    p50Ms: percentile(delays, 0.5),
    p95Ms: percentile(delays, 0.95),
  };
}

/** Resident memory of the web server, bytes. */
function readWebMemory(studio: Studio): number {
  const status = readFileSync(`/proc/${studio.webPid}/status`, "utf8");
  const direct = Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0);
  return direct * 1024;
}

const serveMs = await measureStart();
const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
const browser = await launchBrowser();
try {
  const { client, key } = await studio.createClient(await studio.start());
  const dataset = await freezeDemonstration(client, "Bench");
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await signIn(page, studio.url);
  const memoryAtFirst = readWebMemory(studio);
  const eventToPixel = await measureEventToPixel(page, studio, client, dataset.id);
  await page.close();
  const labelling = JSON.parse(
    execFileSync(process.execPath, ["--import", "tsx", "e2e/bench/labelling.bench.ts"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, TILEWRIGHT_BENCH_URL: studio.url, TILEWRIGHT_BENCH_KEY: key },
    })
      .trim()
      .split("\n")
      .at(-1) ?? "{}",
  );
  const webMemoryMb = Math.round(readWebMemory(studio) / 1e6);
  console.log(
    JSON.stringify({
      serveMs,
      eventToPixel,
      labelling,
      webMemoryMb,
      webMemoryAtFirstMb: Math.round(memoryAtFirst / 1e6),
    }),
  );
} finally {
  await browser.close();
  await studio.stop();
}
