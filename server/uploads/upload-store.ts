import path from "node:path";
import { FileStore } from "@tus/file-store";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { homeFolders } from "../env";

/** Uploads that were not finished or not imported for this long are removed. */
export const uploadKeptMs = 7 * 24 * 3600 * 1000;

let store: FileStore | undefined;

/** The files of all uploads: the bytes, and a JSON file beside them. */
export function getUploadStore(): FileStore {
  store ??= new FileStore({
    directory: homeFolders.uploads(),
    expirationPeriodInMilliseconds: uploadKeptMs,
  });
  return store;
}

export interface Upload {
  id: string;
  /** Where the bytes are. */
  path: string;
  fileName: string;
  byteSize: number;
  finished: boolean;
}

const uploadIdPattern = /^upl_[0-9a-z]{20}$/;

/**
 * An upload of this person.
 *
 * @throws AppError `not_found`, also for uploads of others.
 */
export async function getUpload(uploadId: string, ownerId: string): Promise<Upload> {
  const upload = uploadIdPattern.test(uploadId)
    ? await getUploadStore()
        .getUpload(uploadId)
        .catch(() => null)
    : null;
  if (!upload || upload.metadata?.ownerId !== ownerId) {
    throw new AppError("not_found", sentence("server.uploads.missing"));
  }
  return {
    id: uploadId,
    path: path.join(homeFolders.uploads(), uploadId),
    fileName: toFileName(upload.metadata?.filename ?? null),
    byteSize: upload.size ?? upload.offset,
    finished: upload.size !== undefined && upload.offset === upload.size,
  };
}

/** File systems take names of 255 bytes; a Chinese character has three. */
const maxNameBytes = 200;

/** A name that is safe as the name of a file: no folders, no control characters, not too long. */
export function toFileName(name: string | null): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
  const clean = (name ?? "").replace(/^.*[\\/]/, "").replace(/[\u0000-\u001f\u007f]/g, "");
  const short = keepEnd(clean).replace(/^\.+/, "").trim();
  return short === "" ? "upload" : short;
}

/** As much of the end as fits, for the end says what kind of file it is; whole characters only. */
function keepEnd(name: string): string {
  const bytes = Buffer.from(name, "utf8");
  if (bytes.length <= maxNameBytes) return bytes.toString("utf8");
  return bytes
    .subarray(-maxNameBytes)
    .toString("utf8")
    .replace(/^\ufffd+/, "");
}

export async function deleteUpload(uploadId: string): Promise<void> {
  // It may be gone already: an import that ran twice has removed it the first time.
  await getUploadStore()
    .remove(uploadId)
    .catch(() => undefined);
}
