import { realpath } from "node:fs/promises";
import path from "node:path";
import type { Model } from "@/lib/contracts/models";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { runFiles } from "../runs/run-folder";

/**
 * A file of a model. Only what the manifest lists can be had, and only where it truly lies in the
 * model's folder: neither `..` nor a link leads out.
 *
 * @throws AppError `not_found`.
 */
export async function findModelFile(model: Model, wanted: string): Promise<string> {
  const listed = model.manifest.files.some((file) => file.path === wanted);
  if (listed) {
    const folder = await realpath(runFiles.model(model.runId)).catch(() => null);
    const file = await realpath(path.join(runFiles.model(model.runId), wanted)).catch(() => null);
    if (folder !== null && file?.startsWith(folder + path.sep)) return file;
  }
  throw new AppError(
    "not_found",
    sentence("server.models.noSuchFile", { name: model.name, wanted }),
  );
}
