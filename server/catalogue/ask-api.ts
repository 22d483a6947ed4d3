import type { CatalogueItem, SearchCatalogueInput } from "@/lib/contracts/remote";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { fetchJson } from "./fetch-json";
import { fitsSearch, readItem } from "./read-item";
import { findLink, itemsSchema, type StacCatalogue } from "./stac-schemas";

export interface Found {
  items: CatalogueItem[];
  matched: number | null;
  isComplete: boolean;
}

/**
 * Searches a STAC API (OGC API - Features, "STAC API - Item Search").
 *
 * The share of clouds is asked for by whichever extension the server knows, and looked at here too.
 */
export async function askApi(
  catalogue: StacCatalogue,
  base: URL,
  asked: SearchCatalogueInput,
  signal: AbortSignal,
): Promise<Found> {
  const question = toQuestion(asked, catalogue.conformsTo ?? []);
  const post = findLink(catalogue, "search", base, ({ method }) => method === "POST");
  const get = findLink(catalogue, "search", base, ({ method }) => method !== "POST");
  const { json, url } = post
    ? await fetchJson(post, { body: question, signal })
    : await fetchJson(withQuery(get ?? base.href, question), { signal });
  const parsed = itemsSchema.safeParse(json);
  if (!parsed.success) {
    throw new AppError("unsupported", sentence("server.remote.notCatalogue", { host: url.host }));
  }
  const { features, numberMatched, context } = parsed.data;
  const read = await Promise.all(features.map((feature) => readItem(feature, url)));
  const items = read.filter((item): item is CatalogueItem => item !== null);
  return {
    items: items.filter((item) => fitsSearch(item, asked)).slice(0, asked.limit),
    matched: numberMatched ?? context?.matched ?? null,
    isComplete: !findLink(parsed.data, "next", url),
  };
}

function toQuestion(asked: SearchCatalogueInput, conformsTo: readonly string[]) {
  const { collection, box, from, to, maxCloudPercent, limit } = asked;
  const knows = (what: RegExp) => conformsTo.some((one) => what.test(one));
  const clouds = { "eo:cloud_cover": { lte: maxCloudPercent } };
  return {
    ...(collection ? { collections: [collection] } : {}),
    ...(box ? { bbox: box } : {}),
    ...(from || to
      ? { datetime: `${from ? `${from}T00:00:00Z` : ".."}/${to ? `${to}T23:59:59Z` : ".."}` }
      : {}),
    ...(maxCloudPercent === undefined ? {} : cloudQuestion()),
    limit,
  };

  function cloudQuestion() {
    if (knows(/item-search#query$/)) return { query: clouds };
    if (!knows(/item-search#filter$/)) return {};
    const property = { property: "eo:cloud_cover" };
    return { "filter-lang": "cql2-json", filter: { op: "<=", args: [property, maxCloudPercent] } };
  }
}

/** The same question as a query: lists with commas, objects as JSON. */
function withQuery(address: string, question: Record<string, unknown>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(question)) {
    // Filters of another language than the query's own.
    if (name === "filter" || name === "filter-lang") continue;
    if (Array.isArray(value)) url.searchParams.set(name, value.join(","));
    else if (typeof value === "object") url.searchParams.set(name, JSON.stringify(value));
    else url.searchParams.set(name, String(value));
  }
  return url.href;
}
