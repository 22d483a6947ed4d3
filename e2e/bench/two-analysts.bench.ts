import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright";
import type { ApiClient } from "@/lib/api-client";
import { type ExportFormat, exportFormatSchema } from "@/lib/contracts/exports";
import type { Scene } from "@/lib/contracts/scenes";
import { launchBrowser, signIn } from "../browser";
import { hasSharedData, Studio, until } from "../studio";
import { findTilePlaces } from "../tile-places";
import {
  coastPath,
  makeCoastScene,
  openZone,
  readPlane,
  showZone,
  tileSizePx,
  waitForJob,
} from "./coast-scene";
import { HumanHands } from "./human-hands";
import { labelByKeys, tilesOf, type Zone } from "./label-zone";
import { brightEyes, calmEyes, coastClasses, type Eyes, lookAtTiles } from "./stand-in-eyes";

/**
 * Two analysts with different eyes label the same 200 tiles of the Beaufort scene blind, at the speed
 * of hands; a reviewer settles what they disagree on by key, and the labels leave in every format,
 * each counted by a library of its own. Prints one line of JSON; takes minutes, as people do.
 *
 *   node --import tsx e2e/bench/two-analysts.bench.ts
 */

const zone: Zone = { top: 30, left: 66, bottom: 39, right: 85 };
const password = "a password for benches";
const root = path.resolve(import.meta.dirname, "../..");
const python = path.join(root, "server/trainer/.venv/bin/python");

/** Python that prints how many labelled tiles a file of the format holds. */
const readers: Record<ExportFormat, string> = {
  csv: "import csv; print(sum(1 for _ in csv.DictReader(open(f, newline=''))))",
  geojson: "import json; print(len(json.load(open(f))['features']))",
  geopackage: "import pyogrio; print(pyogrio.read_info(f)['features'])",
  geoparquet: "import pyarrow.parquet as pq; print(pq.read_metadata(f).num_rows)",
  coco: "import json; print(len(json.load(open(f))['annotations']))",
  geotiff: "import rasterio; print(int((rasterio.open(f).read(1) > 0).sum()))",
  stac: "import json, os, pystac, tempfile, zipfile; d = tempfile.mkdtemp(dir=os.path.dirname(f)); zipfile.ZipFile(f).extractall(d); c = pystac.Collection.from_file(os.path.join(d, 'collection.json')); print(sum(len(json.load(open(i.assets['labels'].get_absolute_href()))['features']) for i in c.get_items()))",
};

async function signInAs(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects/);
}

/** One person labels the zone by key. @returns What they saw, and how long it took. */
async function labelBlind(
  browser: Browser,
  studio: Studio,
  scene: Scene,
  { email, eyes }: { email: string; eyes: Eyes },
) {
  const grid = { rows: scene.gridRows, cols: scene.gridCols, tileSizePx };
  const seen = await lookAtTiles(coastPath, grid, eyes);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signInAs(page, studio.url, email);
  await openZone(page, `${studio.url}/projects/${scene.projectId}/label?scene=${scene.id}`);
  await showZone(page, zone, scene.transform);
  const hands = new HumanHands(page, await findTilePlaces(page));
  const keys = coastClasses.map((one) => one.key);
  const startedMs = performance.now();
  await labelByKeys(hands, tilesOf(zone, scene.gridCols), { cols: scene.gridCols, seen, keys });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  await page.locator("[data-save-state=saved]").waitFor();
  await context.close();
  return { seen, seconds };
}

/** Settles every tile that waits, as the eyes of the first analyst see it. */
async function settle(page: Page, studio: Studio, scene: Scene, seen: Uint8Array, count: number) {
  await signIn(page, studio.url);
  await page.goto(`${studio.url}/projects/${scene.projectId}/review`);
  const shown = page.locator("[data-review-tile]");
  const hands = new HumanHands(page, () => [0, 0]);
  const startedMs = performance.now();
  let before: string | null = null;
  for (let settled = 0; settled < count; settled += 1) {
    const tile: string = await until(async () => {
      const now = await shown.getAttribute("data-review-tile");
      return now !== before && now;
    }, "the next tile to review");
    before = tile;
    const [row = 0, col = 0] = tile.split(",").map(Number);
    await hands.think();
    await hands.press(coastClasses[seen[row * scene.gridCols + col] ?? 0]?.key ?? "");
  }
  return Math.round((performance.now() - startedMs) / 1000);
}

async function countExports(client: ApiClient, studio: Studio, key: string, scene: Scene) {
  const counts: [string, number][] = [];
  for (const format of exportFormatSchema.options) {
    const { jobId } = await client.exports.create({
      source: { what: "labels", sceneId: scene.id },
      format,
    });
    await waitForJob(client, jobId);
    const answer = await fetch(`${studio.url}/api/downloads/exports/${jobId}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const file = path.join(studio.home, `export.${format}`);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const read = spawnSync(
      python,
      ["-c", `import sys; f = sys.argv[1]; ${readers[format]}`, file],
      {
        encoding: "utf8",
      },
    );
    if (read.status !== 0) throw new Error(`${format}: ${read.stderr}`);
    counts.push([format, Number(read.stdout)]);
  }
  return Object.fromEntries(counts);
}

async function measure() {
  const studio = new Studio();
  const browser = await launchBrowser();
  try {
    const { client, key } = await studio.createClient(await studio.start());
    const { project, scene } = await makeCoastScene(client);
    await client.opinions.changeSetting({
      projectId: project.id,
      opinions: 2,
      share: 1,
      rule: "unanimous",
      seed: 0,
    });
    const people = [
      { name: "Ann", email: "ann@example.org", eyes: calmEyes },
      { name: "Ben", email: "ben@example.org", eyes: brightEyes },
    ];
    for (const { name, email } of people) {
      await client.auth.createUser({ name, email, password, role: "analyst" });
    }
    const [ann, ben] = await Promise.all(
      people.map((person) => labelBlind(browser, studio, scene, person)),
    );
    if (!ann || !ben) throw new Error("Two people label.");
    const tiles = tilesOf(zone, scene.gridCols);
    const disputed = tiles.filter((cell) => ann.seen[cell] !== ben.seen[cell]).length;
    const { pairs, alpha } = await client.opinions.getAgreement({ projectId: project.id });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const reviewSeconds = await settle(page, studio, scene, ann.seen, disputed);
    const settled = async () =>
      (await client.labels.counts({ sceneId: scene.id })).labelledCount === tiles.length;
    await until(settled, "the last decision");
    const plane = await readPlane(client, scene.id);
    const wrong = tiles.filter((cell) => plane[cell] !== (ann.seen[cell] ?? 0) + 1).length;
    if (wrong > 0) throw new Error(`${wrong} tiles are not settled as the reviewer said.`);
    return {
      tiles: tiles.length,
      seconds: [ann.seconds, ben.seconds],
      disputed,
      agreement: pairs[0]?.agreement,
      kappa: pairs[0]?.kappa,
      alpha,
      reviewSeconds,
      exported: await countExports(client, studio, key, scene),
    };
  } finally {
    await browser.close();
    await studio.stop();
  }
}

if (hasSharedData()) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`);
else process.stdout.write(`${JSON.stringify({ skipped: "../shared/data is not here" })}\n`);
