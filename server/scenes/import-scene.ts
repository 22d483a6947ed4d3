import { stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import { nameSchema, projectIdSchema, sceneIdSchema } from "@/lib/contracts/common";
import {
  type ImportSource,
  type importSceneInputSchema,
  importSourceSchema,
  type importStartedSchema,
  type SceneKind,
  sceneKindSchema,
} from "@/lib/contracts/scenes";
import { AppError, placeAt } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { getProjectRow } from "../projects/queries";
import { resolveTarget } from "../remote/resolve-target";
import { getUpload } from "../uploads/upload-store";
import { resolveImportPath } from "./import-folders";

/** What the job is told; the scene's id is chosen now, so that a second try makes no second scene. */
export const importPayloadSchema = z.object({
  sceneId: sceneIdSchema,
  projectId: projectIdSchema,
  source: importSourceSchema,
  inPlace: z.boolean().default(false),
  kind: sceneKindSchema,
  name: nameSchema,
  createMissingClasses: z.boolean(),
  importedBy: z.string().nullable(),
});
export type ImportPayload = z.infer<typeof importPayloadSchema>;

/**
 * Puts an import into the queue.
 *
 * @throws AppError `not_found` without the project or the upload; `conflict` for an upload that is
 *   not complete; `forbidden` for a path outside of the allowed folders and for hosts that are not
 *   allowed; `invalid_input` for what cannot be used where it lies.
 */
export async function importScene(
  input: z.output<typeof importSceneInputSchema>,
  me: Me,
): Promise<z.infer<typeof importStartedSchema>> {
  await getProjectRow(input.projectId);
  const { source, fileName } = await checkSource(input.source, me);
  if (input.inPlace) await requireOneRaster(source, input.kind);
  const name = input.name ?? nameOf(fileName);
  const payload: ImportPayload = {
    sceneId: newId("scene"),
    projectId: input.projectId,
    source,
    inPlace: input.inPlace,
    kind: input.kind,
    name,
    createMissingClasses: input.createMissingClasses,
    importedBy: me.id,
  };
  const jobId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "scene.import",
      payload,
      projectId: input.projectId,
      title: sentence("server.titles.importScene", { name }),
      createdBy: me.id,
    }),
  );
  return { jobId };
}

async function checkSource(
  source: ImportSource,
  me: Me,
): Promise<{ source: ImportSource; fileName: string }> {
  if (source.from === "folder") {
    const real = await resolveImportPath(source.path);
    return { source: { from: "folder", path: real }, fileName: path.basename(real) };
  }
  if (source.from === "addresses") return checkAddresses(source);
  const fileNames = [];
  for (const uploadId of uploadsOf(source)) {
    const { finished, fileName } = await getUpload(uploadId, me.id);
    if (!finished) {
      throw new AppError("conflict", sentence("server.uploads.incomplete", { fileName }));
    }
    fileNames.push(fileName);
  }
  return { source, fileName: commonName(fileNames) };
}

/** Whether it can be read is found out by the job; that it may be, at once. */
async function checkAddresses(source: Extract<ImportSource, { from: "addresses" }>) {
  const fileNames = [];
  for (const [place, address] of source.addresses.entries()) {
    const target = await resolveTarget(address).catch(placeAt(`source.addresses.${place}`));
    fileNames.push(target.name);
  }
  return { source, fileName: commonName(fileNames) };
}

/** @throws AppError `invalid_input` for what is not one file. */
async function requireOneRaster(source: ImportSource, kind: SceneKind): Promise<void> {
  if (kind === "chips") {
    throw new AppError("invalid_input", sentence("server.remote.chipsInPlace"));
  }
  if (source.from === "folder") {
    const name = path.basename(source.path);
    if ((await stat(source.path)).isFile()) return;
    throw new AppError("invalid_input", sentence("server.remote.onlyFiles", { name }));
  }
  if (source.from === "addresses" && source.addresses.length === 1) return;
  throw new AppError("invalid_input", sentence("server.remote.oneFile"));
}

/** The uploads that an import takes its bytes from. */
export function uploadsOf(source: ImportSource): string[] {
  if (source.from === "upload") return [source.uploadId];
  return source.from === "uploads" ? source.uploadIds : [];
}

/** What the names of a scene's files begin with, without a torn last word; else the first name. */
function commonName(fileNames: string[]): string {
  const [first = ""] = fileNames;
  if (fileNames.length < 2) return first;
  let length = 0;
  while (length < first.length && fileNames.every((name) => name[length] === first[length])) {
    length += 1;
  }
  const common = first.slice(0, length).replace(/[\s_\-.,]+[^\s_\-.,]{0,2}$/, "");
  return common.length > 2 ? `${common}.tif` : first;
}

const maxNameLength = 120;

/** The file's name without its ending, as people would write it. */
function nameOf(fileName: string): string {
  const { name } = path.parse(fileName);
  return name.trim().slice(0, maxNameLength) || "Scene";
}
