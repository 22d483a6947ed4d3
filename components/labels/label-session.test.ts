import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import type { LabelBatch } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import type { LabelsChanged } from "./label-session";
import { LabelSession } from "./label-session";
import type { LabelSessionOptions } from "./label-session-options";
import { indexedPendingStore, type PendingBatch, type PendingStore } from "./pending-store";

const sceneId = "scn_00000000000000000001";
const classes = [
  { id: "cls_forest", index: 0 },
  { id: "cls_water", index: 1 },
  { id: "cls_town", index: 2 },
];
const [forest, water, town] = [1, 2, 3];
const gridRows = 4;
const gridCols = 5;

/** A server in memory that keeps the real one's promises: idempotent, ordered, one revision each. */
class FakeServer {
  plane = new Uint8Array(gridRows * gridCols);
  revision = 0;
  reads = 0;
  received: string[] = [];
  /** What the next sends end in, before (`lost: false`) or after they were applied. */
  failures: { error: unknown; applied: boolean }[] = [];
  events: LabelsChanged[] = [];
  readonly #seen = new Set<string>();

  send = async (batch: LabelBatch) => {
    this.received.push(batch.batchId);
    const failure = this.failures.shift();
    if (failure && !failure.applied) throw failure.error;
    const repeated = this.#seen.has(batch.batchId);
    if (!repeated) {
      this.#seen.add(batch.batchId);
      this.revision += 1;
      const edits = batch.edits.map(({ row, col, classId }): [number, number, number] => {
        const byte = (classes.find((one) => one.id === classId)?.index ?? -1) + 1;
        this.plane[row * gridCols + col] = byte;
        return [row, col, byte];
      });
      this.events.push(event(this.revision, edits, batch.batchId));
    }
    if (failure?.error) throw failure.error;
    const labelledCount = this.plane.filter((byte) => byte > 0).length;
    return { revision: this.revision, changedCount: batch.edits.length, repeated, labelledCount };
  };

  readPlane = async () => {
    this.reads += 1;
    const plane = btoa(String.fromCharCode(...this.plane));
    return { sceneId, gridRows, gridCols, revision: this.revision, plane };
  };

  readRevision = async () => this.revision;

  /** Somebody else labels; returns what the live stream would tell. */
  otherPerson(cell: number, byte: number): LabelsChanged {
    this.revision += 1;
    this.plane[cell] = byte;
    return event(this.revision, [[Math.floor(cell / gridCols), cell % gridCols, byte]], "other");
  }
}

function event(
  revision: number,
  edits: [number, number, number][],
  batchId: string,
): LabelsChanged {
  return { type: "labels.changed", sceneId, revision, batchId, edits };
}

/** Keeps batches for as long as it lives itself. */
function memoryPendingStore(): PendingStore {
  const rows = new Map<string, PendingBatch>();
  return {
    async list(userId) {
      const own = [...rows.values()].filter((row) => row.userId === userId);
      return own.sort((one, other) => one.order - other.order);
    },
    async put(pending) {
      rows.set(pending.batch.batchId, pending);
    },
    async remove(batchId) {
      rows.delete(batchId);
    },
  };
}

const unreachable = () => new TypeError("fetch failed");

function makeSession(server: FakeServer, part: Partial<LabelSessionOptions> = {}): LabelSession {
  return new LabelSession({
    sceneId,
    userId: "ada",
    gridRows,
    gridCols,
    classes,
    store: memoryPendingStore(),
    readPlane: server.readPlane,
    readRevision: server.readRevision,
    send: server.send,
    delay: async () => {},
    gapToleranceMs: 5,
    ...part,
  });
}

