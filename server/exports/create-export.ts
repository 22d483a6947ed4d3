import { z } from "zod";
import {
  type createExportInputSchema,
  exportFormatSchema,
  exportSourceSchema,
} from "@/lib/contracts/exports";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDataset } from "../datasets/queries";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { getPrediction } from "../predictions/queries";
import { getSceneRow } from "../scenes/queries";
import { exportFormats } from "./export-formats";

export const exportPayloadSchema = z.object({
  source: exportSourceSchema,
  format: exportFormatSchema,
  /** What the file is called, without its ending. */
  name: z.string(),
});
export type ExportPayload = z.infer<typeof exportPayloadSchema>;

/**
 * Queues the writing of labels, a prediction or a dataset in a format of other programs.
 *
 * @throws AppError `not_found`; `conflict` where there is nothing to write yet.
 */
export async function createExport(
  { source, format }: z.output<typeof createExportInputSchema>,
  me: { id: string },
): Promise<{ jobId: string }> {
  const { name, ...about } = await checkSource(source);
  const payload: ExportPayload = { source, format, name };
  const jobId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "tiles.export",
      payload,
      ...about,
      title: sentence("server.titles.exportTiles", { name, format: exportFormats[format].name }),
      createdBy: me.id,
    }),
  );
  return { jobId };
}

interface CheckedSource {
  name: string;
  projectId: string;
  /** The scene or dataset that the file is about. */
  subjectId: string;
}

async function checkSource(source: ExportPayload["source"]): Promise<CheckedSource> {
  if (source.what === "dataset") {
    const { name, projectId, id } = await getDataset(source.datasetId);
    return { name, projectId, subjectId: id };
  }
  if (source.what === "labels") {
    const scene = await getSceneRow(source.sceneId);
    if (scene.labelled_count === 0) {
      throw new AppError("conflict", sentence("server.exports.nothing", { name: scene.name }));
    }
    return { name: `${scene.name} labels`, projectId: scene.project_id, subjectId: scene.id };
  }
  const prediction = await getPrediction(source.predictionId);
  if (prediction.status !== "finished") {
    throw new AppError(
      "conflict",
      sentence("server.exports.predictionOpen", { status: prediction.status }),
    );
  }
  const scene = await getSceneRow(prediction.sceneId);
  return { name: `${scene.name} prediction`, projectId: scene.project_id, subjectId: scene.id };
}
