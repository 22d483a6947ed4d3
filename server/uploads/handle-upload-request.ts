import { Server } from "@tus/server";
import type { Me } from "@/lib/contracts/auth";
import { AppError, type ErrorCode } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { requireMe } from "../auth/require-me";
import { getEnv } from "../env";
import { claimSpace } from "./claim-space";
import { requireSpace } from "./require-space";
import { getUpload, getUploadStore, toFileName } from "./upload-store";

const routePath = "/api/uploads";
/** What the library's hooks have to know of a request. */
const senders = new WeakMap<object, { me: Me; newUploadId: string }>();

function makeServer(): Server {
  return new Server({
    path: routePath,
    datastore: getUploadStore(),
    maxSize: getEnv().maxUploadBytes,
    relativeLocation: true,
    // Same origin only: no other site's page may send files.
    allowedOrigins: [],
    namingFunction: (request) => getSender(request).newUploadId,
    // The library looks for the id in the query too; the one that was checked is in the path.
    getFileIdFromRequest: (request) => readUploadId(request.url) || undefined,
    onUploadCreate: async (request, upload) => {
      const filename = toFileName(upload.metadata?.filename ?? null);
      return { metadata: { filename, ownerId: getSender(request).me.id } };
    },
  });
}

function getSender(request: object): { me: Me; newUploadId: string } {
  const sender = senders.get(request);
  if (!sender) throw new Error("An upload began without an owner.");
  return sender;
}

let server: Server | undefined;

/**
 * Answers one request of the tus protocol (resumable uploads) at /api/uploads.
 *
 * @throws AppError for strangers, for other people's uploads and when the disk is full.
 */
export async function handleUploadRequest(request: Request): Promise<Response> {
  const me = await requireMe(request, "scene.import");
  if (request.method === "GET") {
    throw new AppError("not_found", sentence("server.uploads.noDownload"));
  }
  const sender = { me, newUploadId: newId("upload") };
  senders.set(request, sender);
  if (request.method === "POST") return beginUpload(request, sender);
  if (request.method !== "OPTIONS") await checkUpload(request, readUploadId(request.url), me);
  return askLibrary(request);
}

async function beginUpload(
  request: Request,
  { me, newUploadId }: { me: Me; newUploadId: string },
): Promise<Response> {
  const byteSize = readNewSize(request);
  const release = await claimSpace({ uploadId: newUploadId, ownerId: me.id, byteSize });
  try {
    return await askLibrary(request);
  } finally {
    release();
  }
}

async function askLibrary(request: Request): Promise<Response> {
  server ??= makeServer();
  const response = await server.handleWeb(request);
  return response.status < 400 ? response : translate(response);
}

function readUploadId(url: string): string {
  return new URL(url).pathname.slice(routePath.length + 1);
}

function readNewSize(request: Request): number {
  if (request.headers.has("upload-defer-length")) {
    throw new AppError("unsupported", sentence("server.uploads.noLength"));
  }
  const length = request.headers.get("upload-length") ?? "";
  // What is no length at all is for the library to refuse.
  const byteSize = /^\d+$/.test(length) ? Number(length) : 0;
  const { maxUploadBytes } = getEnv();
  if (byteSize > maxUploadBytes) {
    throw new AppError(
      "too_large",
      sentence("server.uploads.tooLarge", { fileBytes: byteSize, limitBytes: maxUploadBytes }),
    );
  }
  return byteSize;
}

async function checkUpload(request: Request, uploadId: string, me: Me): Promise<void> {
  const upload = await getUpload(uploadId, me.id);
  if (request.method !== "PATCH") return;
  const offset = Number(request.headers.get("upload-offset") ?? 0);
  await requireSpace(Math.max(0, upload.byteSize - offset));
}

const codes: Record<number, ErrorCode> = {
  400: "invalid_input",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  410: "not_found",
  412: "invalid_input",
  413: "too_large",
  415: "unsupported",
  423: "unavailable",
};

/** The library says what is wrong in plain text; clients of ours expect a problem. */
async function translate(response: Response): Promise<Response> {
  const text = (await response.text()).trim();
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/json");
  const code = codes[response.status] ?? "internal";
  const message = code === "internal" ? "The upload could not be written." : `${text}.`;
  const hint = "Send the rest again; the upload goes on where it was.";
  return new Response(JSON.stringify({ code, message, hint }), {
    status: response.status,
    headers,
  });
}