/** Waits until the session has nothing to send. */
async function saved(session: LabelSession): Promise<void> {
  await until(() => session.snapshot().status === "saved");
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error("It did not happen.");
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe("editing", () => {
  it("shows an edit at once and saves it", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    const painted: number[] = [];
    session.onPaint((cells) => cells && painted.push(...Array.from(cells)));
    expect(session.apply("key", [7], water)).toBe(1);
    expect(session.plane[7]).toBe(water);
    expect(painted).toEqual([7]);
    expect(session.snapshot().status).toBe("saving");
    await saved(session);
    expect(server.plane[7]).toBe(water);
    expect(session.snapshot().labelledCount).toBe(1);
  });

  it("sends nothing for tiles that have the class already", async () => {
    const server = new FakeServer();
    server.plane[3] = forest;
    const session = makeSession(server);
    await session.open();
    expect(session.apply("brush", [3], forest)).toBe(0);
    expect(server.received).toEqual([]);
    expect(session.snapshot().canUndo).toBe(false);
  });

  it("keeps counts per class", async () => {
    const session = makeSession(new FakeServer());
    await session.open();
    session.apply("rectangle", [0, 1, 2], forest);
    session.apply("brush", [2, 3], town);
    const { counts } = session.snapshot();
    expect([counts[0], counts[forest], counts[water], counts[town]]).toEqual([16, 2, 0, 2]);
  });

  it("ignores tiles outside the grid and edits before the labels are read", async () => {
    const session = makeSession(new FakeServer());
    expect(session.apply("key", [0], forest)).toBe(0);
    await session.open();
    expect(session.apply("key", [-1, 20, 99], forest)).toBe(0);
  });

  it("splits a very large act into batches that are undone together", async () => {
    const rows = 150;
    const cols = 300;
    const server = new FakeServer();
    const sizes: number[] = [];
    const session = makeSession(server, {
      gridRows: rows,
      gridCols: cols,
      readPlane: async () => ({
        sceneId,
        gridRows: rows,
        gridCols: cols,
        revision: 0,
        plane: btoa("\0".repeat(rows * cols)),
      }),
      send: async (batch) => {
        sizes.push(batch.edits.length);
        return { revision: sizes.length, changedCount: 0, repeated: false, labelledCount: 0 };
      },
    });
    await session.open();
    const all = Array.from({ length: rows * cols }, (_, cell) => cell);
    session.apply("rectangle", all, forest);
    await saved(session);
    expect(sizes).toEqual([20_000, 20_000, 5000]);
    expect(session.undo()?.length).toBe(rows * cols);
    expect(session.plane.every((byte) => byte === 0)).toBe(true);
    expect(session.snapshot().canUndo).toBe(false);
  });
});

describe("undo and redo", () => {
  it("goes back and forth over whole acts, at least 200 of them", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    for (let act = 0; act < 240; act += 1) session.apply("key", [act % 20], (act % 3) + 1);
    const end = session.plane.slice();
    let steps = 0;
    while (session.snapshot().canUndo) {
      session.undo();
      steps += 1;
    }
    expect(steps).toBeGreaterThanOrEqual(200);
    expect(session.plane.every((byte) => byte === 0)).toBe(true);
    while (session.snapshot().canRedo) session.redo();
    expect(session.plane).toEqual(end);
    await saved(session);
    expect(server.plane).toEqual(end);
  });

  it("leaves tiles alone that somebody changed since", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    session.apply("brush", [1, 2], forest);
    await saved(session);
    session.receive(server.otherPerson(2, town));
    expect(Array.from(session.undo() ?? [])).toEqual([1]);
    await saved(session);
    expect([server.plane[1], server.plane[2]]).toEqual([0, town]);
  });

  it("forgets what could be redone after a new act", async () => {
    const session = makeSession(new FakeServer());
    await session.open();
    session.apply("key", [0], forest);
    session.undo();
    session.apply("key", [1], water);
    expect(session.snapshot().canRedo).toBe(false);
  });
});

