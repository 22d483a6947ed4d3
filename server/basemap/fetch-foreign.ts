import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";
import { isPublicAddress } from "../remote/public-address";

const timeoutMs = 15_000;
const maxBytes = 8_000_000;

export type ForeignAnswer = { status: number; type: string; bytes: Buffer };

/**
 * Asks a map's server for something small. The name is looked up once, and the address that was
 * checked is the one that is asked; redirects are not followed.
 *
 * @throws AppError `forbidden` for hosts of private networks that are not listed; `unavailable` when
 *   no answer comes.
 */
export async function fetchForeign(url: string, accept: string): Promise<ForeignAnswer> {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const found = await lookup(host, { all: true }).catch(() => []);
  const mayBePrivate = getEnv().privateHosts.includes(host);
  const target = found.find(({ address }) => mayBePrivate || isPublicAddress(address));
  if (!target) throw new AppError("forbidden", sentence("server.basemap.privateHost", { host }));
  const client = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new AppError("unavailable", sentence("server.basemap.away", { host, reason })));
    const request = client.get(
      url,
      {
        signal: AbortSignal.timeout(timeoutMs),
        headers: { accept, "user-agent": "Tilewright" },
        lookup: (_host, options, done) =>
          options.all ? done(null, [target]) : done(null, target.address, target.family),
      },
      (response) => {
        const [type] = String(response.headers["content-type"] ?? "").split(";");
        const pieces: Buffer[] = [];
        let size = 0;
        response.on("data", (piece: Buffer) => {
          size += piece.length;
          if (size > maxBytes) response.destroy(new Error("too large"));
          else pieces.push(piece);
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            type: type?.trim().toLowerCase() ?? "",
            bytes: Buffer.concat(pieces),
          }),
        );
        response.on("error", (error) => fail(error.message));
      },
    );
    request.on("error", (error) => fail(reasonOf(error)));
  });
}

function reasonOf(error: Error & { code?: unknown }): string {
  return typeof error.code === "string" && error.message === "" ? error.code : error.message;
}
