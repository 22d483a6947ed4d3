import { z } from "zod";

/** What is read of STAC 1.0 and 1.1 documents; everything else in them is left alone. */

const text = z.string().max(4000);

export const linkSchema = z.object({
  rel: text,
  href: text,
  method: text.optional(),
  type: text.optional(),
});
export type StacLink = z.infer<typeof linkSchema>;

const links = z.array(linkSchema.nullable().catch(null)).catch([]).default([]);
const bandSchema = z.object({
  name: text.optional(),
  common_name: text.optional(),
  "eo:common_name": text.optional(),
});

export const assetSchema = z.object({
  href: text,
  title: text.nullish().catch(null),
  type: text.nullish().catch(null),
  roles: z.array(text).nullish().catch(null),
  "file:size": z.number().nonnegative().nullish().catch(null),
  "eo:bands": z.array(bandSchema).nullish().catch(null),
  bands: z.array(bandSchema).nullish().catch(null),
});
export type StacAsset = z.infer<typeof assetSchema>;

export const itemSchema = z.object({
  type: z.literal("Feature"),
  id: z.coerce.string().max(500),
  collection: text.nullish().catch(null),
  bbox: z.array(z.number()).max(6).nullish().catch(null),
  properties: z
    .object({
      datetime: text.nullish().catch(null),
      start_datetime: text.nullish().catch(null),
      "eo:cloud_cover": z.number().nullish().catch(null),
    })
    .catch({}),
  links,
  assets: z.record(z.string(), assetSchema.nullable().catch(null)).catch({}).default({}),
});
export type StacItem = z.infer<typeof itemSchema>;

export const itemsSchema = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(z.unknown()).max(10_000),
  numberMatched: z.number().int().nullish().catch(null),
  context: z.object({ matched: z.number().int().nullish() }).nullish().catch(null),
  links,
});

export const catalogueSchema = z.object({
  type: z.enum(["Catalog", "Collection"]),
  id: z.coerce.string().max(500),
  title: text.nullish().catch(null),
  conformsTo: z.array(text).nullish().catch(null),
  links,
});
export type StacCatalogue = z.infer<typeof catalogueSchema>;

export const collectionsSchema = z.object({
  collections: z
    .array(z.object({ id: z.coerce.string().max(500), title: text.nullish().catch(null) }))
    .max(5000),
});

/** The address of the first link of a kind, made whole. */
export function findLink(
  { links: all }: { links: (StacLink | null)[] },
  rel: string,
  base: URL,
  fits: (link: StacLink) => boolean = () => true,
): string | null {
  const link = all.find((one) => one?.rel === rel && fits(one));
  return link ? toAddress(link.href, base) : null;
}

/** An address as it stands in a document that came from `base`; null for what is none. */
export function toAddress(href: string, base: URL): string | null {
  if (/^s3:\/\//i.test(href)) return href;
  if (!URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  return /^https?:$/.test(url.protocol) ? url.href : null;
}
