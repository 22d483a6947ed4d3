import { describe, expect, it, vi } from "vitest";
import type { LiveEvent } from "../contracts/live-events";
import { LiveStream, type OpenStream, type ReceivedEvent } from "./live-stream";

const projectId = "prj_0123456789abcdefghjk";
const changed: LiveEvent = { type: "project.changed", projectId };
const modelChanged: LiveEvent = {
  type: "model.changed",
  projectId,
  modelId: "mdl_0123456789abcdefghjk",
};

interface Opening {
  topics: readonly string[];
  lastEventId: string | undefined;
  signal: AbortSignal;
  send: (received: ReceivedEvent) => void;
  fail: () => void;
}

/** A server whose streams the test feeds by hand. */
function fakeServer() {
  const openings: Opening[] = [];
  const open: OpenStream = async (topics, lastEventId, signal) => {
    const waiting: ReceivedEvent[] = [];
    let wake = () => {};
    let failed = false;
    openings.push({
      topics,
      lastEventId,
      signal,
      send: (received) => {
        waiting.push(received);
        wake();
      },
      fail: () => {
        failed = true;
        wake();
      },
    });
    signal.addEventListener("abort", () => wake());
    return (async function* () {
      for (;;) {
        for (let next = waiting.shift(); next; next = waiting.shift()) yield next;
        if (signal.aborted) return;
        if (failed) throw new Error("lost");
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    })();
  };
  return { openings, open };
}

describe("LiveStream", () => {
  it("opens one stream for all topics and gives each handler its events", async () => {
    const { openings, open } = fakeServer();
    const stream = new LiveStream(open);
    const ofProject = vi.fn();
    const ofJobs = vi.fn();
    stream.subscribe(`project:${projectId}`, ofProject);
    stream.subscribe("jobs", ofJobs);
    await vi.waitFor(() => expect(openings).toHaveLength(1));
    expect(openings[0]?.topics).toEqual(["jobs", `project:${projectId}`]);
    openings[0]?.send({ id: "7", event: modelChanged });
    await vi.waitFor(() => expect(ofProject).toHaveBeenCalledWith(modelChanged));
    expect(ofJobs).not.toHaveBeenCalled();
    expect(stream.state).toBe("live");
    stream.close();
  });

  it("opens again behind the last event when a topic is added", async () => {
    const { openings, open } = fakeServer();
    const stream = new LiveStream(open);
    stream.subscribe(`project:${projectId}`, () => {});
    await vi.waitFor(() => expect(openings).toHaveLength(1));
    openings[0]?.send({ id: "41", event: changed });
    await vi.waitFor(() => expect(stream.state).toBe("live"));
    stream.subscribe("jobs", () => {});
    await vi.waitFor(() => expect(openings).toHaveLength(2));
    expect(openings[0]?.signal.aborted).toBe(true);
    expect(openings[1]?.lastEventId).toBe("41");
    stream.close();
  });

  it("comes back after a loss, behind the last event", async () => {
    const { openings, open } = fakeServer();
    const stream = new LiveStream(open);
    const states: string[] = [];
    stream.onStateChange(() => states.push(stream.state));
    stream.subscribe("jobs", () => {});
    await vi.waitFor(() => expect(openings).toHaveLength(1));
    openings[0]?.send({ id: "3", event: { type: "connected" } });
    await vi.waitFor(() => expect(stream.state).toBe("live"));
    openings[0]?.fail();
    await vi.waitFor(() => expect(openings).toHaveLength(2), { timeout: 3000 });
    expect(openings[1]?.lastEventId).toBe("3");
    expect(states).toEqual(["live", "reconnecting"]);
    stream.close();
  });

  it("tells every listener to read again after a gap", async () => {
    const { openings, open } = fakeServer();
    const stream = new LiveStream(open);
    const heard = vi.fn();
    stream.subscribe("jobs", heard);
    await vi.waitFor(() => expect(openings).toHaveLength(1));
    openings[0]?.send({ id: "9", event: { type: "resync", reason: "gone" } });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    stream.close();
  });

  it("tells the list of projects, which listens to no project, of every project", async () => {
    const { openings, open } = fakeServer();
    const stream = new LiveStream(open);
    const heard = vi.fn();
    stream.subscribe("jobs", heard);
    await vi.waitFor(() => expect(openings).toHaveLength(1));
    openings[0]?.send({ id: "4", event: changed });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(changed));
    stream.close();
  });

  it("goes on when a listener throws, and reports what it threw", async () => {
    const { openings, open } = fakeServer();
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const stream = new LiveStream(open);
    const heard = vi.fn();
    stream.subscribe("jobs", () => {
      throw new Error("clumsy");
    });
    stream.subscribe("jobs", heard);
    await vi.waitFor(() => expect(openings).toHaveLength(1));
    openings[0]?.send({ id: "5", event: { type: "connected" } });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    expect(reported).toHaveBeenCalledWith(new Error("clumsy"));
    openings[0]?.send({ id: "6", event: { type: "connected" } });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
    expect(openings).toHaveLength(1);
    stream.close();
    vi.unstubAllGlobals();
  });
});
