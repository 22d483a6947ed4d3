import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import type { LiveEvent } from "@/lib/contracts/live-events";
import {
  type Presence,
  presenceIntervalMs,
  presenceLimits,
  presenceLostMs,
} from "@/lib/contracts/presence";
import { openSqlite } from "../db/client";
import { getPresenceStore } from "../db/presence-store";
import { getEnv } from "../env";
import { getEventHub } from "../live/event-hub";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { announcePresence } from "./announce-presence";
import { leavePresence } from "./leave-presence";
import { listPresence } from "./list-presence";
import { getPresenceWatch } from "./presence-watch";

let ada: Me;
let bob: Me;
let projectId: string;
let sceneId: string;

beforeAll(async () => {
  await makeTestHome();
  getPresenceStore();
  ada = await insertTestUser("Ada");
  bob = await insertTestUser("Bob");
  ({ projectId } = await insertTestProject());
});
beforeEach(async () => {
  sceneId = await insertTestScene(projectId);
});

/** A stream as a browser on the scene has it, and what it has heard of presence. */
function listen() {
  const abort = new AbortController();
  const topics = [`scene:${sceneId}`];
  const stream = getEventHub().subscribe(topics, undefined, abort.signal, ada.id);
  getPresenceWatch().watch(stream, topics);
  const heard: Presence[][] = [];
  const note = (event: LiveEvent) => {
    if (event.type === "presence.changed") heard.push(event.present);
  };
  void (async () => {
    for await (const { event } of stream) note(event);
  })();
  return { heard, close: () => abort.abort() };
}

const places = (present: readonly Presence[] | undefined) =>
  present?.map(({ person, row, col }) => `${person.name} ${row},${col}`);

describe("presence", () => {
  it("tells who is on the scene and where, and at once who left", async () => {
    const { heard, close } = listen();
    const [first, second] = [randomUUID(), randomUUID()];
    await announcePresence({ sceneId, tabId: first, row: 1, col: 2 }, ada);
    await announcePresence({ sceneId, tabId: second, row: 3, col: 4 }, bob);
    await expect.poll(() => places(heard.at(-1))).toEqual(["Ada 1,2", "Bob 3,4"]);
    await announcePresence({ sceneId, tabId: first, row: 5, col: 5 }, ada);
    await expect.poll(() => places(heard.at(-1))).toEqual(["Ada 5,5", "Bob 3,4"]);
    leavePresence(second, ada);
    expect(places(listPresence(sceneId))).toEqual(["Ada 5,5", "Bob 3,4"]);
    leavePresence(second, bob);
    await expect.poll(() => places(heard.at(-1))).toEqual(["Ada 5,5"]);
    close();
  });

  it("hears what another process of the studio was told", async () => {
    const { heard, close } = listen();
    // Another connection, as the other process has one; this one's watch is not told.
    const other = openSqlite(getEnv().presencePath);
    other
      .prepare("insert into presence values (?, ?, ?, ?, ?, ?, ?)")
      .run(randomUUID(), sceneId, bob.id, "Bob", 7, 7, Date.now());
    other.close();
    await expect.poll(() => places(heard.at(-1))).toEqual(["Bob 7,7"]);
    close();
  });

  it("forgets who is silent, by the clock alone", async () => {
    const nowMs = Date.now();
    await announcePresence({ sceneId, tabId: randomUUID(), row: 0, col: 0 }, ada, nowMs);
    expect(listPresence(sceneId, nowMs + presenceLostMs)).toHaveLength(1);
    expect(listPresence(sceneId, nowMs + presenceLostMs + 1)).toHaveLength(0);
    // Silent for almost too long already: gone while somebody listens.
    const { heard, close } = listen();
    const atMs = Date.now() - presenceLostMs + 4000;
    await announcePresence({ sceneId, tabId: randomUUID(), row: 9, col: 9 }, bob, atMs);
    await expect.poll(() => places(heard.at(-1))).toContain("Bob 9,9");
    await expect.poll(() => places(heard.at(-1)), { timeout: 10_000 }).not.toContain("Bob 9,9");
    close();
  });

  it("is said less often the more people there are", async () => {
    expect(presenceIntervalMs(1)).toBe(presenceLimits.fastestMs);
    expect(presenceIntervalMs(30)).toBe(1200);
    expect(presenceIntervalMs(500)).toBe(presenceLimits.slowestMs);
    const told = await announcePresence({ sceneId, tabId: randomUUID(), row: 0, col: 0 }, ada);
    expect(told.againAfterMs).toBe(presenceLimits.fastestMs);
    const nowhere = `scn_${"0".repeat(20)}`;
    await expect(
      announcePresence({ sceneId: nowhere, tabId: randomUUID(), row: 0, col: 0 }, ada),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
