import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { indexedActStore } from "./act-store";
import { EditHistory, stepsPromised } from "./edit-history";

const owner = { userId: "usr_ada", projectId: "prj_one" };

function act(sceneId: string, cell: number) {
  return {
    sceneId,
    cells: Int32Array.of(cell),
    before: Uint8Array.of(0),
    after: Uint8Array.of(1),
    batchIds: [`batch-${cell}`],
  };
}

/** What another page of the same person finds, once everything is written. */
async function reopened(who = owner): Promise<EditHistory> {
  await indexedActStore(who).list();
  const history = new EditHistory(indexedActStore(who));
  await history.open();
  return history;
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe("EditHistory", () => {
  it("outlives the page with more than the promised steps, in order and across scenes", async () => {
    const history = new EditHistory(indexedActStore(owner));
    await history.open();
    for (let step = 0; step < stepsPromised + 20; step += 1) {
      history.add(act(step % 2 ? "scn_b" : "scn_a", step));
    }
    const later = await reopened();
    for (let step = stepsPromised + 19; step >= 0; step -= 1) {
      expect(later.sceneOf("undo")).toBe(step % 2 ? "scn_b" : "scn_a");
      expect(later.takeUndo()?.cells[0]).toBe(step);
    }
    expect(later.canUndo).toBe(false);
  });

  it("still knows after a reload what can be redone, until something new is done", async () => {
    const history = new EditHistory(indexedActStore(owner));
    for (const cell of [1, 2, 3]) history.add(act("scn_a", cell));
    history.takeUndo();
    history.takeUndo();
    const later = await reopened();
    expect(later.takeRedo()?.cells[0]).toBe(2);
    expect(later.takeRedo()?.cells[0]).toBe(3);
    later.takeUndo();
    later.add(act("scn_a", 4));
    const last = await reopened();
    expect(last.canRedo).toBe(false);
    expect([last.takeUndo(), last.takeUndo(), last.takeUndo()].map((one) => one?.cells[0])).toEqual(
      [4, 2, 1],
    );
  });

  it("keeps people and projects apart", async () => {
    new EditHistory(indexedActStore(owner)).add(act("scn_a", 1));
    expect((await reopened({ ...owner, userId: "usr_bob" })).canUndo).toBe(false);
    expect((await reopened({ ...owner, projectId: "prj_two" })).canUndo).toBe(false);
    expect((await reopened()).canUndo).toBe(true);
  });

  it("forgets refused acts and those of deleted scenes for good", async () => {
    const history = new EditHistory(indexedActStore(owner));
    history.add(act("scn_a", 1));
    history.add(act("scn_b", 2));
    history.add(act("scn_a", 3));
    history.forget("batch-3", null);
    history.keepScenes(new Set(["scn_a"]));
    const later = await reopened();
    expect(later.takeUndo()?.cells[0]).toBe(1);
    expect(later.canUndo).toBe(false);
  });

  it("lets go of heavy old acts, but never of the promised steps", () => {
    const history = new EditHistory();
    const cells = new Int32Array(200_000);
    for (let step = 0; step < stepsPromised + 30; step += 1) {
      history.add({ ...act("scn_a", step), cells });
    }
    let steps = 0;
    while (history.takeUndo()) steps += 1;
    expect(steps).toBe(stepsPromised);
  });

  it("carries a step over to the scene it belongs to, once", () => {
    const history = new EditHistory();
    history.ask("undo", "scn_a");
    expect(history.takeAsked("scn_a")).toBe("undo");
    expect(history.takeAsked("scn_a")).toBeNull();
    history.ask("redo", "scn_a");
    expect(history.takeAsked("scn_b")).toBeNull();
    expect(history.takeAsked("scn_a")).toBeNull();
  });
});
