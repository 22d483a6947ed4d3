import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { parseRange } from "../scenes/parse-range";
import { setByteLength } from "../set-byte-length";
import { openAddressSource } from "./address-source";
import type { ByteSource } from "./byte-source";
import { openFileSource } from "./file-source";
import type { Reference } from "./reference";

/** Asked for at once; a browser asks for less. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Sends the pixels of a scene that lie elsewhere, whole or by byte range, as `serveSceneFile` sends
 * those of a copy: browsers only ever talk to the studio.
 *
 * @throws AppError `conflict` when the file has changed; `unavailable` when its host is away.
 */
export async function serveReference(request: Request, reference: Reference): Promise<Response> {
  const { byteSize, from, location } = reference;
  const headers = new Headers({
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=86400",
    "content-type": "image/tiff",
    etag: makeTag(reference),
    "x-content-type-options": "nosniff",
  });
  const range = wantedRange(request, reference);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${byteSize}`);
    return new Response(null, { status: 416, headers });
  }
  const { first, last } = range ?? { first: 0, last: byteSize - 1 };
  setByteLength(headers, last - first + 1);
  if (range) headers.set("content-range", `bytes ${first}-${last}/${byteSize}`);
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const open = from === "folder" ? openFileSource : openAddressSource;
  const source = await open(location, reference);
  return new Response(await streamPieces(source, first, last), { status, headers });
}

function makeTag({ location, version }: Reference): string {
  return `"${createHash("sha256").update(`${location} ${version}`).digest("hex").slice(0, 24)}"`;
}

function wantedRange(request: Request, reference: Reference) {
  const header = request.headers.get("range");
  const condition = request.headers.get("if-range");
  if (header === null || (condition !== null && condition !== makeTag(reference))) return null;
  return parseRange(header, reference.byteSize);
}

/** The first piece is read before an answer begins, so that it can still say what is wrong. */
async function streamPieces(
  source: ByteSource,
  first: number,
  last: number,
): Promise<ReadableStream<Uint8Array>> {
  const readFrom = async (place: number) => {
    const bytes = await source.read(place, Math.min(last, place + pieceBytes - 1));
    if (bytes.length > 0) return bytes;
    throw new AppError("conflict", sentence("server.remote.changed", { name: source.name }));
  };
  let next: Buffer | null;
  try {
    next = await readFrom(first);
  } catch (error) {
    await source.close();
    throw error;
  }
  let place = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const bytes = next ?? (await readFrom(place));
          next = null;
          place += bytes.length;
          controller.enqueue(new Uint8Array(bytes));
          if (place <= last) return;
          await source.close();
          controller.close();
        } catch (error) {
          await source.close();
          throw error;
        }
      },
      async cancel() {
        await source.close();
      },
    },
    { highWaterMark: 0 },
  );
}
