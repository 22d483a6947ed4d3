import { answer } from "@/server/api/answer";
import { requireMe } from "@/server/auth/require-me";
import { servePicture } from "@/server/catalogue/serve-picture";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "scene.import");
    return servePicture(new URL(request.url).searchParams.get("url") ?? "");
  });
}
