import process from "node:process";
import { trainerFolder, venvPython } from "./install.mjs";

/**
 * What the bench measures of files that come in and go out. With `--long` also what takes tens of
 * minutes and tens of gigabytes of disk: 200,000 chips and a scene of 10 GB.
 */
export function measureFiles(measure, tsx, chromium) {
  const isLong = process.argv.includes("--long");
  const cog = ["-m", "bench.import_speed", "--side", "8000", "--rounds", "3"];
  return {
    cog: measure("imports beside rio cogeo", venvPython, cog, { cwd: trainerFolder }),
    files: measure("chips and exports", process.execPath, [
      ...tsx("server/bench/files.ts"),
      ...(isLong ? ["--long"] : []),
    ]),
    truth: measure("labels from a file", process.execPath, tsx("server/bench/truth.ts")),
    scene: isLong
      ? measure(
          "a scene of 10 GB",
          process.execPath,
          ["--import", "tsx", "e2e/bench/large-scene.bench.ts"],
          { env: chromium ? { TILEWRIGHT_CHROMIUM: chromium } : {} },
        )
      : null,
  };
}

/** Lines of the table. */
export function listFileRows({ cog, files, truth, scene }, row) {
  const { archive, folder } = files.chips;
  const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`;
  const peak = Math.max(...cog.rounds.import.map((one) => one.peakBytes));
  const cpu = (side) => Math.min(...cog.rounds[side].map((one) => one.cpuSeconds));
  const cpuRatio = (cpu("rioCogeo") / cpu("import")).toFixed(2);
  const exported = (name, { seconds, trainerPeakMb, workerPeakMb }) =>
    row(
      `export of 1,000,000 labels to ${name}, fresh worker`,
      "≤ 60 s, ≤ 500 MB each process",
      `${seconds} s; writer ${trainerPeakMb} MB, worker ${workerPeakMb} MB`,
      seconds <= 60 && Math.max(trainerPeakMb, workerPeakMb) <= 500,
    );
  return [
    row(
      `import of ${mb(cog.sourceBytes)} to COG against \`rio cogeo create\`, same profile and threads`,
      "≥ 1 ×, ≤ 1 GB",
      `${cog.speedRatio.toFixed(2)} × by the clock, ${cpuRatio} × by processor time; ${mb(peak)}`,
      cog.speedRatio >= 1 && peak <= 1e9,
    ),
    row(
      `EuroSAT${archive.made ? "-like archive" : ""} (24,300 chips, zip) imported with labels`,
      "≤ 90 s",
      `${archive.seconds} s; ${archive.trainerPeakMb} MB`,
      archive.seconds <= 90,
    ),
    ...(folder
      ? [
          row(
            "folder of 200,000 chips imported with labels",
            "≤ 10 min, ≤ 2 GB",
            `${folder.seconds} s; ${folder.trainerPeakMb} MB`,
            folder.seconds <= 600 && folder.trainerPeakMb <= 2000,
          ),
        ]
      : []),
    exported("CSV", files.exports.csv),
    exported("GeoParquet", files.exports.geoparquet),
    row(
      "others' label acknowledged while 1,000,000 tiles are labelled from a file, p95",
      "≤ 100 ms",
      `${truth.apply.othersWaited.p95Ms} ms (act: ${truth.apply.seconds} s)`,
      truth.apply.othersWaited.p95Ms <= 100,
    ),
    ...(scene
      ? [
          row(
            `scene of ${mb(scene.sourceBytes)} imported, opened, panned, labelled`,
            "≤ 1 GB",
            `${scene.importSeconds} s, ${mb(scene.importPeakBytes)}; open ${scene.openMs} ms, pan p95 ${scene.pan.p95Ms} ms`,
            scene.importPeakBytes <= 1e9 && scene.labelled > 0,
          ),
        ]
      : []),
  ];
}
