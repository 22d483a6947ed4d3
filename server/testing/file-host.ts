import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseRange } from "../scenes/parse-range";

/** What a path of the host answers. */
export type HostedFile =
  | ((request: IncomingMessage, response: ServerResponse) => void)
  | {
      bytes: Buffer;
      type?: string;
      /** null: it names no version. */
      etag?: string | null;
      /** It knows no ranges. */
      wholeOnly?: boolean;
      /** It breaks off after so many bytes, the first so many times. */
      cutOff?: { afterBytes: number; times: number };
    };

/** Another host, on the loopback address: a test has to list it as private. */
export class FileHost {
  readonly files = new Map<string, HostedFile>();
  readonly asked: IncomingMessage[] = [];
  readonly #server = createServer((request, response) => this.#answer(request, response));

  static async open(): Promise<FileHost> {
    const host = new FileHost();
    await new Promise<void>((resolve) => host.#server.listen(0, "127.0.0.1", resolve));
    host.port = (host.#server.address() as AddressInfo).port;
    return host;
  }

  port = 0;

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Nobody answers any more. */
  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(request);
    const { pathname } = new URL(request.url ?? "/", this.url);
    const file = this.files.get(pathname);
    if (!file) response.writeHead(404).end();
    else if (typeof file === "function") file(request, response);
    else sendFile(file, request, response);
  }
}

function sendFile(
  file: Exclude<HostedFile, (...args: never[]) => void>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { bytes, type = "image/tiff", etag = '"1"', wholeOnly, cutOff } = file;
  const header = wholeOnly ? undefined : request.headers.range;
  const range = header === undefined ? null : parseRange(header, bytes.length);
  response.setHeader("content-type", type);
  if (etag !== null) response.setHeader("etag", etag);
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${bytes.length}`);
    response.writeHead(416).end();
    return;
  }
  const { first, last } = range ?? { first: 0, last: bytes.length - 1 };
  const part = bytes.subarray(first, last + 1);
  response.setHeader("content-length", part.length);
  if (range) response.setHeader("content-range", `bytes ${first}-${last}/${bytes.length}`);
  response.writeHead(range ? 206 : 200);
  if (!cutOff || cutOff.times === 0 || part.length <= cutOff.afterBytes) {
    response.end(part);
    return;
  }
  cutOff.times -= 1;
  response.write(part.subarray(0, cutOff.afterBytes), () => response.destroy());
}
