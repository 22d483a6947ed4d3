import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll } from "vitest";
import { handleApiRequest } from "../api/handler";

type FetchHandler = (request: Request) => Response | Promise<Response>;

/** Route handlers besides the API: the first whose pattern matches the path answers. */
export interface TestRoute {
  pattern: RegExp;
  handle: (request: Request, match: RegExpExecArray) => Response | Promise<Response>;
}

/** Serves the API, and the routes given, on a free port of 127.0.0.1 until the test file ends. */
export async function serveApi(routes: TestRoute[] = []): Promise<string> {
  return serve((request) => {
    const { pathname } = new URL(request.url);
    for (const { pattern, handle } of routes) {
      const match = pattern.exec(pathname);
      if (match) return handle(request, match);
    }
    return handleApiRequest(request);
  });
}

async function serve(handle: FetchHandler): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch((error) => outgoing.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(
  handle: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const abort = new AbortController();
  outgoing.on("close", () => abort.abort());
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? "GET",
    headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    signal: abort.signal,
    ...(hasBody
      ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" }
      : {}),
  });
  const response = await handle(request);
  // A body that nobody read would be taken for the next request on this connection.
  if (hasBody && !request.bodyUsed) outgoing.setHeader("connection", "close");
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value);
  outgoing.writeHead(response.status);
  if (!response.body) {
    outgoing.end();
    return;
  }
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  // The pipeline ends the source when the reader goes away; that is no error of anybody.
  await pipeline(body, outgoing).catch(() => {});
}
