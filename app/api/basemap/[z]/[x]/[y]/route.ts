import { answer } from "@/server/api/answer";
import { requireMe } from "@/server/auth/require-me";
import { serveBasemapTile } from "@/server/basemap/serve-basemap-tile";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ z: string; x: string; y: string }>;
}

export function GET(request: Request, { params }: Route): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "project.read");
    return serveBasemapTile(await params);
  });
}
