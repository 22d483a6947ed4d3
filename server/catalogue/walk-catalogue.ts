import type { CatalogueAnswer, CatalogueItem, SearchCatalogueInput } from "@/lib/contracts/remote";
import { AppError } from "@/lib/errors";
import { fetchJson } from "./fetch-json";
import { fitsSearch, readItem } from "./read-item";
import { catalogueSchema, type StacCatalogue, toAddress } from "./stac-schemas";

const maxDocuments = 300;
const atOnce = 6;

/**
 * Looks through a catalogue that is nothing but files, breadth first, until enough items fit or too
 * many files were read. What cannot be read is passed over.
 */
export async function walkCatalogue(
  start: StacCatalogue,
  base: URL,
  asked: SearchCatalogueInput,
  signal: AbortSignal,
): Promise<Pick<CatalogueAnswer, "collections" | "items" | "matched" | "isComplete">> {
  const collections = new Map<string, string>();
  const items: CatalogueItem[] = [];
  const seen = new Set([base.href]);
  const waiting: string[] = [];
  const enter = (catalogue: StacCatalogue, at: URL) => {
    if (catalogue.type === "Collection") {
      collections.set(catalogue.id, catalogue.title ?? catalogue.id);
      // Its items say the same name: there is nothing to be found below another one.
      if (asked.collection && asked.collection !== catalogue.id) return;
    }
    for (const link of catalogue.links) {
      if (link?.rel !== "child" && link?.rel !== "item") continue;
      const address = toAddress(link.href, at);
      if (address === null || seen.has(address)) continue;
      seen.add(address);
      waiting.push(address);
    }
  };
  enter(start, base);
  let read = 0;
  while (waiting.length > 0 && items.length <= asked.limit && read < maxDocuments) {
    const batch = waiting.splice(0, Math.min(atOnce, maxDocuments - read));
    read += batch.length;
    const documents = await Promise.all(batch.map((address) => readQuietly(address, signal)));
    for (const found of documents) {
      if (!found) continue;
      const item = await readItem(found.json, found.url);
      if (item && fitsSearch(item, asked)) items.push(item);
      const below = item ? null : catalogueSchema.safeParse(found.json);
      if (below?.success) enter(below.data, found.url);
    }
  }
  return {
    collections: [...collections].map(([id, title]) => ({ id, title })),
    items: items.slice(0, asked.limit),
    matched: null,
    isComplete: waiting.length === 0 && items.length <= asked.limit,
  };
}

async function readQuietly(address: string, signal: AbortSignal) {
  try {
    return await fetchJson(address, { signal });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
