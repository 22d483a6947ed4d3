import { launchBrowser } from "../browser";
import { benchTilesPerSide, makeBenchScene } from "./labelling-scene";
import { measureLabelling } from "./measure-labelling";

/**
 * How fast labelling feels with 100,489 labelled tiles on screen: milliseconds from a key press to
 * the frame that shows the label, between two frames while the map is dragged, and from the end of
 * a lasso around 10,000 tiles to the frame that shows them.
 *
 *   TILEWRIGHT_BENCH_URL=http://127.0.0.1:3000 TILEWRIGHT_BENCH_KEY=tw_… \
 *     node --import tsx e2e/bench/labelling.bench.ts
 *
 * The key is an API key of an administrator. Prints one line of JSON. A scene made by an earlier
 * call is measured again with TILEWRIGHT_BENCH_SCENE=<project id>/<scene id>.
 */
const studioUrl = process.env.TILEWRIGHT_BENCH_URL ?? "http://127.0.0.1:3000";
const key = process.env.TILEWRIGHT_BENCH_KEY ?? "";
const goals = { keyToPaintP95Ms: 50, panP95Ms: 33, lassoP95Ms: 200 };

const [projectId, sceneId] = (process.env.TILEWRIGHT_BENCH_SCENE ?? "").split("/");
const scene =
  projectId && sceneId
    ? { projectId, sceneId, tilesPerSide: benchTilesPerSide }
    : await makeBenchScene(studioUrl, key);
const browser = await launchBrowser();
try {
  const figures = await measureLabelling(browser, studioUrl, key, scene);
  console.log(JSON.stringify({ bench: "labelling", ...figures, goals }));
} finally {
  await browser.close();
}
