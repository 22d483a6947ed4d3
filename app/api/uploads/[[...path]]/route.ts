import { answer } from "@/server/api/answer";
import { handleUploadRequest } from "@/server/uploads/handle-upload-request";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return answer(request, () => handleUploadRequest(request));
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
};
