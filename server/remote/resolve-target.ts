import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findBucket, type StoredBucket } from "./buckets";
import { findRemoteHost } from "./hosts";
import { encodeStrictly } from "./sign-request";

/** An address that may be asked, by the list of hosts or the known buckets. */
export interface Target {
  url: URL;
  /** The file's name, for sentences; never what a query may hold. */
  name: string;
  isPrivate: boolean;
  /** Requests are signed for it and never sent on elsewhere. */
  bucket: StoredBucket | null;
}

/**
 * Finds out what an address means, and whether it may be read at all.
 *
 * @throws AppError `invalid_input` for what is no address; `forbidden` for a host or bucket that no
 *   administrator has allowed.
 */
export async function resolveTarget(address: string): Promise<Target> {
  const inBucket = /^s3:\/\/([^/]+)\/(.+)$/i.exec(address.trim());
  if (inBucket) return inBucketTarget(address, inBucket[1] ?? "", inBucket[2] ?? "");
  const url = parseAddress(address);
  const host = await findRemoteHost(url);
  if (!host) {
    throw new AppError("forbidden", sentence("server.remote.hostNotAllowed", { host: url.host }));
  }
  return { url, name: nameOf(url), isPrivate: host.isPrivate, bucket: null };
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw badAddress(address);
  }
  url.hash = "";
  return url;
}

function badAddress(address: string): AppError {
  // What follows a question mark, and names before an @, may be secret.
  const shown = address
    .replace(/[?#].*$/s, "")
    .replace(/\/\/[^/]*@/, "//")
    .slice(0, 200);
  return new AppError("invalid_input", sentence("server.remote.badAddress", { address: shown }));
}

async function inBucketTarget(address: string, name: string, key: string): Promise<Target> {
  const parts = key.split("/");
  // A URL would take these for steps through folders, out of the bucket.
  if (parts.some((part) => part === "." || part === "..")) throw badAddress(address);
  const bucket = await findBucket(name);
  if (!bucket) {
    throw new AppError("forbidden", sentence("server.remote.noBucket", { bucket: name }));
  }
  const url = new URL(bucket.endpoint);
  url.username = "";
  url.password = "";
  const path = parts.map(encodeStrictly).join("/");
  const root = url.pathname.replace(/\/$/, "");
  if (bucket.addressing === "host") url.hostname = `${name}.${url.hostname}`;
  url.pathname = bucket.addressing === "host" ? `${root}/${path}` : `${root}/${name}/${path}`;
  url.search = "";
  return { url, name: toFileName(parts.at(-1) || name), isPrivate: bucket.isPrivate, bucket };
}

function nameOf(url: URL): string {
  return toFileName(url.pathname.split("/").filter(Boolean).at(-1) ?? url.host);
}

/** A name that a file may have: an address may hide steps through folders in it. */
function toFileName(text: string): string {
  let name = text;
  try {
    name = decodeURIComponent(text);
  } catch {
    // Not encoded after all.
  }
  const plain = name.replace(/[/\\\p{Cc}\p{Cf}]/gu, "_").slice(-120);
  return /^\.*$/.test(plain) ? "file" : plain;
}
