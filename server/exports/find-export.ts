import { existsSync } from "node:fs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { exportPayloadSchema } from "./create-export";
import { describeFile, exportFile } from "./export-formats";

/** The file of an export that has finished. @throws AppError `not_found`, `conflict`. */
export async function findExport(jobId: string) {
  const job = await getDb()
    .selectFrom("job")
    .select(["status", "payload_json"])
    .where("id", "=", jobId)
    .where("kind", "=", "tiles.export")
    .executeTakeFirst();
  if (!job) throw new AppError("not_found", sentence("server.exports.missing"));
  if (job.status !== "finished") {
    throw new AppError("conflict", sentence("server.exports.notReady", { status: job.status }));
  }
  const { format, name, source } = exportPayloadSchema.parse(JSON.parse(job.payload_json));
  const path = exportFile(jobId, format, source.what);
  if (!existsSync(path)) throw new AppError("not_found", sentence("server.exports.missing"));
  const { extension, contentType } = describeFile(format, source.what);
  return { path, fileName: `${name}${extension}`, contentType };
}
