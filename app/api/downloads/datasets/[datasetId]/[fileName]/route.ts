import { answer } from "@/server/api/answer";
import { sendFile } from "@/server/api/send-file";
import { requireMe } from "@/server/auth/require-me";
import { findDatasetDownload } from "@/server/datasets/find-dataset-download";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ datasetId: string; fileName: string }>;
}

/** dataset.json, tiles.csv, table.csv, and images.zip once it was exported. */
function handle(request: Request, { params }: Route): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "project.read");
    const { datasetId, fileName } = await params;
    return sendFile(request, await findDatasetDownload(datasetId, fileName));
  });
}

export { handle as GET, handle as HEAD };
