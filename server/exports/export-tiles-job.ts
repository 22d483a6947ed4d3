import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { homeFolders } from "../env";
import { defineJob } from "../jobs/define-job";
import { runTrainerCommand } from "../python/run-trainer-command";
import { getSceneRow } from "../scenes/queries";
import { type ExportPayload, exportPayloadSchema } from "./create-export";
import { exportFile } from "./export-formats";
import type { RecordMeaning, RecordScene } from "./record";
import { writeRecords } from "./write-records";

/** Writes labels, a prediction or a dataset into one file, which is kept for a week. */
export const exportTilesJob = defineJob<ExportPayload>({
  kind: "tiles.export",
  payloadSchema: exportPayloadSchema,
  lane: "export",
  async run(payload, context) {
    const file = exportFile(context.jobId, payload.format, payload.source.what);
    if (existsSync(file)) return;
    const scratch = path.join(homeFolders.scratch(), context.jobId);
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true });
    try {
      const records = path.join(scratch, "records.bin");
      const spec = path.join(scratch, "spec.json");
      const meaning = await writeRecords(payload.source, records);
      context.signal.throwIfAborted();
      await writeFile(spec, JSON.stringify(await describeExport(payload, meaning)));
      const written = path.join(scratch, "output", path.basename(file));
      await runTrainerCommand({
        command: "export-tiles",
        args: [
          ...["--records", records],
          ...["--spec", spec],
          ...["--format", payload.format],
          ...["--output", written],
        ],
        resultSchema: z.object({ ok: z.literal(true) }),
        workFolder: path.join(scratch, "command"),
        signal: context.signal,
        onProgress: (progress) => context.report(progress),
      });
      await mkdir(path.dirname(file), { recursive: true });
      await rename(written, file);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  },
});

async function describeExport(
  { source, name }: ExportPayload,
  { scenes, ...meaning }: RecordMeaning,
) {
  const described = [];
  for (const scene of scenes) described.push(await describeScene(scene));
  return {
    kind: source.what,
    name: source.what === "dataset" ? name : described[0]?.name,
    madeAt: new Date().toISOString(),
    scenes: described,
    ...meaning,
  };
}

async function describeScene({ sceneId, tileSizePx, count }: RecordScene) {
  const scene = await getSceneRow(sceneId);
  const facts = rasterFactsSchema.parse(JSON.parse(scene.facts_json));
  return {
    name: scene.name,
    widthPx: facts.widthPx,
    heightPx: facts.heightPx,
    tileSizePx,
    rows: scene.grid_rows,
    cols: scene.grid_cols,
    transform: facts.transform,
    crs: facts.crs.wkt ?? facts.crs.code,
    count,
  };
}
