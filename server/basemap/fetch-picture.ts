import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { BlockList, isIP } from "node:net";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";

const timeoutMs = 15_000;
const maxBytes = 8_000_000;

/** Addresses of this machine, of private networks, and of nobody. */
const closed = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  closed.addSubnet(network, prefix, "ipv4");
}

/** May a stranger's request be sent there? Of IPv6 only what is given out to networks in public. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !closed.check(address, "ipv4");
  if (isIP(address) !== 6) return false;
  const isGlobal = /^[23][0-9a-f]{3}:/i.test(address);
  // 6to4 and Teredo carry an IPv4 address of anybody's choice.
  return isGlobal && !/^2002:/i.test(address) && !/^2001:0*:/i.test(address);
}

/**
 * Fetches a picture from another server. The name is looked up once, and the address that was
 * checked is the one that is asked; redirects are not followed.
 *
 * @throws AppError `forbidden` for hosts of private networks that are not listed; `not_found` when no
 *   picture comes.
 */
export async function fetchPicture(url: string): Promise<{ type: string; bytes: Buffer }> {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const found = await lookup(host, { all: true }).catch(() => []);
  const mayBePrivate = getEnv().privateHosts.includes(host);
  const target = found.find(({ address }) => mayBePrivate || isPublicAddress(address));
  if (!target) throw new AppError("forbidden", sentence("server.basemap.privateHost", { host }));
  const client = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new AppError("not_found", sentence("server.basemap.unreachable", { reason })));
    const request = client.get(
      url,
      {
        signal: AbortSignal.timeout(timeoutMs),
        headers: { accept: "image/*", "user-agent": "Tilewright" },
        lookup: (_host, options, done) =>
          options.all ? done(null, [target]) : done(null, target.address, target.family),
      },
      (response) => {
        const type =
          String(response.headers["content-type"] ?? "")
            .split(";")[0]
            ?.trim() ?? "";
        if (response.statusCode !== 200 || !/^image\/(png|jpeg|webp|gif)$/.test(type)) {
          response.destroy();
          fail(`${response.statusCode} ${type}`);
          return;
        }
        const pieces: Buffer[] = [];
        let size = 0;
        response.on("data", (piece: Buffer) => {
          size += piece.length;
          if (size > maxBytes) response.destroy(new Error("too large"));
          else pieces.push(piece);
        });
        response.on("end", () => resolve({ type, bytes: Buffer.concat(pieces) }));
        response.on("error", (error) => fail(error.message));
      },
    );
    request.on("error", (error) => fail(error.message));
  });
}
