import type { ReadRange } from "../python/serve-ranges";
import type { ByteSource } from "./byte-source";
import { findReference } from "./find-reference";
import { openReference } from "./open-reference";

/** How a raster that lies elsewhere is named to the trainer, in place of a path. */
export const referencePrefix = "reference:";

/** Which scenes of a list lie elsewhere. */
export function referencedScenes(rasterPaths: readonly string[]): string[] {
  return rasterPaths
    .filter((one) => one.startsWith(referencePrefix))
    .map((one) => one.slice(referencePrefix.length));
}

/**
 * Runs something that reads scenes that lie elsewhere; only those that are named.
 *
 * @param work Gets the function for `runTrainerCommand`; undefined where there are no such scenes.
 */
export async function withRanges<Result>(
  rasterPaths: readonly string[],
  signal: AbortSignal,
  work: (readRange: ReadRange | undefined) => Promise<Result>,
): Promise<Result> {
  const allowed = new Set(referencedScenes(rasterPaths));
  if (allowed.size === 0) return work(undefined);
  const opened = new Map<string, Promise<ByteSource>>();
  const open = (sceneId: string): Promise<ByteSource> => {
    const known = opened.get(sceneId) ?? openScene(sceneId, allowed);
    opened.set(sceneId, known);
    return known;
  };
  try {
    return await work(async (sceneId, first, last) => {
      const source = await open(sceneId);
      return { bytes: await source.read(first, last, signal), byteSize: source.byteSize };
    });
  } finally {
    for (const source of await Promise.allSettled(opened.values())) {
      if (source.status === "fulfilled") await source.value.close();
    }
  }
}

async function openScene(sceneId: string, allowed: ReadonlySet<string>): Promise<ByteSource> {
  const reference = allowed.has(sceneId) ? await findReference(sceneId) : null;
  if (!reference) throw new Error(`${sceneId} is no scene that this command may read.`);
  return openReference(reference);
}
