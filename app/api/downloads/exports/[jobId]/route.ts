import { answer } from "@/server/api/answer";
import { sendFile } from "@/server/api/send-file";
import { requireMe } from "@/server/auth/require-me";
import { findExport } from "@/server/exports/find-export";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Route {
  params: Promise<{ jobId: string }>;
}

/** What an export has written. */
function handle(request: Request, { params }: Route): Promise<Response> {
  return answer(request, async () => {
    await requireMe(request, "project.read");
    return sendFile(request, await findExport((await params).jobId));
  });
}

export { handle as GET, handle as HEAD };
