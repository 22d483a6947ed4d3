import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../auth/create-api-key";
import { deleteApiKey } from "../auth/delete-api-key";
import { updateUser } from "../auth/update-user";
import { getDb, inTransaction } from "../db/client";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { makeTestPerson, testPassword } from "../testing/people";
import { getEventHub, maxStreamsPerPerson } from "./event-hub";
import { privateTopic, reviewTopic } from "./private-topic";
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
  await makeTestPerson("administrator");
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

  constructor(query: string, lastEventId?: string, credentials?: Record<string, string>) {
    this.#response = fetch(`${url}/api/events?${query}`, {
      signal: this.#abort.signal,
      headers: {
        ...(credentials ?? { authorization: `Bearer ${key}` }),
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

  /** Reads until the server ends the stream. */
  async untilEnd(): Promise<void> {
    await expect(this.next()).rejects.toThrow("The stream has ended.");
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

  it("tells one person, or reviewers, what nobody else hears", async () => {
    const sceneId = `scn_${"2".repeat(20)}`;
    const ben = await makeTestPerson("analyst", "ben");
    const cleo = await makeTestPerson("analyst", "cleo");
    const listen = (credential: string) =>
      new TestStream(`topics=scene:${sceneId}`, undefined, {
        authorization: `Bearer ${credential}`,
      });
    const streams = [listen(ben.key), listen(cleo.key), listen(key)];
    for (const stream of streams) await stream.next();
    const say = (to: string, reason: string) =>
      inTransaction((trx) => publishEvent(trx, to, { type: "resync", reason }));
    await say(privateTopic(sceneId, ben.me.id), "for Ben");
    await say(reviewTopic(sceneId), "for reviewers");
    await say(`scene:${sceneId}`, "for all");
    const heard: unknown[] = [];
    for (const stream of streams) {
      for (let last = ""; last !== "for all"; ) {
        const { data } = await stream.next();
        last = (data as unknown as { reason: string }).reason;
        heard.push(last);
      }
      stream.close();
    }
    expect(heard).toEqual(["for Ben", "for all", "for all", "for reviewers", "for all"]);
    const asked = new TestStream(`topics=scene:${sceneId}@${ben.me.id}`);
    expect((await asked.response).status).toBe(400);
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

  it("refuses more streams of one person than anybody needs", async () => {
    const streams = Array.from(
      { length: maxStreamsPerPerson },
      () => new TestStream(`topics=${topic}`),
    );
    await Promise.all(streams.map((stream) => stream.next()));
    const { response } = new TestStream("topics=jobs");
    expect((await response).status).toBe(429);
    expect(await (await response).json()).toMatchObject({ code: "too_many_requests" });
    const other = await makeTestPerson("analyst", "other");
    const stream = new TestStream("topics=jobs", undefined, bearer(other.key));
    expect((await stream.response).status).toBe(200);
    for (const open of [...streams, stream]) open.close();
    await until(() => getEventHub().size === 0);
  });

  it("refuses more topics than a page has", async () => {
    const { response } = new TestStream(Array(101).fill("topics=jobs").join("&"));
    expect((await response).status).toBe(400);
  });

  it("refuses a topic that is none", async () => {
    const { response } = new TestStream("topics=everything");
    expect((await response).status).toBe(400);
  });
});

function bearer(apiKey: string): Record<string, string> {
  return { authorization: `Bearer ${apiKey}` };
}

/** Opens a stream with these credentials, does something, and waits for the end of the stream. */
async function endsAfter(
  credentials: Record<string, string>,
  act: () => Promise<unknown>,
): Promise<void> {
  const stream = new TestStream("topics=jobs", undefined, credentials);
  await stream.next();
  await act();
  await stream.untilEnd();
}

async function signIn(email: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: testPassword }),
  });
  return { cookie: response.headers.getSetCookie().join("; ") };
}

describe("a stream ends within seconds", () => {
  it("when its session is signed out, and only then", { timeout: 15_000 }, async () => {
    const { me } = await makeTestPerson("analyst", "leaving");
    const cookies = await signIn(me.email);
    const staying = new TestStream("topics=jobs", undefined, await signIn(me.email));
    await staying.next();
    await endsAfter(cookies, () =>
      fetch(`${url}/api/auth/sign-out`, { method: "POST", headers: cookies }),
    );
    await inTransaction((trx) => publishEvent(trx, "jobs", event));
    expect((await staying.next()).data).toEqual(event);
    staying.close();
  });

  it("when its key is revoked", { timeout: 15_000 }, async () => {
    const { me } = await makeTestPerson("analyst", "revoking");
    const made = await createApiKey(me, "second");
    await endsAfter(bearer(made.key), () => deleteApiKey(me, made.id));
  });

  it("when its person gets another role or is removed", { timeout: 15_000 }, async () => {
    for (const change of [{ role: "reviewer" as const }, { active: false }]) {
      const { me, key: own } = await makeTestPerson("analyst", `changed-${Object.keys(change)}`);
      await endsAfter(bearer(own), () => updateUser({ userId: me.id, ...change }, me));
    }
  });
});

describe("events that cannot be read", () => {
  const brokenTopic = `project:prj_${"2".repeat(20)}`;

  it("leaves no place taken by a stream that could not begin", async () => {
    const hub = getEventHub();
    const before = hub.size;
    const staying = hub.subscribe([brokenTopic], undefined, undefined, "somebody");
    await publish();
    await sql`alter table live_event rename to live_event_elsewhere`.execute(getDb());
    try {
      expect(() => hub.subscribe([brokenTopic], "0", undefined, "somebody")).toThrow("live_event");
      expect(hub.size).toBe(before + 1);
    } finally {
      await sql`alter table live_event_elsewhere rename to live_event`.execute(getDb());
      await staying.return();
    }
  });

  it("sends what comes after one without waiting for somebody to write", async () => {
    const stream = new TestStream(`topics=${brokenTopic}`);
    await stream.next();
    await inTransaction(async (trx) => {
      await sql`insert into live_event (topic, payload_json, at_ms) values (${brokenTopic}, ${"{"}, 0)`.execute(
        trx,
      );
      await publishEvent(trx, brokenTopic, event);
    });
    expect((await stream.next()).data).toEqual(event);
    stream.close();
  });
});
