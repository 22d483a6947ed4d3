import { createHash } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import type { JobContext } from "../jobs/define-job";
import { runTrainerCommand } from "../python/run-trainer-command";
import type { ByteSource } from "../references/byte-source";
import { lookAtReference } from "../references/open-reference";
import type { Reference } from "../references/reference";
import type { ImportPayload } from "../scenes/import-scene";
import { keepScene } from "./keep-scene";

const resultSchema = z.object({ scene: rasterFactsSchema });
const timeoutMs = 6 * 3600 * 1000;
const sampleBytes = 64 * 1024;

/**
 * Makes a scene of a raster that stays where it is: checked and measured like any other, with a
 * thumbnail of its own, but without a copy of its pixels.
 *
 * @throws AppError Why it cannot be used where it lies.
 */
export async function addReference(
  payload: ImportPayload,
  context: JobContext,
  scratch: string,
): Promise<void> {
  const { source, reference } = await lookAt(payload);
  try {
    const folder = path.join(scratch, "scene");
    const { scene } = await runTrainerCommand({
      command: "describe-reference",
      args: [
        ...["--source", payload.sceneId],
        ...["--name", source.name],
        ...["--fingerprint", await makeFingerprint(source, reference, context.signal)],
        ...["--output", folder],
      ],
      resultSchema,
      workFolder: path.join(scratch, "command"),
      signal: context.signal,
      onProgress: (progress) => context.report(progress),
      timeoutMs,
      readRange: async (_source, first, last) => ({
        bytes: await source.read(first, last, context.signal),
        byteSize: source.byteSize,
      }),
    });
    await keepScene({ ...payload, facts: scene, chips: null, folder, reference });
  } finally {
    await source.close();
  }
}

async function lookAt({ source }: ImportPayload) {
  if (source.from === "folder") return lookAtReference("folder", source.path);
  const [address = ""] = source.from === "addresses" ? source.addresses : [];
  return lookAtReference("address", address);
}

/**
 * Stands for the content of a file that is never read as a whole: where it lies, the version that its
 * host names, and its first and last bytes.
 */
async function makeFingerprint(
  source: ByteSource,
  { from, location, byteSize, version }: Reference,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([from, location, byteSize, version]));
  hash.update(await source.read(0, sampleBytes - 1, signal));
  hash.update(await source.read(Math.max(0, byteSize - sampleBytes), byteSize - 1, signal));
  return hash.digest("hex");
}
