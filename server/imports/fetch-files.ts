import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/errors";
import { messageOf, sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";
import type { JobContext } from "../jobs/define-job";
import { type Answer, askHost } from "../remote/ask-host";
import { brokenOff, requireStatus } from "../remote/read-answer";
import { resolveTarget } from "../remote/resolve-target";
import { requireSpace } from "../uploads/require-space";

/**
 * Copies files of other hosts into a folder.
 *
 * @returns The file, or the folder of several.
 * @throws AppError `too_large` beyond the limit of uploads; `unavailable` when a host breaks off.
 */
export async function fetchFiles(
  addresses: readonly string[],
  folder: string,
  context: Pick<JobContext, "signal" | "report">,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const names = new Set<string>();
  let left = getEnv().maxUploadBytes;
  for (const [place, address] of addresses.entries()) {
    const target = await resolveTarget(address);
    const { name } = target;
    if (names.has(name)) {
      throw new AppError("invalid_input", sentence("server.imports.sameName", { fileName: name }));
    }
    names.add(name);
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(fileMs)]);
    const answer = await askHost(target, { signal });
    requireStatus(answer, 200);
    const tell = (share: number) =>
      context.report({
        ...messageOf(sentence("server.progress.fetching", { name })),
        fraction: ((place + share) / addresses.length) * fetchingShare,
      });
    left -= await fetchFile(answer, path.join(folder, name), left, signal, tell);
  }
  return names.size > 1 ? folder : path.join(folder, [...names][0] ?? "");
}

/** A host that sends a byte now and then must not hold up everybody else's imports for ever. */
const fileMs = 2 * 3600 * 1000;

/** Of the progress of an import; the rest is the import itself. */
const fetchingShare = 0.5;

async function fetchFile(
  answer: Answer,
  file: string,
  limitBytes: number,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<number> {
  const { target, body, headers } = answer;
  const { host } = target.url;
  const announced =
    headers["content-length"] === undefined ? null : Number(headers["content-length"]);
  let size = 0;
  const tooLarge = () =>
    new AppError(
      "too_large",
      sentence("server.remote.tooLarge", { host, limitBytes: getEnv().maxUploadBytes }),
    );
  try {
    if (announced !== null && announced > limitBytes) throw tooLarge();
    // What is copied is written a second time, as the scene.
    if (announced !== null) await requireSpace(2 * announced);
    tell(0);
    await pipeline(
      body,
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          size += piece.length;
          if (size > limitBytes) throw tooLarge();
          if (announced) tell(size / announced);
          yield piece;
        }
      },
      createWriteStream(file),
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    const isOurs = error instanceof AppError || (error as NodeJS.ErrnoException).code === "ENOSPC";
    throw isOurs ? error : brokenOff(host, target.name, error);
  } finally {
    body.destroy();
  }
  if (!body.complete || (announced !== null && size !== announced)) {
    throw brokenOff(host, target.name);
  }
  return size;
}