describe("a server that is away", () => {
  it("waits, tells so, tries again and keeps the order", async () => {
    const server = new FakeServer();
    server.failures = [1, 2, 3].map(() => ({ error: unreachable(), applied: false }));
    let release: () => void = () => {};
    const states: string[] = [];
    const session = makeSession(server, {
      delay: () => new Promise((resolve) => (release = resolve)),
    });
    session.subscribe(() => states.push(session.snapshot().status));
    await session.open();
    session.apply("key", [4], forest);
    session.apply("key", [4], water);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await until(() => session.snapshot().status === "waiting");
      expect(session.snapshot().pendingCount).toBe(2);
      expect(session.snapshot().problem?.code).toBe("unreachable");
      release();
      await until(() => server.received.length > attempt + 1 || states.at(-1) !== "waiting");
    }
    await saved(session);
    expect(server.plane[4]).toBe(water);
  });

  it("does not apply twice when an answer was lost", async () => {
    const server = new FakeServer();
    server.failures = [{ error: unreachable(), applied: true }];
    const session = makeSession(server);
    await session.open();
    session.apply("key", [5], forest);
    await saved(session);
    expect(server.received).toHaveLength(2);
    expect(new Set(server.received).size).toBe(1);
    expect(server.revision).toBe(1);
    await until(() => server.reads === 2);
    expect(session.plane[5]).toBe(forest);
  });

  it("keeps work while signed out", async () => {
    const server = new FakeServer();
    const signedOut = () =>
      new AppError("unauthenticated", { message: "Sign in first.", hint: null });
    server.failures = [1, 2].map(() => ({ error: signedOut(), applied: false }));
    const session = makeSession(server);
    await session.open();
    session.apply("key", [6], town);
    await saved(session);
    expect(server.plane[6]).toBe(town);
  });

  it("says offline when the network is gone", async () => {
    const server = new FakeServer();
    server.failures = [{ error: unreachable(), applied: false }];
    let online = false;
    const session = makeSession(server, {
      isOnline: () => online,
      delay: (_, signal) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
    });
    await session.open();
    session.apply("key", [6], town);
    await until(() => server.received.length === 1);
    expect(session.snapshot().status).toBe("offline");
    online = true;
    session.wake();
    await saved(session);
  });
});

describe("the start of the stream", () => {
  it("reads the labels again only when somebody has labelled since", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    const opening = session.open();
    await session.catchUp();
    await opening;
    expect(server.reads).toBe(1);
    server.otherPerson(4, water);
    await session.catchUp();
    expect(server.reads).toBe(2);
    expect(session.plane[4]).toBe(water);
  });

  it("reads again when the number cannot be had", async () => {
    const server = new FakeServer();
    const session = makeSession(server, { readRevision: () => Promise.reject(unreachable()) });
    await session.open();
    await session.catchUp();
    expect(server.reads).toBe(2);
  });
});

