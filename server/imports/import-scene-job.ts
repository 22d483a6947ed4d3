import { link, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { chipSheetSchema, type ImportSource, rasterFactsSchema } from "@/lib/contracts/scenes";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { homeFolders } from "../env";
import { defineJob, type JobContext } from "../jobs/define-job";
import { getProjectRow } from "../projects/queries";
import { runTrainerCommand } from "../python/run-trainer-command";
import { resolveImportPath } from "../scenes/import-folders";
import { type ImportPayload, importPayloadSchema, uploadsOf } from "../scenes/import-scene";
import { requireSpace } from "../uploads/require-space";
import { deleteUpload, getUpload, type Upload } from "../uploads/upload-store";
import { addReference } from "./add-reference";
import { fetchFiles } from "./fetch-files";
import { hasSceneRow, keepScene } from "./keep-scene";
import { readChipTable } from "./read-chip-table";

const rasterResultSchema = z.object({ scene: rasterFactsSchema });
const chipsResultSchema = z.object({
  scene: rasterFactsSchema,
  /** null: it held the bands of one scene. */
  chips: chipSheetSchema.nullable(),
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
  skippedCount: z.number().int(),
});

/** Problems that lie in the file itself. */
const futileCodes = new Set(["unreadable_file", "unsupported", "too_large", "invalid_input"]);

/** An import that takes longer than this is stuck. */
export const importTimeoutMs = 6 * 3600 * 1000;

/** Turns an upload, a file or a folder into a scene: all of it, or nothing. */
export const importSceneJob = defineJob<ImportPayload>({
  kind: "scene.import",
  payloadSchema: importPayloadSchema,
  lane: "import",
  async run(payload, context) {
    const scratch = path.join(homeFolders.scratch(), context.jobId);
    if (!(await hasSceneRow(payload.sceneId))) {
      await getProjectRow(payload.projectId);
      try {
        await rm(scratch, { recursive: true, force: true });
        await mkdir(scratch, { recursive: true });
        if (payload.inPlace) await addReference(payload, context, scratch);
        else await importCopy(payload, context, scratch);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    }
    await context.setSubject(payload.sceneId);
    await deleteUploads(payload.source);
  },
  async onEnded({ source }, outcome, problem) {
    // Trying the same bytes again would end the same way; else they can be imported once more.
    const isFutile = outcome === "canceled" || futileCodes.has(problem?.code ?? "");
    if (isFutile) await deleteUploads(source);
  },
});

async function importCopy(
  payload: ImportPayload,
  context: JobContext,
  scratch: string,
): Promise<void> {
  const source = await findSource(payload, context, scratch);
  if (payload.kind === "raster") await importRaster(payload, context, scratch, source);
  else await importChips(payload, context, scratch, source);
}

async function deleteUploads(source: ImportSource): Promise<void> {
  for (const uploadId of uploadsOf(source)) await deleteUpload(uploadId);
}

/**
 * Where the trainer reads from: an upload, which gets its own name back, for errors mention it; the
 * folder of several; a path of the server; what was fetched from other hosts.
 */
async function findSource(
  { source, importedBy }: ImportPayload,
  context: JobContext,
  scratch: string,
): Promise<string> {
  if (source.from === "folder") return resolveImportPath(source.path);
  if (source.from === "addresses") {
    return fetchFiles(source.addresses, path.join(scratch, "source"), context);
  }
  const uploads = [];
  for (const id of uploadsOf(source)) uploads.push(await getUpload(id, importedBy ?? ""));
  // The imported scene is about as large as what was uploaded.
  await requireSpace(uploads.reduce((sum, upload) => sum + upload.byteSize, 0));
  const folder = path.join(scratch, "source");
  await mkdir(folder, { recursive: true });
  for (const upload of uploads) await linkUpload(upload, path.join(folder, upload.fileName));
  return source.from === "uploads" ? folder : path.join(folder, uploads[0]?.fileName ?? "");
}

/** @throws AppError `invalid_input` for two files of one name. */
async function linkUpload(upload: Upload, file: string): Promise<void> {
  try {
    await link(upload.path, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const { fileName } = upload;
    throw new AppError("invalid_input", sentence("server.imports.sameName", { fileName }));
  }
}

async function importRaster(
  payload: ImportPayload,
  context: JobContext,
  scratch: string,
  source: string,
): Promise<void> {
  const output = path.join(scratch, "scene");
  const { scene } = await runTrainerCommand({
    command: "import-scene",
    args: ["--source", source, "--output", output],
    resultSchema: rasterResultSchema,
    workFolder: path.join(scratch, "command"),
    signal: context.signal,
    onProgress: (progress) => context.report(progress),
    timeoutMs: importTimeoutMs,
  });
  await keepScene({ ...payload, facts: scene, chips: null, folder: output });
}

async function importChips(
  payload: ImportPayload,
  context: JobContext,
  scratch: string,
  source: string,
): Promise<void> {
  const output = path.join(scratch, "scene");
  const result = await runTrainerCommand({
    command: "import-chips",
    args: ["--source", source, "--output", output],
    resultSchema: chipsResultSchema,
    workFolder: path.join(scratch, "command"),
    signal: context.signal,
    onProgress: (progress) => context.report(progress),
    timeoutMs: importTimeoutMs,
  });
  const facts = result.scene;
  if (result.chips === null) {
    await keepScene({ ...payload, kind: "raster", facts, chips: null, folder: output });
    return;
  }
  const table = await readChipTable(path.join(output, "chips.csv"));
  await keepScene({ ...payload, facts, chips: { sheet: result.chips, table }, folder: output });
}
