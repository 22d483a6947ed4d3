import type { z } from "zod";
import type {
  CatalogueAnswer,
  SearchCatalogueInput,
  searchCatalogueInputSchema,
} from "@/lib/contracts/remote";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { askApi } from "./ask-api";
import { type Fetched, fetchJson } from "./fetch-json";
import { fitsSearch, readItem } from "./read-item";
import {
  catalogueSchema,
  collectionsSchema,
  findLink,
  itemsSchema,
  type StacCatalogue,
} from "./stac-schemas";
import { walkCatalogue } from "./walk-catalogue";

/** A search that takes longer than this is given up. */
const searchMs = 60_000;

/**
 * Looks into a STAC catalogue: an item, the items of a search, or those of a static catalogue.
 *
 * @throws AppError `unsupported` for what is no STAC; `forbidden` for hosts that are not allowed.
 */
export async function searchCatalogue(
  asked: z.output<typeof searchCatalogueInputSchema>,
): Promise<CatalogueAnswer> {
  const signal = AbortSignal.timeout(searchMs);
  const first = await fetchJson(asked.url, { signal });
  const item = await readItem(first.json, first.url);
  if (item) {
    return {
      ...{ kind: "item", title: item.id, collections: [], items: [item] },
      ...{ matched: 1, isComplete: true },
    };
  }
  const items = itemsSchema.safeParse(first.json);
  if (items.success) {
    const found = await Promise.all(items.data.features.map((one) => readItem(one, first.url)));
    const fitting = found.filter((one) => one !== null && fitsSearch(one, asked)) as NonNullable<
      (typeof found)[number]
    >[];
    return {
      ...{ kind: "static", title: null, collections: [] },
      items: fitting.slice(0, asked.limit),
      matched: null,
      isComplete: fitting.length <= asked.limit && !findLink(items.data, "next", first.url),
    };
  }
  const catalogue = catalogueSchema.safeParse(first.json);
  if (!catalogue.success) {
    const { host } = first.url;
    throw new AppError("unsupported", sentence("server.remote.notCatalogue", { host }));
  }
  return searchIn(catalogue.data, first, asked, signal);
}

/** An API, or a collection of one, is searched by its server; anything else is walked through. */
async function searchIn(
  catalogue: StacCatalogue,
  { url }: Fetched,
  asked: SearchCatalogueInput,
  signal: AbortSignal,
): Promise<CatalogueAnswer> {
  const { type, title, id } = catalogue;
  const named = { title: title ?? id };
  if (findLink(catalogue, "search", url)) {
    const [found, collections] = await Promise.all([
      askApi(catalogue, url, asked, signal),
      listCollections(catalogue, url, signal),
    ]);
    return { kind: "search", ...named, collections, ...found };
  }
  const root = findLink(catalogue, "root", url);
  if (type === "Collection" && root && root !== url.href) {
    const above = await findApi(root, signal);
    if (above) {
      const found = await askApi(above.catalogue, above.url, { ...asked, collection: id }, signal);
      return { kind: "search", ...named, collections: [], ...found };
    }
  }
  return { kind: "static", ...named, ...(await walkCatalogue(catalogue, url, asked, signal)) };
}

/** The API that a collection belongs to; null where its root is none, or may not be asked. */
async function findApi(address: string, signal: AbortSignal) {
  try {
    const { json, url } = await fetchJson(address, { signal });
    const catalogue = catalogueSchema.parse(json);
    return findLink(catalogue, "search", url) ? { catalogue, url } : null;
  } catch {
    return null;
  }
}

/** For a choice in the form; a catalogue that does not list them is searched all the same. */
async function listCollections(catalogue: StacCatalogue, url: URL, signal: AbortSignal) {
  const address = findLink(catalogue, "data", url);
  if (!address) return [];
  try {
    const { collections } = collectionsSchema.parse((await fetchJson(address, { signal })).json);
    return collections.map(({ id, title }) => ({ id, title: title ?? id }));
  } catch {
    return [];
  }
}