describe("a refused batch", () => {
  it("is taken back, told, and does not block the next", async () => {
    const server = new FakeServer();
    server.plane[2] = water;
    const refusal = new AppError("forbidden", { message: "Your role does not label.", hint: null });
    server.failures = [{ error: refusal, applied: false }];
    const told: string[] = [];
    const session = makeSession(server, {
      onRefused: (problem, tiles) => told.push(`${problem.code} ${tiles}`),
    });
    await session.open();
    session.apply("brush", [1, 2], forest);
    session.apply("key", [3], town);
    await saved(session);
    expect(told).toEqual(["forbidden 2"]);
    expect([session.plane[1], session.plane[2], session.plane[3]]).toEqual([0, water, town]);
    expect(server.plane).toEqual(session.plane);
    session.undo();
    expect(session.plane[3]).toBe(0);
    expect(session.snapshot().canUndo).toBe(false);
  });

  it("leaves the rest of its act to be undone", async () => {
    const server = new FakeServer();
    const [rows, cols] = [150, 200];
    server.plane = new Uint8Array(rows * cols);
    const session = makeSession(server, {
      gridRows: rows,
      gridCols: cols,
      readPlane: async () => ({
        ...{ sceneId, gridRows: rows, gridCols: cols, revision: 0 },
        plane: btoa(String.fromCharCode(...new Uint8Array(rows * cols).subarray(0, 100))),
      }),
    });
    await session.open();
    // More than one batch takes; the second of the two is refused.
    server.failures = [
      { error: null, applied: true },
      { error: new AppError("conflict", { message: "No.", hint: null }), applied: false },
    ];
    session.apply(
      "rectangle",
      Array.from({ length: rows * cols }, (_, cell) => cell),
      forest,
    );
    await saved(session);
    const labelled = () => session.plane.filter((byte) => byte === forest).length;
    expect(labelled()).toBe(20_000);
    session.undo();
    expect(labelled()).toBe(0);
    session.redo();
    expect(labelled()).toBe(20_000);
  });

  it("does not take back a later edit of the same tile", async () => {
    const server = new FakeServer();
    server.failures = [
      { error: new AppError("invalid_input", { message: "No.", hint: null }), applied: false },
    ];
    const session = makeSession(server);
    await session.open();
    session.apply("key", [1], forest);
    session.apply("key", [1], water);
    expect(session.plane[1]).toBe(water);
    await saved(session);
    expect([session.plane[1], server.plane[1]]).toEqual([water, water]);
  });

  it("is given up when the server keeps failing on it", async () => {
    const server = new FakeServer();
    const broken = () =>
      new AppError("internal", { message: "Something went wrong on the server.", hint: null });
    server.failures = Array.from({ length: 9 }, () => ({ error: broken(), applied: false }));
    let refused = 0;
    const session = makeSession(server, { onRefused: () => (refused += 1) });
    await session.open();
    session.apply("key", [1], forest);
    session.apply("key", [2], water);
    await saved(session);
    expect(refused).toBe(1);
    expect([server.plane[1], server.plane[2]]).toEqual([0, water]);
  });
});

describe("a page that is left", () => {
  it("sends after a reload what the last page could not", async () => {
    const server = new FakeServer();
    const never = { delay: () => new Promise<void>(() => {}) };
    server.failures = [{ error: unreachable(), applied: false }];
    const first = makeSession(server, { store: indexedPendingStore(), ...never });
    await first.open();
    first.apply("brush", [8, 9], forest);
    first.apply("key", [9], water);
    await until(() => first.snapshot().status === "waiting");
    first.close();

    const second = makeSession(server, { store: indexedPendingStore() });
    await second.open();
    expect([second.plane[8], second.plane[9]]).toEqual([forest, water]);
    await saved(second);
    expect([server.plane[8], server.plane[9]]).toEqual([forest, water]);
    expect(await indexedPendingStore().list("ada")).toEqual([]);
  });

  it("takes an answer over at once, however slow the browser's store is", async () => {
    const server = new FakeServer();
    let removed: () => void = () => {};
    const store = memoryPendingStore();
    const session = makeSession(server, {
      store: { ...store, remove: () => new Promise((resolve) => (removed = resolve)) },
    });
    await session.open();
    session.apply("key", [3], forest);
    await saved(session);
    session.receive(server.otherPerson(3, town));
    expect(session.plane[3]).toBe(town);
    removed();
  });

  it("forgets what was sent and answered while the labels were still being read", async () => {
    const server = new FakeServer();
    const store = indexedPendingStore();
    const edits = [{ row: 0, col: 3, classId: "cls_forest" }];
    await store.put({ order: 1, userId: "ada", batch: { batchId: "b-1", sceneId, edits } });
    const session = makeSession(server, {
      store,
      readPlane: async () => {
        const read = await server.readPlane();
        await until(() => server.received.length === 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return read;
      },
    });
    await session.open();
    await saved(session);
    expect(session.plane[3]).toBe(forest);
    session.receive(server.otherPerson(3, town));
    expect(session.plane[3]).toBe(town);
  });

  it("sends a batch once more when the page died before the answer, without harm", async () => {
    const server = new FakeServer();
    server.failures = [{ error: unreachable(), applied: true }];
    const never = { delay: () => new Promise<void>(() => {}) };
    const first = makeSession(server, { store: indexedPendingStore(), ...never });
    await first.open();
    first.apply("key", [0], forest);
    await until(() => first.snapshot().status === "waiting");
    first.close();
    // Meanwhile somebody decided otherwise: the repeated batch must not win over it.
    server.otherPerson(0, town);

    const second = makeSession(server, { store: indexedPendingStore() });
    await second.open();
    await saved(second);
    await until(() => second.plane[0] === town);
    expect(server.plane[0]).toBe(town);
    expect(server.revision).toBe(2);
  });

  it("also sends what was left for another scene, and only one's own", async () => {
    const server = new FakeServer();
    const store = indexedPendingStore();
    const batch = (id: string, scene: string) => ({
      batchId: id,
      sceneId: scene,
      act: "key" as const,
      edits: [{ row: 0, col: 0, classId: "cls_town" }],
    });
    await store.put({ order: 1, userId: "ada", batch: batch("b-1", "scn_other") });
    await store.put({ order: 2, userId: "bob", batch: batch("b-2", sceneId) });
    const session = makeSession(server, { store });
    await session.open();
    expect(session.plane[0]).toBe(0);
    await saved(session);
    expect(server.received).toEqual(["b-1"]);
    expect(await store.list("bob")).toHaveLength(1);
  });

  it("may be closed and opened again", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    session.close();
    await session.open();
    session.apply("key", [0], forest);
    await saved(session);
    expect(server.plane[0]).toBe(forest);
  });

  it("works without a database, and says that it keeps nothing", async () => {
    const server = new FakeServer();
    const broken = async () => {
      throw new Error("denied");
    };
    const session = makeSession(server, { store: { list: broken, put: broken, remove: broken } });
    await session.open();
    session.apply("key", [0], forest);
    await saved(session);
    expect(server.plane[0]).toBe(forest);
    expect(session.snapshot().durable).toBe(false);
  });
});

