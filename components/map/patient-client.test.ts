import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { findTrouble, subscribeTrouble } from "./imagery-trouble";
import { PatientClient } from "./patient-client";

let server: Server | null = null;

afterEach(() => server?.close());

/** Cuts the connection of the first requests, then says hello. */
async function startServer(failures: number): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const made = createServer((request, response) => {
    asked += 1;
    if (asked <= failures) {
      request.socket.destroy();
      return;
    }
    response.writeHead(206, { "content-range": "bytes 0-4/5" });
    response.end("hello");
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(made.address() as AddressInfo).port}/`,
    asked: () => asked,
  };
}

it("tells a failure at once while a scene is being opened", async () => {
  const { url, asked } = await startServer(1);
  await expect(new PatientClient(url).request()).rejects.toThrow();
  expect(asked()).toBe(1);
});

it("waits for a server that is away once a scene is open", async () => {
  const { url, asked } = await startServer(2);
  const client = new PatientClient(url);
  client.waits = true;
  const response = await client.request({ headers: { range: "bytes=0-4" } });
  expect(asked()).toBe(3);
  expect(response.status).toBe(206);
  expect(response.getHeader("content-range")).toBe("bytes 0-4/5");
  expect(new TextDecoder().decode(await response.getData())).toBe("hello");
});

it("gives up when it is told to", async () => {
  const { url } = await startServer(1000);
  const client = new PatientClient(url);
  client.waits = true;
  await expect(client.request({ signal: AbortSignal.timeout(700) })).rejects.toThrow();
});

it("asks no more once it is closed, and troubles nobody with an error", async () => {
  const { url, asked } = await startServer(1000);
  const client = new PatientClient(url);
  client.waits = true;
  let ended = false;
  const end = () => {
    ended = true;
  };
  client.request().then(end, end);
  while (asked() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  client.close();
  client.request().then(end, end);
  // Longer than the first pause: it would have asked again.
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect([asked(), ended]).toEqual([1, false]);
});

it("waits while the studio says that a host is away, also at the opening", async () => {
  let asked = 0;
  const problem = { code: "unavailable", message: "a.example does not answer.", hint: null };
  const made = createServer((_request, response) => {
    asked += 1;
    if (asked > 1) response.writeHead(206, { "content-range": "bytes 0-4/5" }).end("hello");
    else response.writeHead(503).end(JSON.stringify(problem));
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
  const told: (string | undefined)[] = [];
  const unsubscribe = subscribeTrouble(() => told.push(findTrouble(url)?.message));
  const response = await new PatientClient(url).request();
  unsubscribe();
  expect([response.status, asked]).toEqual([206, 2]);
  expect(told).toEqual(["a.example does not answer.", undefined]);
});

it("tells at the opening what the studio says is wrong, and does not wait for it", async () => {
  const problem = { code: "conflict", message: "a.tif has changed.", hint: null };
  const made = createServer((_request, response) =>
    response.writeHead(409).end(JSON.stringify(problem)),
  );
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
  expect((await new PatientClient(url).request()).status).toBe(409);
  expect(findTrouble(url)?.message).toBe("a.tif has changed.");
});
