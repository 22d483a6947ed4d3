import { z } from "zod";
import { sceneIdSchema } from "@/lib/contracts/common";
import {
  type createExportInputSchema,
  exportFormatSchema,
  exportSourceSchema,
} from "@/lib/contracts/exports";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { getPrediction } from "../predictions/queries";
import { getSceneRow } from "../scenes/queries";
import { exportFormats } from "./export-formats";

export const exportPayloadSchema = z.object({
  source: exportSourceSchema,
  sceneId: sceneIdSchema,
  format: exportFormatSchema,
  /** What the file is called, without its ending. */
  name: z.string(),
});
export type ExportPayload = z.infer<typeof exportPayloadSchema>;

/**
 * Queues the writing of labels or of a prediction in a format of other programs.
 *
 * @throws AppError `not_found`; `conflict` where there is nothing to write yet.
 */
export async function createExport(
  { source, format }: z.output<typeof createExportInputSchema>,
  me: { id: string },
): Promise<{ jobId: string }> {
  const { sceneId, suffix } = await checkSource(source);
  const scene = await getSceneRow(sceneId);
  if (source.what === "labels" && scene.labelled_count === 0) {
    throw new AppError("conflict", sentence("server.exports.nothing", { name: scene.name }));
  }
  const name = `${scene.name} ${suffix}`;
  const payload: ExportPayload = { source, sceneId, format, name };
  const jobId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "tiles.export",
      payload,
      projectId: scene.project_id,
      subjectId: sceneId,
      title: sentence("server.titles.exportTiles", { name, format: exportFormats[format].name }),
      createdBy: me.id,
    }),
  );
  return { jobId };
}

async function checkSource(source: ExportPayload["source"]) {
  if (source.what === "labels") return { sceneId: source.sceneId, suffix: "labels" };
  const prediction = await getPrediction(source.predictionId);
  if (prediction.status !== "finished") {
    throw new AppError(
      "conflict",
      sentence("server.exports.predictionOpen", { status: prediction.status }),
    );
  }
  return { sceneId: prediction.sceneId, suffix: "prediction" };
}
