import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { askHost } from "../remote/ask-host";
import { readAnswer, requireStatus } from "../remote/read-answer";
import { resolveTarget } from "../remote/resolve-target";

const limitBytes = 8_000_000;

export interface Fetched {
  json: unknown;
  /** Where it came from in the end: addresses in it are relative to this. */
  url: URL;
}

/**
 * Reads a JSON document of an allowed host.
 *
 * @throws AppError `unsupported` for what is no JSON; what `askHost` throws.
 */
export async function fetchJson(
  address: string,
  options: { body?: unknown; signal?: AbortSignal } = {},
): Promise<Fetched> {
  const { body, signal } = options;
  const accept = "application/geo+json, application/json;q=0.9, */*;q=0.1";
  const answer = await askHost(await resolveTarget(address), {
    ...(signal ? { signal } : {}),
    ...(body === undefined
      ? { headers: { accept } }
      : {
          method: "POST" as const,
          body: JSON.stringify(body),
          headers: { accept, "content-type": "application/json" },
        }),
  });
  requireStatus(answer, 200);
  const bytes = await readAnswer(answer, limitBytes);
  const { url } = answer.target;
  try {
    return { json: JSON.parse(bytes.toString("utf8")), url };
  } catch (cause) {
    const said = sentence("server.remote.notJson", { host: url.host });
    throw new AppError("unsupported", said, { cause });
  }
}
