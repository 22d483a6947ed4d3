import { link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { homeFolders } from "../env";
import { defineJob } from "../jobs/define-job";
import { runTrainerCommand } from "../python/run-trainer-command";
import { resolveImportPath } from "../scenes/import-folders";
import { getSceneRow } from "../scenes/queries";
import { getUpload } from "../uploads/upload-store";
import { type ReadTruthPayload, readTruthPayloadSchema } from "./read-truth";
import { readingFiles, trainerReadingSchema } from "./reading-files";

/** A file that takes longer than this to read is made to do harm. */
const timeoutMs = 3600 * 1000;

/** Finds out what a file of ground truth holds for every tile of a scene. */
export const readTruthJob = defineJob<ReadTruthPayload>({
  kind: "truth.read",
  payloadSchema: readTruthPayloadSchema,
  lane: "import",
  async run(payload, context) {
    const scratch = path.join(homeFolders.scratch(), context.jobId);
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true });
    try {
      const output = path.join(scratch, "truth");
      const { reading } = await runTrainerCommand({
        command: "read-truth",
        args: [
          ...["--source", await findSource(payload, scratch)],
          ...["--grid", JSON.stringify(await describeGrid(payload.sceneId))],
          ...(payload.layer === null ? [] : ["--layer", payload.layer]),
          ...(payload.attribute === null ? [] : ["--attribute", payload.attribute]),
          ...(payload.crs === null ? [] : ["--crs", payload.crs]),
          ...["--output", output],
        ],
        resultSchema: z.object({ reading: trainerReadingSchema }),
        workFolder: path.join(scratch, "command"),
        signal: context.signal,
        onProgress: (progress) => context.report(progress),
        timeoutMs,
      });
      await writeFile(path.join(output, readingFiles.reading), JSON.stringify(reading));
      const folder = homeFolders.truth(context.jobId);
      await rm(folder, { recursive: true, force: true });
      await mkdir(path.dirname(folder), { recursive: true });
      await rename(output, folder);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  },
});

/** Where the trainer reads from. An upload gets its own name back, which says what kind it is. */
async function findSource(payload: ReadTruthPayload, scratch: string): Promise<string> {
  const { source } = payload;
  if (source.from === "folder") return resolveImportPath(source.path);
  const upload = await getUpload(source.uploadId, payload.readBy);
  const folder = path.join(scratch, "source");
  await mkdir(folder);
  const file = path.join(folder, upload.fileName);
  await link(upload.path, file);
  return file;
}

async function describeGrid(sceneId: string) {
  const scene = await getSceneRow(sceneId);
  const facts = rasterFactsSchema.parse(JSON.parse(scene.facts_json));
  return {
    widthPx: facts.widthPx,
    heightPx: facts.heightPx,
    tileSizePx: scene.tile_size_px,
    rows: scene.grid_rows,
    cols: scene.grid_cols,
    tileCount: scene.tile_count,
    transform: facts.transform,
    crs: facts.crs.wkt ?? facts.crs.code,
  };
}
