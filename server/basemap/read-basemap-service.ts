import type { z } from "zod";
import type { BasemapService, readBasemapServiceInputSchema } from "@/lib/contracts/basemap";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { fetchForeign } from "./fetch-foreign";
import { exceptionOf } from "./fetch-picture";
import { parseXml, type XmlElement } from "./parse-xml";
import { readWms } from "./read-wms";
import { readWmts } from "./read-wmts";

/**
 * Asks a service what it offers, so that nobody has to write its addresses by hand.
 *
 * @throws AppError `invalid_input` where the address is no such service; as `fetchForeign`.
 */
export async function readBasemapService({
  kind,
  url,
}: z.output<typeof readBasemapServiceInputSchema>): Promise<BasemapService> {
  const address = capabilitiesAddress(kind, url);
  const { status, type, bytes } = await fetchForeign(address, "application/xml, text/xml");
  const document = status === 200 ? tryParse(bytes.toString()) : null;
  if (document?.name === "Capabilities") return readWmts(document, url);
  if (document && /^(WMS|WMT_MS)_Capabilities$/.test(document.name)) return readWms(document, url);
  const reason = exceptionOf(bytes.toString()) ?? `${status} ${type}`.trim();
  throw new AppError(
    "invalid_input",
    sentence("server.basemap.noService", { kind: kind.toUpperCase(), reason }),
  ).at("url");
}

function tryParse(text: string): XmlElement | null {
  try {
    return parseXml(text);
  } catch {
    return null;
  }
}

/** A document that is a file stands for itself; a service is asked for its capabilities. */
function capabilitiesAddress(kind: "wms" | "wmts", url: string): string {
  const address = new URL(url);
  if (/\.xml$/i.test(address.pathname)) return address.href;
  for (const name of [...address.searchParams.keys()]) {
    if (/^(service|request|version)$/i.test(name)) address.searchParams.delete(name);
  }
  address.searchParams.set("SERVICE", kind.toUpperCase());
  address.searchParams.set("REQUEST", "GetCapabilities");
  if (kind === "wmts") address.searchParams.set("VERSION", "1.0.0");
  return address.href;
}
