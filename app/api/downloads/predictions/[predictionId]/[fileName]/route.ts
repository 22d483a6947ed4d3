import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { answer } from "@/server/api/answer";
import { sendFile, sendStream } from "@/server/api/send-file";
import { requireMe } from "@/server/auth/require-me";
import { homeFolders } from "@/server/env";
import { listPredictionLines } from "@/server/predictions/list-prediction-lines";
import { predictionFiles } from "@/server/predictions/prediction-folder";
import { getPrediction } from "@/server/predictions/queries";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ predictionId: string; fileName: string }>;
}

const rasters: Record<string, string> = {
  "class.tif": predictionFiles.classRaster,
  "classes.tif": predictionFiles.classRaster,
  "confidence.tif": predictionFiles.confidenceRaster,
};

/** class.tif and confidence.tif with one pixel per tile; tiles.csv with one line per tile. */
function handle(request: Request, { params }: Route): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "project.read");
    const { predictionId, fileName } = await params;
    const { sceneName, modelName, status } = await getPrediction(predictionId);
    if (status !== "finished") {
      throw new AppError("not_found", sentence("server.predictions.noFiles", { status }));
    }
    const saveAs = `${sceneName} ${modelName} ${fileName}`;
    if (fileName === "tiles.csv") {
      const contentType = "text/csv; charset=utf-8";
      return sendStream(request, listPredictionLines(predictionId), {
        fileName: saveAs,
        contentType,
      });
    }
    const raster = Object.hasOwn(rasters, fileName) ? rasters[fileName] : undefined;
    if (!raster) {
      throw new AppError("not_found", sentence("server.predictions.noSuchFile", { fileName }));
    }
    return sendFile(request, {
      path: path.join(homeFolders.prediction(predictionId), raster),
      fileName: saveAs,
      contentType: "image/tiff",
    });
  });
}

export { handle as GET, handle as HEAD };
