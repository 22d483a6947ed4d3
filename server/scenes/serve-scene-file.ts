import { stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { homeFolders } from "../env";
import { findReference } from "../references/find-reference";
import { serveReference } from "../references/serve-reference";
import { setByteLength } from "../set-byte-length";
import { streamBytes } from "../stream-bytes";
import { parseRange } from "./parse-range";

interface SceneFile {
  sceneId: string;
  fileName: "scene.tif" | "thumbnail.png";
  contentType: string;
}

const sceneIdPattern = /^scn_[0-9a-z]{20}$/;

/**
 * Sends a file of a scene, whole or by byte range (RFC 9110): 200, 206, 304 or 416.
 *
 * A scene's files never change, so browsers may keep them; `private`, because only who is signed in
 * may have them.
 *
 * @throws AppError `not_found`.
 */
export async function serveSceneFile(request: Request, file: SceneFile): Promise<Response> {
  const reference = file.fileName === "scene.tif" ? await findReference(file.sceneId) : null;
  if (reference) return serveReference(request, reference);
  const facts = await findFile(file);
  const etag = `"${facts.size.toString(36)}-${Math.trunc(facts.mtimeMs).toString(36)}"`;
  const headers = new Headers({
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=31536000, immutable",
    "content-type": file.contentType,
    etag,
    "x-content-type-options": "nosniff",
    "last-modified": new Date(facts.mtimeMs).toUTCString(),
  });
  if (request.headers.get("if-none-match")?.includes(etag)) {
    return new Response(null, { status: 304, headers });
  }
  const range = wantedRange(request, etag, facts.size);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${facts.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { first, last } = range ?? { first: 0, last: facts.size - 1 };
  setByteLength(headers, last - first + 1);
  if (range) headers.set("content-range", `bytes ${first}-${last}/${facts.size}`);
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  return new Response(streamBytes(facts.path, first, last), { status, headers });
}

async function findFile(file: SceneFile): Promise<{ path: string; size: number; mtimeMs: number }> {
  if (sceneIdPattern.test(file.sceneId)) {
    const location = path.join(homeFolders.scene(file.sceneId), file.fileName);
    const facts = await stat(location).catch(() => null);
    if (facts) return { path: location, size: facts.size, mtimeMs: facts.mtimeMs };
  }
  throw new AppError("not_found", sentence("server.scenes.missing"));
}

/** null: the whole file. A range of another version of the file (If-Range) counts for nothing. */
function wantedRange(request: Request, etag: string, size: number) {
  const header = request.headers.get("range");
  const condition = request.headers.get("if-range");
  if (header === null || (condition !== null && condition !== etag)) return null;
  return parseRange(header, size);
}
