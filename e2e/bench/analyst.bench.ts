import path from "node:path";
import type { ApiClient } from "@/lib/api-client";
import { launchBrowser, signIn } from "../browser";
import { dataFolder, hasSharedData, Studio, until } from "../studio";
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
import {
  brushPatches,
  labelByKeys,
  planStrokes,
  tilesOf,
  tilesOfStrokes,
  type Zone,
} from "./label-zone";
import { coastClasses, lookAtTiles } from "./stand-in-eyes";

/**
 * How many tiles a minute one analyst labels by keyboard and brush alone, at the speed of hands, on
 * the Beaufort scene; and how many of the tiles that the training polygons cover were labelled as
 * they say. Prints one line of JSON; takes minutes, as a person does.
 *
 *   node --import tsx e2e/bench/analyst.bench.ts
 */

/** 11 x 48 tiles of shore, marsh and forest that most of the training polygons lie in. */
const zone: Zone = { top: 30, left: 58, bottom: 40, right: 105 };
const polygonsPath = path.join(dataFolder, "scenes/labels/rcr_landcover_wgs84.geojson");

/** What the training polygons would change, were they burned over these labels. */
async function compareWithPolygons(client: ApiClient, projectId: string, sceneId: string) {
  const { jobId } = await client.truth.read({
    sceneId,
    source: { from: "folder", path: polygonsPath },
  });
  await waitForJob(client, jobId);
  const { values } = await client.truth.get({ readingId: jobId });
  const { classes } = await client.projects.get({ projectId });
  const mapping = values.map(({ value }) => {
    const one = classes.find((candidate) => candidate.name === value);
    if (!one) throw new Error(`No class is called ${value}.`);
    return { value, to: { as: "class" as const, classId: one.id } };
  });
  const preview = await client.truth.preview({
    readingId: jobId,
    mapping,
    minShare: 0,
    keepLabelled: false,
  });
  return {
    polygons: values.reduce((sum, one) => sum + one.count, 0),
    burnedTiles: preview.tileCount,
    labelledTheSame: preview.sameCount,
    labelledOtherwise: preview.otherCount,
  };
}

async function measure() {
  const studio = new Studio();
  const browser = await launchBrowser();
  try {
    const { client } = await studio.createClient(await studio.start());
    const { project, scene } = await makeCoastScene(client);
    const seen = await lookAtTiles(coastPath, {
      rows: scene.gridRows,
      cols: scene.gridCols,
      tileSizePx,
    });
    const sight = {
      cols: scene.gridCols,
      seen,
      keys: coastClasses.map((one) => one.key),
    };
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await signIn(page, studio.url);
    await openZone(page, `${studio.url}/projects/${project.id}/label?scene=${scene.id}`);
    await showZone(page, zone, scene.transform);
    const hands = new HumanHands(page, await findTilePlaces(page));

    const wanted = tilesOf(zone, scene.gridCols);
    const strokes = planStrokes(zone, sight);
    const brushed = new Set(tilesOfStrokes(strokes, scene.gridCols));
    const left = wanted.filter((cell) => !brushed.has(cell));

    const startedMs = performance.now();
    await brushPatches(hands, strokes, (classAt) => hands.press(sight.keys[classAt] ?? ""));
    await labelByKeys(hands, left, sight);
    const tookMs = performance.now() - startedMs;

    const labelled = async () =>
      (await client.labels.counts({ sceneId: scene.id })).labelledCount === wanted.length;
    await until(labelled, "the last label");
    const plane = await readPlane(client, scene.id);
    const wrong = wanted.filter((cell) => plane[cell] !== (seen[cell] ?? 0) + 1).length;
    if (wrong > 0) throw new Error(`${wrong} tiles have another class than was pressed.`);
    await page.screenshot({ path: path.join(import.meta.dirname, "../artefacts/analyst.png") });
    return {
      tiles: wanted.length,
      byBrush: brushed.size,
      byKey: left.length,
      seconds: Math.round(tookMs / 1000),
      tilesPerMinute: Math.round((wanted.length * 60_000) / tookMs),
      hands: hands.done,
      truth: await compareWithPolygons(client, project.id, scene.id),
    };
  } finally {
    await browser.close();
    await studio.stop();
  }
}

if (hasSharedData()) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`);
else process.stdout.write(`${JSON.stringify({ skipped: "../shared/data is not here" })}\n`);
