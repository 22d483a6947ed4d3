import { type FileHandle, open } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { parseRange } from "../scenes/parse-range";
import { setByteLength } from "../set-byte-length";
import { streamBytes, streamParts } from "../stream-bytes";

export interface Download {
  /** Where the file lies; never made of what a request says without a check. */
  path: string;
  /** The same file, opened for reading: it may be replaced and removed at any moment. Is closed. */
  opened?: FileHandle;
  /** What the browser saves it as. */
  fileName: string;
  contentType: string;
}

/**
 * Sends a file to be saved, whole or from where an interrupted download stopped.
 *
 * @throws AppError `not_found`.
 */
export async function sendFile(request: Request, file: Download): Promise<Response> {
  // One opening for its size and its bytes: in between another file may take its name.
  const handle = file.opened ?? (await open(file.path, "r").catch(() => null));
  let isSending = false;
  try {
    const facts = await handle?.stat();
    if (!handle || !facts?.isFile()) {
      throw new AppError(
        "not_found",
        sentence("server.requests.noFile", { fileName: file.fileName }),
      );
    }
    const response = answerWith(request, file, handle, facts.size);
    isSending = response.body !== null;
    // A reader that went away before the first byte neither reads nor cancels.
    if (isSending) {
      request.signal.addEventListener("abort", () => void handle.close(), { once: true });
    }
    return response;
  } finally {
    if (!isSending) await handle?.close();
  }
}

function answerWith(request: Request, file: Download, handle: FileHandle, size: number): Response {
  const headers = downloadHeaders(file.fileName, file.contentType);
  headers.set("accept-ranges", "bytes");
  const header = request.headers.get("range");
  const range = header === null ? null : parseRange(header, size);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  setByteLength(headers, last - first + 1);
  if (range) headers.set("content-range", `bytes ${first}-${last}/${size}`);
  const status = range ? 206 : 200;
  if (request.method === "HEAD" || size === 0) {
    return new Response(null, { status, headers });
  }
  return new Response(streamBytes(handle, first, last), { status, headers });
}

/** Sends what is made while it is sent. */
export function sendStream(
  request: Request,
  parts: AsyncIterable<Uint8Array | string>,
  file: { fileName: string; contentType: string; byteSize?: number },
): Response {
  const headers = downloadHeaders(file.fileName, file.contentType);
  if (file.byteSize !== undefined) setByteLength(headers, file.byteSize);
  if (request.method === "HEAD") return new Response(null, { headers });
  return new Response(streamParts(parts), { headers });
}

function downloadHeaders(fileName: string, contentType: string): Headers {
  // Control characters and those that turn the writing around would show another ending.
  const name = fileName.replace(/[\p{Cc}\p{Cf}/\\]/gu, "_");
  const plain = name.replace(/[^\x20-\x7e]|["%]/g, "_");
  // RFC 8187 allows fewer characters than encodeURIComponent leaves.
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return new Headers({
    "cache-control": "private, no-cache",
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    "content-type": contentType,
    "x-content-type-options": "nosniff",
  });
}
