import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { type Answer, askHost } from "../remote/ask-host";
import { brokenOff, readAnswer, requireStatus } from "../remote/read-answer";
import { resolveTarget, type Target } from "../remote/resolve-target";
import type { ByteSource, Version } from "./byte-source";

/** A piece that takes longer than this is not coming. */
const pieceMs = 60_000;
/** A host that broke off is asked again this often. */
const tries = 3;

/**
 * Opens a file on an allowed host or in a known bucket. Every piece is asked for with its range, and
 * its answer has to name the version that was added.
 *
 * @throws AppError `unsupported` for a host that sends whole files or names no version; what
 *   `resolveTarget` and `askHost` throw.
 */
export async function openAddressSource(location: string, expected?: Version): Promise<ByteSource> {
  const version = expected ?? (await probe(await resolveTarget(location)));
  const { name } = await resolveTarget(location);
  return {
    ...version,
    name,
    async read(first, last, signal) {
      const end = Math.min(last, version.byteSize - 1);
      if (first > end) return Buffer.alloc(0);
      // Asked anew each time: the host may have been taken off the list.
      const target = await resolveTarget(location);
      return readPiece(target, version, [first, end], signal);
    },
    close: async () => {},
  };
}

/** Asks for the first byte, which tells size and version, and whether ranges are understood. */
async function probe(target: Target): Promise<Version> {
  const answer = await askHost(target, {
    headers: { range: "bytes=0-0" },
    signal: AbortSignal.timeout(pieceMs),
  });
  requireStatus(answer, 200, 206, 416);
  answer.body.destroy();
  const host = target.url.host;
  if (answer.status === 416) return { byteSize: 0, version: findVersion(answer) ?? "empty" };
  const range = answer.status === 206 ? readContentRange(answer) : null;
  if (!range) throw new AppError("unsupported", sentence("server.remote.noRanges", { host }));
  const version = findVersion(answer);
  if (version === null) {
    const { name } = target;
    throw new AppError("unsupported", sentence("server.remote.noVersion", { host, name }));
  }
  return { byteSize: range.byteSize, version };
}

async function readPiece(
  target: Target,
  version: Version,
  range: [number, number],
  signal?: AbortSignal,
): Promise<Buffer> {
  for (let left = tries; ; left -= 1) {
    try {
      return await askForPiece(target, version, range, signal);
    } catch (error) {
      signal?.throwIfAborted();
      const isPassing = error instanceof AppError && error.code === "unavailable";
      if (!isPassing || left <= 1) throw error;
    }
  }
}

async function askForPiece(
  target: Target,
  version: Version,
  [first, last]: [number, number],
  signal?: AbortSignal,
): Promise<Buffer> {
  const timeout = AbortSignal.timeout(pieceMs);
  const answer = await askHost(target, {
    headers: { range: `bytes=${first}-${last}` },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  // 412 and 416: what was there is not there any more, or shorter.
  if (answer.status === 416) {
    answer.body.destroy();
    throw changed(target);
  }
  requireStatus(answer, 200, 206);
  const range = readContentRange(answer);
  const isSame = range?.byteSize === version.byteSize && findVersion(answer) === version.version;
  if (answer.status !== 206 || !isSame) {
    answer.body.destroy();
    throw changed(target);
  }
  const bytes = await readAnswer(answer, last - first + 1);
  const isWhole = range.first === first && range.last === last && bytes.length === last - first + 1;
  if (!isWhole) throw brokenOff(target.url.host, target.name);
  return bytes;
}

function changed({ name }: Target): AppError {
  return new AppError("conflict", sentence("server.remote.changed", { name }));
}

function readContentRange({ headers }: Answer) {
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers["content-range"] ?? "");
  // Bytes of a compressed answer are not those of the file.
  if (!match || (headers["content-encoding"] ?? "identity") !== "identity") return null;
  const [, first, last, byteSize] = match.map(Number) as [number, number, number, number];
  return Number.isSafeInteger(byteSize) ? { first, last, byteSize } : null;
}

/** The entity tag, weak or strong, else the time of the last change. */
function findVersion({ headers }: Answer): string | null {
  if (headers.etag) return `etag:${headers.etag}`;
  return headers["last-modified"] ? `modified:${headers["last-modified"]}` : null;
}
