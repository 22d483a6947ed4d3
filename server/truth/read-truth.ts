import path from "node:path";
import { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import { sceneIdSchema } from "@/lib/contracts/common";
import {
  type readTruthInputSchema,
  type TruthSource,
  truthSourceSchema,
} from "@/lib/contracts/truth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { requirePermission } from "../auth/permissions";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { resolveImportPath } from "../scenes/import-folders";
import { getSceneRow } from "../scenes/queries";
import { getUpload } from "../uploads/upload-store";

export const readTruthPayloadSchema = z.object({
  sceneId: sceneIdSchema,
  source: truthSourceSchema,
  fileName: z.string(),
  layer: z.string().nullable(),
  attribute: z.string().nullable(),
  crs: z.string().nullable(),
  readBy: z.string(),
});
export type ReadTruthPayload = z.infer<typeof readTruthPayloadSchema>;

/**
 * Queues the reading of a file with ground truth; nothing is labelled yet.
 *
 * @throws AppError `not_found` without the scene or the upload; `conflict` for an upload that is not
 *   complete; `forbidden` for a path outside of the allowed folders.
 */
export async function readTruth(
  input: z.output<typeof readTruthInputSchema>,
  me: Me,
): Promise<{ jobId: string }> {
  const scene = await getSceneRow(input.sceneId);
  const { source, fileName } = await checkSource(input.source, me);
  const payload: ReadTruthPayload = {
    sceneId: input.sceneId,
    source,
    fileName,
    layer: input.layer ?? null,
    attribute: input.attribute ?? null,
    crs: input.crs ?? null,
    readBy: me.id,
  };
  const jobId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "truth.read",
      payload,
      projectId: scene.project_id,
      subjectId: scene.id,
      title: sentence("server.titles.readTruth", { name: fileName }),
      createdBy: me.id,
    }),
  );
  return { jobId };
}

async function checkSource(source: TruthSource, me: Me) {
  if (source.from === "folder") {
    requirePermission(me, "scene.import");
    const real = await resolveImportPath(source.path);
    return { source: { from: "folder" as const, path: real }, fileName: path.basename(real) };
  }
  const upload = await getUpload(source.uploadId, me.id);
  if (!upload.finished) {
    throw new AppError(
      "conflict",
      sentence("server.uploads.incomplete", { fileName: upload.fileName }),
    );
  }
  return { source, fileName: upload.fileName };
}
