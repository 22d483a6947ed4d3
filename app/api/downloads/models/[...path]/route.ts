import { answer } from "@/server/api/answer";
import { sendFile, sendStream } from "@/server/api/send-file";
import { requireMe } from "@/server/auth/require-me";
import { findModelFile } from "@/server/models/find-model-file";
import { getModel } from "@/server/models/queries";
import { measureZip, zipFiles } from "@/server/models/zip-files";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ path: string[] }>;
}

/** `<id>.zip` is the whole model; `<id>/<path>` is one of its files. */
function handle(request: Request, { params }: Route): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "project.read");
    const [first = "", ...rest] = (await params).path;
    return rest.length === 0 ? sendArchive(request, first) : sendPart(request, first, rest);
  });
}

async function sendPart(request: Request, modelId: string, parts: string[]): Promise<Response> {
  const model = await getModel(modelId);
  const wanted = parts.join("/");
  return sendFile(request, {
    path: await findModelFile(model, wanted),
    fileName: wanted.split("/").at(-1) ?? wanted,
    contentType: wanted.endsWith(".json") ? "application/json" : "application/octet-stream",
  });
}

async function sendArchive(request: Request, name: string): Promise<Response> {
  const model = await getModel(name.replace(/\.zip$/, ""));
  const entries = await Promise.all(
    model.manifest.files.map(async (file) => ({
      path: await findModelFile(model, file.path),
      name: file.path,
    })),
  );
  return sendStream(request, zipFiles(entries), {
    fileName: `${model.name}.zip`,
    contentType: "application/zip",
    byteSize: await measureZip(entries),
  });
}

export { handle as GET, handle as HEAD };
