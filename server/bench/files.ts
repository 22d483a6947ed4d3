import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ExportFormat } from "@/lib/contracts/exports";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";
import { type JobFigures, measureJob } from "./measure-job";

/**
 * Chip collections in, a million labels out, each by its job in a process of its own. Prints JSON.
 *
 *   node --conditions=react-server --import tsx server/bench/files.ts [--long]
 *
 * EuroSAT (24,300 chips, zip) where the test data is, else a made-up archive of its shape. With
 * --long also a folder of 200,000 chips, which takes minutes and a gigabyte of disk.
 */
const trainer = path.resolve("server/trainer");
const euroSat = path.resolve("../shared/data/chips/eurosat_rgb_train.zip");
const euroSatChips = 24_300;
const manyChips = 200_000;
const side = 1000;

type Step =
  | { do: "import"; home: string; path: string }
  | { do: "export"; home: string; sceneId: string; meId: string; format: ExportFormat };

/** Does one step in a process that has done nothing before. */
function inFreshProcess(step: Step): JobFigures {
  const words = ["--conditions=react-server", "--import", "tsx", fileURLToPath(import.meta.url)];
  const done = spawnSync(process.execPath, [...words, JSON.stringify(step)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.status !== 0) throw new Error(`${step.do} ended with ${done.status}.`);
  return JSON.parse(done.stdout.slice(done.stdout.lastIndexOf("\n{") + 1));
}

async function doStep(step: Step): Promise<JobFigures & { labelled?: number }> {
  if (step.do === "export") {
    Object.assign(process.env, { TILEWRIGHT_HOME: step.home, TILEWRIGHT_LOG: "error" });
    const { createExport } = await import("../exports/create-export");
    const source = { what: "labels" as const, sceneId: step.sceneId };
    const { jobId } = await createExport({ source, format: step.format }, { id: step.meId });
    return measureJob(jobId);
  }
  const studio = await openTestStudio({
    TILEWRIGHT_LOG: "error",
    TILEWRIGHT_IMPORT_FOLDERS: path.dirname(step.path),
  });
  try {
    const { importScene } = await import("../scenes/import-scene");
    const { listScenes } = await import("../scenes/list-scenes");
    const me = await insertTestUser();
    const { projectId } = await insertTestProject({ classes: 1 });
    const source = { from: "folder" as const, path: step.path };
    const asked = {
      projectId,
      kind: "chips" as const,
      createMissingClasses: true,
      inPlace: false,
      source,
    };
    const { jobId } = await importScene(asked, me);
    const figures = await measureJob(jobId);
    const [scene] = await listScenes(projectId);
    return { ...figures, labelled: scene?.labelledCount ?? 0 };
  } finally {
    studio.close();
  }
}

function makeChips(output: string, count: number): void {
  const words = ["-m", "bench.make_chips", output, "--count", String(count)];
  const python = path.join(trainer, ".venv/bin/python");
  const done = spawnSync(python, words, { cwd: trainer, stdio: ["ignore", "ignore", "inherit"] });
  if (done.status !== 0) throw new Error("The chips could not be made.");
}

function importChips(isLong: boolean) {
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-chips-"));
  try {
    let archive = euroSat;
    if (!existsSync(euroSat)) {
      archive = path.join(folder, "chips.zip");
      makeChips(archive, euroSatChips);
    }
    const home = "";
    const small = {
      ...inFreshProcess({ do: "import", home, path: archive }),
      made: archive !== euroSat,
    };
    if (!isLong) return { archive: small };
    const many = path.join(folder, "many");
    makeChips(many, manyChips);
    return { archive: small, folder: inFreshProcess({ do: "import", home, path: many }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exportLabels() {
  const studio = await openTestStudio({ TILEWRIGHT_LOG: "error" });
  try {
    const { applyLabels } = await import("../labels/apply-labels");
    const { closeDatabase } = await import("../db/client");
    const me = await insertTestUser();
    const { projectId, classIds } = await insertTestProject({ classes: 6 });
    const sceneId = await insertTestScene(projectId, { rows: side, cols: side, tileSizePx: 8 });
    for (let row = 0; row < side; row += 10) {
      const edits = Array.from({ length: 10 * side }, (_, tile) => ({
        ...{ row: row + Math.floor(tile / side), col: tile % side },
        classId: classIds[tile % 6] as string,
      }));
      await applyLabels({ batchId: randomUUID(), sceneId, edits }, me);
    }
    await closeDatabase();
    const step = { do: "export" as const, home: studio.home, sceneId, meId: me.id };
    return {
      csv: inFreshProcess({ ...step, format: "csv" }),
      geoparquet: inFreshProcess({ ...step, format: "geoparquet" }),
    };
  } finally {
    studio.close();
  }
}

const [asked] = process.argv.slice(2);
if (asked?.startsWith("{")) {
  console.log(`\n${JSON.stringify(await doStep(JSON.parse(asked)))}`);
} else {
  const chips = importChips(asked === "--long");
  console.log(JSON.stringify({ labels: side * side, chips, exports: await exportLabels() }));
}
