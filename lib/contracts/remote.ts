import { z } from "zod";

/** A name or address with the port where it is not the usual one, as browsers write it. */
export const hostSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(
    /^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/,
    "A host looks like data.example.org or data.example.org:8443.",
  );

export const remoteHostSchema = z
  .object({
    host: hostSchema.describe("Without a port: the usual one of http and https."),
    isPrivate: z
      .boolean()
      .describe("It may lie in a private network; never link-local, where clouds keep secrets."),
  })
  .meta({ id: "RemoteHost" });
export type RemoteHost = z.infer<typeof remoteHostSchema>;

export const remoteHostsSchema = z
  .object({ hosts: z.array(remoteHostSchema).max(200) })
  .meta({ id: "RemoteHosts" });

export const remotePlacesSchema = z
  .object({ hosts: z.array(z.string()), buckets: z.array(z.string()) })
  .meta({ id: "RemotePlaces" });

const bucketNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i, "A bucket looks like my-bucket.");

/** A bucket of S3 or of a store that speaks its language; what is secret about it is never shown. */
export const bucketSchema = z
  .object({
    bucket: bucketNameSchema,
    endpoint: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .describe("Such as https://s3.eu-central-1.amazonaws.com or http://127.0.0.1:9000."),
    region: z.string().trim().min(1).max(60).default("us-east-1"),
    addressing: z
      .enum(["path", "host"])
      .default("path")
      .describe("path: endpoint/bucket/key; host: bucket.endpoint/key."),
    accessKeyId: z.string().trim().max(200).describe("Empty: the bucket is public."),
    isPrivate: z.boolean().default(false).describe("It may lie in a private network."),
  })
  .meta({ id: "Bucket" });
export type Bucket = z.infer<typeof bucketSchema>;

export const saveBucketInputSchema = bucketSchema.extend({
  secretAccessKey: z
    .string()
    .trim()
    .max(500)
    .optional()
    .describe("Missing: the one that is stored stays."),
});

/** Of a file on an allowed host, or in a known bucket. */
export const addressSchema = z
  .string()
  .trim()
  .max(4000)
  .regex(/^(https?|s3):\/\//i, "An address begins with https://, http:// or s3://.");

export const searchCatalogueInputSchema = z.object({
  url: addressSchema.describe("A STAC API, a collection of one, a catalog.json, or an item."),
  collection: z.string().trim().max(300).optional(),
  box: z
    .tuple([
      z.number().min(-180).max(180),
      z.number().min(-90).max(90),
      z.number().min(-180).max(180),
      z.number().min(-90).max(90),
    ])
    .optional()
    .describe("West, south, east, north in degrees; west > east across the date line."),
  from: z.iso.date().optional().describe("First day."),
  to: z.iso.date().optional().describe("Last day."),
  maxCloudPercent: z.number().min(0).max(100).optional(),
  limit: z.number().int().min(1).max(100).default(20),
});
export type SearchCatalogueInput = z.output<typeof searchCatalogueInputSchema>;

export const catalogueAssetSchema = z
  .object({
    key: z.string(),
    title: z.string(),
    address: z.string(),
    type: z.string().nullable(),
    isCog: z.boolean().describe("Its catalogue says that it is a cloud optimized GeoTIFF."),
    isRaster: z.boolean(),
    byteSize: z.number().nullable(),
    bands: z.array(z.string()),
    isAllowed: z.boolean().describe("Its host is allowed, or its bucket known."),
  })
  .meta({ id: "CatalogueAsset" });
export type CatalogueAsset = z.infer<typeof catalogueAssetSchema>;

export const catalogueItemSchema = z
  .object({
    id: z.string(),
    collection: z.string().nullable(),
    takenAt: z.string().nullable().describe("ISO 8601; the first moment of a span."),
    cloudPercent: z.number().nullable(),
    box: z.array(z.number()).nullable(),
    picture: z.string().nullable().describe("Address of a small picture on an allowed host."),
    assets: z.array(catalogueAssetSchema),
  })
  .meta({ id: "CatalogueItem" });
export type CatalogueItem = z.infer<typeof catalogueItemSchema>;

export const catalogueAnswerSchema = z
  .object({
    kind: z.enum(["item", "search", "static"]),
    title: z.string().nullable(),
    collections: z.array(z.object({ id: z.string(), title: z.string() })),
    items: z.array(catalogueItemSchema),
    matched: z.number().int().nullable().describe("How many there are, where the catalogue says."),
    isComplete: z.boolean().describe("false: there are more than are shown."),
  })
  .meta({ id: "CatalogueAnswer" });
export type CatalogueAnswer = z.infer<typeof catalogueAnswerSchema>;
