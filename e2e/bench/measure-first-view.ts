import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright";
import { type Summary, summary } from "./bench-page";
import type { BenchScene } from "./labelling-scene";
import { type LooksFigures, measureLooks } from "./measure-looks";

const root = path.resolve(import.meta.dirname, "../..");
const turns = 5;

export type FirstViewFigures = {
  /** From the address to the whole view, in the studio and on the bare page. */
  ours: Summary;
  bare: Summary;
  /** Of the medians. */
  ratio: number;
  looks: LooksFigures;
};

/** The bare page as the parts that the browser asks for. */
function bundleBarePage(): { script: string; style: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-bare-"));
  try {
    execFileSync(path.join(root, "node_modules/.bin/esbuild"), [
      path.join(import.meta.dirname, "bare/bare-map.ts"),
      ...["--bundle", "--minify", "--format=esm", "--log-level=error", `--outdir=${folder}`],
    ]);
    const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
    return { script: read("bare-map.js"), style: read("bare-map.css") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serveBarePage(context: BrowserContext, studioUrl: string): Promise<void> {
  const { script, style } = bundleBarePage();
  const page = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/bench/bare.css">
    <style>html,body,#map{margin:0;height:100%}</style><div id="map"></div>
    <script type="module" src="/bench/bare.js"></script>`;
  const answers = [
    ["/bench/bare.html*", "text/html", page],
    ["/bench/bare.js", "text/javascript", script],
    ["/bench/bare.css", "text/css", style],
  ] as const;
  for (const [address, contentType, body] of answers) {
    await context.route(`${studioUrl}${address}`, (route) => route.fulfill({ contentType, body }));
  }
}

/** A browser that has seen nothing yet. */
async function openFresh(browser: Browser, key: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 800 },
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  await context.addInitScript({ content: "globalThis.__name = (named) => named;" });
  return context;
}

/** Milliseconds from the start of the navigation until the imagery is whole. */
async function showImagery(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  const shown = await page.waitForFunction(
    () => performance.getEntriesByName("imagery-shown")[0]?.startTime,
  );
  return (await shown.jsonValue()) ?? Number.NaN;
}

/**
 * How soon a large scene is seen at 1200 x 800, against a page that holds nothing but OpenLayers and
 * the same file, turn by turn; then how long another stretch and other bands take.
 */
export async function measureFirstView(
  browser: Browser,
  studioUrl: string,
  key: string,
  { projectId, sceneId }: BenchScene,
): Promise<FirstViewFigures> {
  const raster = encodeURIComponent(`/api/scenes/${sceneId}/raster`);
  const [bare, ours]: [number[], number[]] = [[], []];
  let looks: LooksFigures | null = null;
  for (let turn = 0; turn < turns; turn += 1) {
    const bareContext = await openFresh(browser, key);
    await serveBarePage(bareContext, studioUrl);
    const barePage = await bareContext.newPage();
    bare.push(await showImagery(barePage, `${studioUrl}/bench/bare.html?raster=${raster}`));
    await bareContext.close();
    const context = await openFresh(browser, key);
    const page = await context.newPage();
    ours.push(await showImagery(page, `${studioUrl}/projects/${projectId}/label?scene=${sceneId}`));
    if (turn === turns - 1) looks = await measureLooks(page);
    await context.close();
  }
  if (!looks) throw new Error("Nothing was measured.");
  const [first, baseline] = [summary(ours), summary(bare)];
  const ratio = Number((first.p50Ms / baseline.p50Ms).toFixed(2));
  return { ours: first, bare: baseline, ratio, looks };
}
