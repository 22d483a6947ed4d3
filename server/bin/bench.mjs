import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { listFileRows, measureFiles } from "./bench-files.mjs";
import { labellingRows, largeRows, row } from "./bench-labelling.mjs";
import {
  checkNode,
  ensureBuild,
  ensureChromium,
  ensurePackages,
  ensurePython,
  root,
  SetupError,
  say,
  trainerFolder,
  venvPython,
} from "./install.mjs";

/**
 * `npm run bench`: measures speed and memory and writes docs/benchmarks.md. `npm run bench -- --long`
 * adds what takes tens of minutes and tens of gigabytes of disk.
 */

const page = path.join(root, "docs/benchmarks.md");

/** Runs a bench that prints JSON last, and returns it. */
function measure(title, command, args, { cwd = root, env = {}, report } = {}) {
  say(`Measuring ${title} …`);
  const output = execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e8,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  if (report) return JSON.parse(readFileSync(report, "utf8"));
  return JSON.parse(output.slice(output.search(/^\{/m)));
}

const tsx = (file) => ["--conditions=react-server", "--import", "tsx", file];

function tableOf({ labels, analysts, predict, trainer, studio, files, large }) {
  const { labelling, eventToPixel } = studio;
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  return [
    row(
      "`npm start` with everything installed: serving",
      "≤ 5 s",
      seconds(studio.serveMs),
      studio.serveMs <= 5000,
    ),
    ...labellingRows(labelling),
    ...largeRows(large),
    row(
      "batch of 10,000 new labels acknowledged, p95",
      "≤ 300 ms",
      `${labels.newBatchOf10000.p95Ms} ms`,
      labels.newBatchOf10000.p95Ms <= 300,
    ),
    row(
      "one label acknowledged, p95",
      "≤ 20 ms",
      `${labels.oneEdit.p95Ms} ms`,
      labels.oneEdit.p95Ms <= 20,
    ),
    row(
      `${analysts.analysts} people on one scene, ${analysts.editsPerSecond} edits a second for ${analysts.seconds} s: acknowledged, p95`,
      "≤ 100 ms, none lost",
      `${analysts.acknowledged.p95Ms} ms, ${analysts.lost} of ${analysts.edits.toLocaleString("en")} lost`,
      analysts.acknowledged.p95Ms <= 100 && analysts.lost === 0 && analysts.twice === 0,
    ),
    row(
      "trainer's event to pixel, p95",
      "≤ 500 ms",
      `${eventToPixel.p95Ms} ms (${eventToPixel.points} points)`,
      eventToPixel.p95Ms <= 500,
    ),
    row(
      "LoRA on the starter model: tiles per second against a plain HF Trainer script with a PIL DataLoader",
      "≥ 1 ×",
      `${trainer.ratio.toFixed(2)} ×`,
      trainer.ratio >= 1,
    ),
    row(
      "scene prediction: tiles per second against a plain Python loop, same threads",
      "≥ 1 ×, same classes",
      `${predict.compared.ratio} × (${predict.compared.tilesPerSecond} against ${predict.compared.plainTilesPerSecond}; ${predict.compared.differingTiles} tiles differ)`,
      predict.compared.ratio >= 1 && predict.compared.differingTiles === 0,
    ),
    row(
      "first LoRA run of a newcomer (demonstration, preset, starter model)",
      "≤ 120 s",
      seconds(predict.runMs),
      predict.runMs <= 120_000,
    ),
    row(
      `prediction of the whole demonstration scene (${predict.prediction.tileCount.toLocaleString("en")} tiles)`,
      "≤ 20 s",
      seconds(predict.prediction.wholeMs),
      predict.prediction.wholeMs <= 20_000,
    ),
    row(
      "web server memory after all of the above",
      "≤ 400 MB",
      `${studio.webMemoryMb} MB`,
      studio.webMemoryMb <= 400,
    ),
    ...listFileRows(files, row),
  ].join("\n");
}

/** What was measured once to decide something stands at the end of the page, and stays. */
function readStudies() {
  const before = existsSync(page) ? readFileSync(page, "utf8") : "";
  return /\n## Studies\n[\s\S]*/.exec(before)?.[0] ?? "";
}

async function main() {
  checkNode();
  await Promise.all([ensurePackages(), ensurePython({ dev: true })]);
  const chromium = await ensureChromium();
  await ensureBuild();
  const figures = {
    studio: measure(
      "the running studio",
      process.execPath,
      ["--import", "tsx", "e2e/bench/studio.bench.ts"],
      { env: chromium ? { TILEWRIGHT_CHROMIUM: chromium } : {} },
    ),
    files: measureFiles(measure, tsx, chromium),
    large: measure(
      "scenes of a million tiles and of a gigabyte",
      process.execPath,
      ["--import", "tsx", "e2e/bench/large.bench.ts"],
      { env: chromium ? { TILEWRIGHT_CHROMIUM: chromium } : {} },
    ),
    labels: measure("labels", process.execPath, tsx("server/bench/labels.ts")),
    analysts: measure("many people at once", process.execPath, tsx("server/bench/analysts.ts")),
    trainer: measure("the trainer", venvPython, ["-m", "bench.throughput", "--rounds", "2"], {
      cwd: trainerFolder,
    }),
    predict: measure(
      "the first circle and prediction",
      process.execPath,
      tsx("server/bench/predict.ts"),
    ),
  };
  // Minutes of measuring are not lost when a table cannot be made of them.
  mkdirSync(path.join(root, "e2e/.results"), { recursive: true });
  writeFileSync(path.join(root, "e2e/.results/bench.json"), JSON.stringify(figures));
  const cpu = `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  writeFileSync(
    page,
    `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. Machine: ${cpu}; no GPU, Chromium with software GL; Node ${process.versions.node}. Load at the start of the run: ${startLoad}. Ratios are to a baseline measured in the same run.

| figure | goal | measured | |
|---|---|---|---|
${tableOf(figures)}

## All numbers

\`\`\`json
${JSON.stringify(figures, null, 2)}
\`\`\`
${readStudies()}`,
  );
  say(`Written to ${path.relative(root, page)}.`);
}

const startLoad = os.loadavg()[0]?.toFixed(1);

main().catch((error) => {
  say(error instanceof SetupError ? `\n${error.message}` : String(error.stack));
  process.exit(1);
});
