import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

const algorithm = "AWS4-HMAC-SHA256";
const service = "s3";
export const emptyHash = createHash("sha256").update("").digest("hex");

/**
 * Signs a request without a body for S3 as AWS documents it (Signature Version 4, "Authenticating
 * Requests: Using the Authorization Header").
 *
 * @param headers In lower case; all of them are signed, together with host and time.
 * @returns The headers to send.
 */
export function signRequest(
  { method, url, headers }: { method: string; url: URL; headers: Record<string, string> },
  { accessKeyId, secretAccessKey, region }: Credentials,
  now = new Date(),
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    "x-amz-content-sha256": emptyHash,
    "x-amz-date": time,
  };
  const names = Object.keys(signed).sort();
  const request = [
    method,
    // Encoded once, as it is sent: S3 does not encode a path again.
    url.pathname,
    canonicalQuery(url),
    ...names.map((name) => `${name}:${signed[name]?.trim().replace(/\s+/g, " ")}`),
    "",
    names.join(";"),
    emptyHash,
  ].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = [algorithm, time, scope, hash(request)].join("\n");
  let key = hmac(`AWS4${secretAccessKey}`, date);
  for (const part of [region, service, "aws4_request"]) key = hmac(key, part);
  const signature = hmac(key, text).toString("hex");
  const authorization =
    `${algorithm} Credential=${accessKeyId}/${scope},` +
    `SignedHeaders=${names.join(";")},Signature=${signature}`;
  return { ...signed, authorization };
}

function hash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}

/** RFC 3986: everything but letters, digits and -._~ is written in percent. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .sort()
    .join("&");
}