describe("other people", () => {
  it("shows their labels as they come, twice or not", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    const change = server.otherPerson(11, town);
    session.receive(change);
    session.receive(change);
    expect(session.plane[11]).toBe(town);
    expect(session.snapshot().labelledCount).toBe(1);
  });

  it("never loses an own unsent edit to them", async () => {
    const server = new FakeServer();
    let letThrough: () => void = () => {};
    const gate = new Promise<void>((resolve) => (letThrough = resolve));
    const session = makeSession(server, {
      send: async (batch) => {
        await gate;
        return server.send(batch);
      },
    });
    await session.open();
    session.apply("key", [3], forest);
    session.receive(server.otherPerson(3, town));
    expect(session.plane[3]).toBe(forest);
    letThrough();
    await saved(session);
    expect([session.plane[3], server.plane[3]]).toEqual([forest, forest]);
  });

  it("takes the later of two changes, in whichever order they arrive", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    const first = server.otherPerson(3, forest);
    const second = server.otherPerson(3, water);
    session.receive(second);
    session.receive(first);
    expect(session.plane[3]).toBe(water);
  });

  it("keeps their later change when the own answer comes late", async () => {
    const server = new FakeServer();
    let theirs: LabelsChanged | null = null;
    const session: LabelSession = makeSession(server, {
      send: async (batch) => {
        const result = await server.send(batch);
        theirs = server.otherPerson(3, town);
        session.receive(theirs);
        return result;
      },
    });
    await session.open();
    session.apply("key", [3], forest);
    await saved(session);
    expect(session.plane[3]).toBe(town);
  });

  it("reads everything again when an event was missed", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    server.otherPerson(1, forest);
    session.receive(server.otherPerson(2, water));
    await until(() => server.reads === 2);
    await until(() => session.plane[1] === forest);
    expect(session.plane[2]).toBe(water);
  });

  it("reads everything again when an event is too large to carry its edits", async () => {
    const server = new FakeServer();
    const session = makeSession(server);
    await session.open();
    const change = server.otherPerson(1, forest);
    session.receive({ ...change, edits: [] });
    await until(() => session.plane[1] === forest);
  });

  it("keeps own unsent edits over a new reading", async () => {
    const server = new FakeServer();
    server.failures = [{ error: unreachable(), applied: false }];
    const session = makeSession(server, { delay: () => new Promise<void>(() => {}) });
    await session.open();
    session.apply("key", [1], forest);
    server.otherPerson(1, town);
    server.otherPerson(2, water);
    await session.resync();
    expect([session.plane[1], session.plane[2]]).toEqual([forest, water]);
  });

  it("tells when labels cannot be read, and recovers", async () => {
    const server = new FakeServer();
    let away = true;
    const session = makeSession(server, {
      readPlane: async () => {
        if (away) throw unreachable();
        return server.readPlane();
      },
    });
    await session.open();
    expect(session.snapshot().ready).toBe(false);
    expect(session.snapshot().loadProblem).toBeInstanceOf(TypeError);
    away = false;
    await session.resync();
    expect(session.snapshot()).toMatchObject({ ready: true, loadProblem: null });
  });

  it("says what its author had seen, without what is still on its way", async () => {
    const server = new FakeServer();
    const batches: LabelBatch[] = [];
    const session = makeSession(server, {
      send: async (batch) => {
        batches.push(batch);
        return server.send(batch);
      },
      gapToleranceMs: 60_000,
    });
    await session.open();
    session.receive(server.otherPerson(3, water));
    const late = server.otherPerson(4, water);
    session.apply("key", [0], forest);
    await saved(session);
    // The own answer (3) came before what somebody did shortly before (2).
    session.apply("key", [1], forest);
    await saved(session);
    session.receive(late);
    session.apply("key", [2], forest);
    await saved(session);
    expect(batches.map((batch) => batch.seenRevision)).toEqual([1, 1, 4]);
  });

  it("does not read the labels again because an own answer came before what others did", async () => {
    const server = new FakeServer();
    const session = makeSession(server, { gapToleranceMs: 500 });
    await session.open();
    for (let turn = 0; turn < 20; turn += 1) {
      const late = server.otherPerson(10, turn % 2 === 0 ? water : town);
      session.apply("key", [0], turn % 2 === 0 ? forest : town);
      await saved(session);
      session.receive(late);
    }
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(server.reads).toBe(1);
  });

  it("shows what others had labelled unseen, tells it, and leaves nothing to undo there", async () => {
    const server = new FakeServer();
    const told: unknown[] = [];
    const theirs = {
      labelledBy: { id: "bob", name: "Bob" },
      classId: "cls_water",
      wantedClassId: "cls_forest",
      atMs: 1,
      inReview: false,
      tiles: [[0, 1]] as [number, number][],
    };
    const session = makeSession(server, {
      send: async ({ batchId, edits }) => {
        server.otherPerson(1, water);
        const answer = await server.send({
          batchId,
          sceneId,
          edits: edits.filter((edit) => edit.col !== 1),
        });
        return { ...answer, conflicts: [theirs] };
      },
      onConflicts: (scene, conflicts) => told.push([scene, conflicts]),
    });
    await session.open();
    session.apply("lasso", [0, 1, 2], forest);
    expect([...session.plane.slice(0, 3)]).toEqual([forest, forest, forest]);
    await saved(session);
    expect([...session.plane.slice(0, 3)]).toEqual([forest, water, forest]);
    expect(told).toEqual([[sceneId, [theirs]]]);
    session.undo();
    expect([...session.plane.slice(0, 3)]).toEqual([0, water, 0]);
  });

  it("does not label what may not be labelled", async () => {
    const server = new FakeServer();
    const session = makeSession(server, { mayLabel: (_act, cells) => cells.length < 2 });
    await session.open();
    expect(session.apply("lasso", [0, 1], forest)).toBe(0);
    expect(session.apply("key", [0], forest)).toBe(1);
    expect(session.snapshot().canUndo).toBe(true);
  });
});
