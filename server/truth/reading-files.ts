import { readFile } from "node:fs/promises";
import path from "node:path";
import { type TruthReading, truthReadingSchema } from "@/lib/contracts/truth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { homeFolders } from "../env";
import { type ReadTruthPayload, readTruthPayloadSchema } from "./read-truth";

/** What `read-truth` says; the rest of a reading is known to the job. */
export const trainerReadingSchema = truthReadingSchema.omit({
  readingId: true,
  sceneId: true,
  fileName: true,
});

/** Files of a reading in its folder. */
export const readingFiles = {
  reading: "reading.json",
  counts: "counts.bin",
  overlaps: "overlaps.bin",
};

/**
 * A reading that has finished.
 *
 * @throws AppError `not_found`, also for readings that were cleared away; `conflict` before its end.
 */
export async function getReading(
  readingId: string,
): Promise<{ reading: TruthReading; payload: ReadTruthPayload }> {
  const job = await getDb()
    .selectFrom("job")
    .select(["status", "payload_json"])
    .where("id", "=", readingId)
    .where("kind", "=", "truth.read")
    .executeTakeFirst();
  if (!job) throw new AppError("not_found", sentence("server.truth.missing"));
  if (job.status !== "finished") {
    throw new AppError("conflict", sentence("server.truth.notReady", { status: job.status }));
  }
  const payload = readTruthPayloadSchema.parse(JSON.parse(job.payload_json));
  const text = await readFile(fileOf(readingId, "reading"), "utf8").catch(() => null);
  if (text === null) throw new AppError("not_found", sentence("server.truth.missing"));
  const found = trainerReadingSchema.parse(JSON.parse(text));
  const { sceneId, fileName } = payload;
  return { reading: { readingId, sceneId, fileName, ...found }, payload };
}

/** Little-endian int32 numbers of a file of a reading. */
export async function readNumbers(
  readingId: string,
  name: "counts" | "overlaps",
): Promise<Int32Array> {
  const bytes = await readFile(fileOf(readingId, name)).catch(() => null);
  if (bytes === null) throw new AppError("not_found", sentence("server.truth.missing"));
  return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Path of a file of a reading. The bundler must not look for it: homes lie outside the project. */
function fileOf(readingId: string, name: keyof typeof readingFiles): string {
  return path.join(/* turbopackIgnore: true */ homeFolders.truth(readingId), readingFiles[name]);
}
