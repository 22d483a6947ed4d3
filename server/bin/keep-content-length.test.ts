import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import "./keep-content-length.mjs";

const server = createServer((_request, response) => {
  response.setHeader("X-Byte-Length", "5");
  response.write("wh");
  response.end("ole");
});
afterAll(() => server.close());

it("says the length of an answer that is streamed", async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(answer.headers.get("content-length")).toBe("5");
  expect(answer.headers.has("x-byte-length")).toBe(false);
  expect(await answer.text()).toBe("whole");
});
