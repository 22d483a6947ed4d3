import { answer } from "@/server/api/answer";
import { requireMe } from "@/server/auth/require-me";
import { serveSceneFile } from "@/server/scenes/serve-scene-file";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ sceneId: string }>;
}

function handle(request: Request, { params }: Route): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "project.read");
    const { sceneId } = await params;
    return serveSceneFile(request, { sceneId, fileName: "scene.tif", contentType: "image/tiff" });
  });
}

export { handle as GET, handle as HEAD };
