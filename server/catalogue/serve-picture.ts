import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { askHost } from "../remote/ask-host";
import { readAnswer, requireStatus } from "../remote/read-answer";
import { resolveTarget } from "../remote/resolve-target";

const limitBytes = 4_000_000;
const timeoutMs = 20_000;

/**
 * The small picture of a catalogue's item: browsers never ask its host themselves.
 *
 * @throws AppError `forbidden` for hosts that are not allowed; `not_found` for what is no picture.
 */
export async function servePicture(address: string): Promise<Response> {
  const answer = await askHost(await resolveTarget(address), {
    headers: { accept: "image/*" },
    signal: AbortSignal.timeout(timeoutMs),
  });
  requireStatus(answer, 200);
  const type =
    String(answer.headers["content-type"] ?? "")
      .split(";")[0]
      ?.trim() ?? "";
  if (!/^image\/(png|jpeg|webp|gif)$/.test(type)) {
    answer.body.destroy();
    const { host } = answer.target.url;
    throw new AppError("not_found", sentence("server.remote.noPicture", { host }));
  }
  return new Response(new Uint8Array(await readAnswer(answer, limitBytes)), {
    headers: {
      "content-type": type,
      "cache-control": "private, max-age=3600",
      "x-content-type-options": "nosniff",
    },
  });
}
