import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { datasetIdSchema } from "@/lib/contracts/common";
import type { SpecDataset } from "@/lib/contracts/run-spec";
import { homeFolders } from "../env";
import { defineJob, type JobContext } from "../jobs/define-job";
import { runTrainerCommand } from "../python/run-trainer-command";
import { withRanges } from "../references/read-ranges";
import { getDataset, getSpecDataset } from "./queries";
import { datasetFiles } from "./write-dataset-files";
import { writeExportItems } from "./write-export-items";

/**
 * Writes a dataset as a zip of split/class/tile.tif. A dataset never changes, so an archive that is
 * there already is the right one.
 */
export const exportDatasetJob = defineJob({
  kind: "dataset.export",
  payloadSchema: z.object({ datasetId: datasetIdSchema }),
  lane: "export",
  async run({ datasetId }, context) {
    const folder = homeFolders.dataset(datasetId);
    const archive = path.join(folder, datasetFiles.archive);
    if (existsSync(archive)) return;
    await getDataset(datasetId);
    const dataset = await getSpecDataset(datasetId);
    const workFolder = path.join(homeFolders.scratch(), context.jobId);
    await rm(workFolder, { recursive: true, force: true });
    await mkdir(workFolder, { recursive: true });
    try {
      await writeArchive(dataset, workFolder, context);
      await rename(path.join(workFolder, datasetFiles.archive), archive);
    } finally {
      await rm(workFolder, { recursive: true, force: true });
    }
  },
});

async function writeArchive(
  dataset: SpecDataset,
  workFolder: string,
  context: JobContext,
): Promise<void> {
  const items = path.join(workFolder, "items.csv");
  await writeExportItems(dataset, items);
  const output = path.join(workFolder, datasetFiles.archive);
  const rasters = dataset.scenes.map((scene) => scene.rasterPath);
  await withRanges(rasters, context.signal, (readRange) =>
    runTrainerCommand({
      command: "export-chips",
      args: [
        ...["--items", items],
        ...["--tile-size", String(dataset.scenes[0]?.tileSizePx)],
        ...["--bands", dataset.recipe.bands.join(",")],
        ...["--output", output],
      ],
      resultSchema: z.object({ ok: z.literal(true) }),
      workFolder,
      signal: context.signal,
      onProgress: (progress) => context.report(progress),
      ...(readRange ? { readRange } : {}),
    }),
  );
}
