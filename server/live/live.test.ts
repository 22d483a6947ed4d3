import { beforeAll, describe, expect, it } from "vitest";
import { getDb, inTransaction } from "../db/client";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { makeTestPerson } from "../testing/people";
import { getEventHub } from "./event-hub";
import { publishEvent } from "./publish-event";

const projectId = `prj_${"0".repeat(20)}`;
const topic = `project:${projectId}`;
const event = { type: "project.changed" as const, projectId };
let url: string;
let key: string;

beforeAll(async () => {
  await makeTestHome();
  url = await serveApi();
  key = (await makeTestPerson("reviewer")).key;
});

interface Message {
  id: string;
  data: { type: string };
}

/** A stream as a browser reads it. */
class TestStream {
  readonly #abort = new AbortController();
  readonly #response: Promise<Response>;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #text = "";

  constructor(query: string, lastEventId?: string) {
    this.#response = fetch(`${url}/api/events?${query}`, {
      signal: this.#abort.signal,
      headers: {
        authorization: `Bearer ${key}`,
        ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
      },
    });
  }

  get response(): Promise<Response> {
    return this.#response;
  }

  /** The next event; comments are passed over. */
  async next(): Promise<Message> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end < 0) {
        await this.#readMore();
        continue;
      }
      const block = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      const id = /^id: ?(.*)$/m.exec(block)?.[1];
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data !== undefined) return { id: id ?? "", data: JSON.parse(data) };
    }
  }

  async #readMore(): Promise<void> {
    const { body } = await this.#response;
    this.#reader ??= (body as ReadableStream<Uint8Array>).getReader();
    const { value, done } = await this.#reader.read();
    if (done) throw new Error("The stream has ended.");
    this.#text += new TextDecoder().decode(value);
  }

  close(): void {
    this.#abort.abort();
  }
}

function publish(): Promise<void> {
  return inTransaction((trx) => publishEvent(trx, topic, event));
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(condition()).toBe(true);
}

describe("live events over HTTP", () => {
  it("sends what is published, with row ids and without buffering", async () => {
    const stream = new TestStream(`topics=${topic}`);
    const { headers } = await stream.response;
    expect(headers.get("content-type")).toContain("text/event-stream");
    expect(headers.get("cache-control")).toContain("no-transform");
    expect(headers.get("x-accel-buffering")).toBe("no");
    expect((await stream.next()).data.type).toBe("connected");
    const startedAtMs = Date.now();
    await publish();
    const message = await stream.next();
    expect(message.data).toEqual(event);
    expect(Number(message.id)).toBeGreaterThan(0);
    expect(Date.now() - startedAtMs).toBeLessThan(2_000);
    stream.close();
  });

  it("takes several topics and sends nothing of others", async () => {
    const stream = new TestStream(`topics=jobs&topics=${topic}`);
    await stream.next();
    await inTransaction((trx) => publishEvent(trx, `project:prj_${"1".repeat(20)}`, event));
    await inTransaction((trx) => publishEvent(trx, "jobs", event));
    const first = await stream.next();
    await publish();
    const second = await stream.next();
    expect(Number(second.id)).toBe(Number(first.id) + 1);
    stream.close();
  });

  it("resumes behind the last event that was received", async () => {
    const first = new TestStream(`topics=${topic}`);
    const { id } = await first.next();
    first.close();
    await publish();
    await publish();
    const second = new TestStream(`topics=${topic}`, id);
    expect((await second.next()).data.type).toBe("connected");
    const missed = [await second.next(), await second.next()];
    expect(missed.map((message) => Number(message.id) - Number(id))).toEqual([1, 2]);
    second.close();
  });

  it("never shows a transaction that was taken back", async () => {
    const stream = new TestStream(`topics=${topic}`);
    await stream.next();
    await expect(
      inTransaction(async (trx) => {
        await publishEvent(trx, topic, event);
        await new Promise((resolve) => setTimeout(resolve, 150));
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    await inTransaction((trx) => publishEvent(trx, topic, { type: "resync", reason: "marker" }));
    expect((await stream.next()).data).toEqual({ type: "resync", reason: "marker" });
    stream.close();
  });

  it("passes over events that it does not know, live and when it resumes", async () => {
    const stream = new TestStream(`topics=${topic}`);
    const { id } = await stream.next();
    await inTransaction(async (trx) => {
      const payload_json = JSON.stringify({ type: "sunrise" });
      await trx
        .insertInto("live_event")
        .values({ topic, payload_json, at_ms: Date.now() })
        .execute();
      await publishEvent(trx, topic, event);
    });
    expect((await stream.next()).data).toEqual(event);
    stream.close();
    const resumed = new TestStream(`topics=${topic}`, id);
    expect((await resumed.next()).data.type).toBe("connected");
    expect((await resumed.next()).data).toEqual(event);
    resumed.close();
  });

  it("asks to read everything again when events are gone", async () => {
    const first = new TestStream(`topics=${topic}`);
    const { id } = await first.next();
    first.close();
    await publish();
    await publish();
    await getDb().deleteFrom("live_event").execute();
    const second = new TestStream(`topics=${topic}`, id);
    expect((await second.next()).data.type).toBe("resync");
    second.close();
    const unknown = new TestStream(`topics=${topic}`, "999999");
    expect((await unknown.next()).data.type).toBe("resync");
    unknown.close();
  });

  it("leaves nothing behind when readers go away", async () => {
    const streams = Array.from({ length: 20 }, () => new TestStream(`topics=${topic}`));
    await Promise.all(streams.map((stream) => stream.next()));
    expect(getEventHub().size).toBeGreaterThanOrEqual(20);
    for (const stream of streams) stream.close();
    await until(() => getEventHub().size === 0);
  });

  it("refuses a topic that is none", async () => {
    const { response } = new TestStream("topics=everything");
    expect((await response).status).toBe(400);
  });
});
