import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { SpecDataset } from "@/lib/contracts/run-spec";
import { homeFolders } from "../env";
import type { JobContext } from "../jobs/define-job";
import { runTrainerCommand } from "../python/run-trainer-command";
import { referencedScenes, withRanges } from "../references/read-ranges";

const packFacts = "pack.json";

/**
 * Decodes the tiles of a dataset with scenes that lie elsewhere. A training outlives the worker and
 * has nobody to ask for bytes, so it has to find its tiles decoded. Datasets whose pixels are all
 * here are left to the training itself.
 *
 * @throws AppError When a file has changed or its host is away.
 */
export async function preparePack(
  dataset: SpecDataset,
  { jobId, signal, report }: Pick<JobContext, "jobId" | "signal" | "report">,
): Promise<void> {
  const rasters = dataset.scenes.map((scene) => scene.rasterPath);
  if (referencedScenes(rasters).length === 0) return;
  if (existsSync(path.join(homeFolders.packs(), dataset.contentHash, packFacts))) return;
  const workFolder = path.join(homeFolders.scratch(), jobId);
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { recursive: true });
  try {
    const file = path.join(workFolder, "dataset.json");
    await writeFile(file, JSON.stringify(dataset));
    await withRanges(rasters, signal, (readRange) =>
      runTrainerCommand({
        command: "pack",
        args: ["--dataset", file, "--pack-folder", homeFolders.packs()],
        resultSchema: z.object({ ok: z.literal(true) }),
        workFolder,
        signal,
        onProgress: (progress) => report(progress),
        ...(readRange ? { readRange } : {}),
      }),
    );
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
