import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { isPrivateAddress, isPublicAddress } from "./public-address";
import { resolveTarget, type Target } from "./resolve-target";
import { signRequest } from "./sign-request";

const maxRedirects = 5;
/** Without a byte for this long a host is away. */
const idleMs = 20_000;
const redirects = [301, 302, 303, 307, 308];

/** Connections are kept: a raster is read in many small pieces. */
const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 8 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 8 }),
};

export interface Question {
  method?: "GET" | "POST";
  /** In lower case. */
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

/** What a host says; `body` has to be read or destroyed. */
export interface Answer {
  target: Target;
  status: number;
  headers: http.IncomingHttpHeaders;
  body: http.IncomingMessage;
}

/**
 * Asks another host. Its name is looked up here and only an address that was checked is connected
 * to; wherever it sends us on to is checked in the same way, at every step.
 *
 * @throws AppError `forbidden` for hosts that are not allowed and for private networks;
 *   `unavailable` for a host that does not answer; the reason of `signal` when that was aborted.
 */
export async function askHost(first: Target, question: Question = {}): Promise<Answer> {
  let target = first;
  let asked = question;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const answer = await askOnce(target, asked);
    const { location } = answer.headers;
    if (!redirects.includes(answer.status) || location === undefined) return answer;
    answer.body.destroy();
    // A signature is for this host alone.
    if (target.bucket) throw tooManyRedirects(target);
    if (!URL.canParse(location, target.url)) throw tooManyRedirects(target);
    const next = await resolveTarget(new URL(location, target.url).href);
    const isDowngrade = target.url.protocol === "https:" && next.url.protocol === "http:";
    if (isDowngrade || next.bucket) throw tooManyRedirects(target);
    if (answer.status <= 303 && asked.method === "POST") {
      const { body: _body, ...rest } = asked;
      asked = { ...rest, method: "GET" };
    }
    target = { ...next, name: first.name };
  }
  throw tooManyRedirects(first);
}

function tooManyRedirects({ url }: Target): AppError {
  return new AppError("unavailable", sentence("server.remote.redirects", { host: url.host }));
}

/** A kept connection that its host closed meanwhile is no answer: asked again on another one. */
async function askOnce(target: Target, question: Question): Promise<Answer> {
  const addresses = await findAddresses(target);
  for (;;) {
    const answer = await send(target, question, addresses);
    if (answer !== "stale") return answer;
  }
}

/** "stale": the connection had been closed; there are few of them, so that this ends. */
async function send(
  target: Target,
  question: Question,
  addresses: Address[],
): Promise<Answer | "stale"> {
  const { url, bucket } = target;
  const method = question.method ?? "GET";
  const plain = {
    ...question.headers,
    "accept-encoding": "identity",
    "user-agent": "Tilewright",
  };
  const headers =
    bucket && bucket.accessKeyId !== ""
      ? signRequest({ method, url, headers: plain }, bucket)
      : plain;
  const protocol = url.protocol === "https:" ? "https:" : "http:";
  const client = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const request = client.request(url, {
      agent: agents[protocol],
      method,
      headers,
      lookup: toLookup(addresses),
      timeout: idleMs,
      ...(question.signal ? { signal: question.signal } : {}),
    });
    request.on("timeout", () => request.destroy(new Error("ETIMEDOUT")));
    request.on("error", (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(error.code ?? "");
      if (isStale && !question.signal?.aborted) resolve("stale");
      else reject(toProblem(error, target, question.signal));
    });
    request.on("response", (body) =>
      resolve({ target, status: body.statusCode ?? 0, headers: body.headers, body }),
    );
    request.end(question.body);
  });
}

type Address = { address: string; family: number };

/** @throws AppError `unavailable` without an address; `forbidden` when none may be asked. */
async function findAddresses({ url, isPrivate }: Target): Promise<Address[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) {
    throw new AppError("unavailable", sentence("server.remote.notFound", { host: url.host }));
  }
  const allowed = found.filter(
    ({ address }) => isPublicAddress(address) || (isPrivate && isPrivateAddress(address)),
  );
  if (allowed.length > 0) return allowed;
  throw new AppError("forbidden", sentence("server.remote.privateHost", { host: url.host }));
}

/** Answers with what was looked up and checked: a second look-up might say something else. */
function toLookup(addresses: Address[]): LookupFunction {
  const [first] = addresses;
  return (_host, options, done) => {
    if (options.all) done(null, addresses);
    else done(null, first?.address ?? "", first?.family ?? 4);
  };
}

/** Never with the address: it may be one of a private network. */
export function toProblem(error: unknown, { url }: Target, signal?: AbortSignal): unknown {
  if (error instanceof AppError) return error;
  const isLate = signal?.reason instanceof Error && signal.reason.name === "TimeoutError";
  if (signal?.aborted && !isLate) return signal.reason;
  const { code: given, message } = error as NodeJS.ErrnoException;
  const code = isLate ? "ETIMEDOUT" : (given ?? message);
  const reason = /^[A-Z_]{3,40}(\d{3})?$/.test(code) ? code : "TLS";
  return new AppError("unavailable", sentence("server.remote.away", { host: url.host, reason }), {
    cause: error,
  });
}
