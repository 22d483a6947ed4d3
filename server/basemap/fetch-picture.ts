import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { fetchForeign } from "./fetch-foreign";
import { parseXml, type XmlElement } from "./parse-xml";

/** Servers that have no tile somewhere say so in one of these ways; it is no fault. */
const emptyStatuses = [204, 404, 410];

/**
 * Fetches a picture from a map's server.
 *
 * @throws AppError `not_found` where the map has no tile; `unavailable` with the server's own words
 *   when something else comes; as `fetchForeign`.
 */
export async function fetchPicture(url: string): Promise<{ type: string; bytes: Buffer }> {
  const { status, type, bytes } = await fetchForeign(url, "image/*");
  if (status === 200 && /^image\/(png|jpeg|webp|gif)$/.test(type)) return { type, bytes };
  if (emptyStatuses.includes(status)) {
    throw new AppError("not_found", sentence("server.basemap.noTile"));
  }
  const { hostname: host } = new URL(url);
  const reason = /xml/.test(type) ? exceptionOf(bytes.toString()) : null;
  throw new AppError(
    "unavailable",
    sentence("server.basemap.unreachable", { host, reason: reason ?? `${status} ${type}`.trim() }),
  );
}

/** What a service says in an exception report; null where it is none. */
export function exceptionOf(text: string): string | null {
  try {
    const words = [...textsOf(parseXml(text))].join(" ").replace(/\s+/g, " ").trim();
    return words === "" ? null : words.slice(0, 200);
  } catch {
    return null;
  }
}

function* textsOf(element: XmlElement): Generator<string> {
  if (/Exception|ExceptionText/.test(element.name) && element.text !== "") yield element.text;
  for (const child of element.children) yield* textsOf(child);
}
