import { z } from "zod";
import { type Bucket, bucketSchema, type saveBucketInputSchema } from "@/lib/contracts/remote";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { storedSetting } from "./stored-setting";

const storedBucketSchema = bucketSchema.extend({ secretAccessKey: z.string() });
export type StoredBucket = z.infer<typeof storedBucketSchema>;

const setting = storedSetting("buckets", z.array(storedBucketSchema).max(200), []);

/** What may be shown of the buckets: all but their secrets. */
export async function listBuckets(): Promise<Bucket[]> {
  return (await setting.read()).map((one) => bucketSchema.parse(one));
}

export async function findBucket(bucket: string): Promise<StoredBucket | null> {
  return (await setting.read()).find((one) => one.bucket === bucket) ?? null;
}

/**
 * Adds a bucket or changes it. A secret goes with the key and the endpoint that it was typed for: for
 * another one it has to be typed again, so that nobody can have it sent elsewhere.
 *
 * @throws AppError `invalid_input` for an access key without a secret.
 */
export async function saveBucket({
  secretAccessKey,
  ...bucket
}: z.output<typeof saveBucketInputSchema>): Promise<Bucket[]> {
  const others = (await setting.read()).filter((one) => one.bucket !== bucket.bucket);
  const before = await findBucket(bucket.bucket);
  const isSame = before?.endpoint === bucket.endpoint && before.accessKeyId === bucket.accessKeyId;
  const secret = secretAccessKey || (isSame ? before.secretAccessKey : "");
  if (bucket.accessKeyId !== "" && secret === "") {
    throw new AppError("invalid_input", sentence("server.remote.secretMissing")).at(
      "secretAccessKey",
    );
  }
  await setting.write([
    ...others,
    { ...bucket, secretAccessKey: bucket.accessKeyId === "" ? "" : secret },
  ]);
  return listBuckets();
}

/** @throws AppError `not_found`. */
export async function deleteBucket(bucket: string): Promise<Bucket[]> {
  const all = await setting.read();
  if (!all.some((one) => one.bucket === bucket)) {
    throw new AppError("not_found", sentence("server.remote.noSuchBucket", { bucket }));
  }
  await setting.write(all.filter((one) => one.bucket !== bucket));
  return listBuckets();
}
