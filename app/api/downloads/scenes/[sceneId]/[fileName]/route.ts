import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { answer } from "@/server/api/answer";
import { sendFile, sendStream } from "@/server/api/send-file";
import { requireMe } from "@/server/auth/require-me";
import { listLabelLines } from "@/server/labels/list-label-lines";
import { openLabelRaster } from "@/server/labels/open-label-raster";
import { getScene } from "@/server/scenes/get-scene";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ sceneId: string; fileName: string }>;
}

/** The labels of a scene: labels.tif with one pixel per tile, labels.csv with one line per label. */
function handle(request: Request, { params }: Route): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "project.read");
    const { sceneId, fileName } = await params;
    const { name } = await getScene(sceneId);
    const saveAs = `${name} ${fileName}`;
    if (fileName === "labels.csv") {
      const contentType = "text/csv; charset=utf-8";
      return sendStream(request, listLabelLines(sceneId), { fileName: saveAs, contentType });
    }
    if (fileName === "labels.tif") {
      const raster = await openLabelRaster(sceneId);
      return sendFile(request, { ...raster, fileName: saveAs, contentType: "image/tiff" });
    }
    throw new AppError("not_found", sentence("server.scenes.noSuchFile", { fileName }));
  });
}

export { handle as GET, handle as HEAD };
