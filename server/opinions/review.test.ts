import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import { openTestStudio } from "../testing/open-test-studio";
import { openOpinionScene, person } from "../testing/opinion-scene";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let ada: Me;
let bob: Me;
let cleo: Me;
let rosa: Me;

beforeAll(async () => {
  studio = await openTestStudio();
  ada = await person("Ada", "analyst");
  bob = await person("Bob", "analyst");
  cleo = await person("Cleo", "analyst");
  rosa = await person("Rosa", "reviewer");
});
afterAll(() => studio.close());

async function load() {
  const [accept, decide, returned, statuses, tile, queue, list, flag, revert] = await Promise.all([
    import("./accept-tiles"),
    import("./decide-tiles"),
    import("./return-tiles"),
    import("./get-statuses"),
    import("./get-tile-opinions"),
    import("./list-review"),
    import("./list-returned"),
    import("./flag-tiles"),
    import("../labels/revert-label-act"),
  ]);
  return {
    ...{ ...accept, ...decide, ...returned, ...tile, ...queue, ...list, ...flag, ...revert },
    placesFor: async (sceneId: string, who: Me) => [
      ...Buffer.from((await statuses.getStatuses(sceneId, who)).plane, "base64"),
    ],
  };
}

const at = (...cols: number[]) => cols.map((col) => ({ row: 0, col }));

describe("a reviewer", () => {
  it("sees the answers side by side; analysts see their own", async () => {
    const { getTileOpinions, listReview } = await load();
    const scene = await openOpinionScene();
    await scene.label(ada, [0, 1, 2], 1);
    await scene.label(bob, [0, 1], 2);
    const { sceneId, projectId, classIds } = scene;
    const queue = await listReview({ projectId, kind: "disagreement", limit: 50 }, rosa);
    expect(queue.tiles.map((tile) => tile.col)).toEqual([0, 1]);
    expect(queue.counts).toMatchObject({ disagreement: 2, open: 1, returned: 0, flagged: 0 });
    expect(queue.tiles[0]?.answers.map((one) => [one.person.name, one.classId])).toEqual([
      ["Ada", classIds[0]],
      ["Bob", classIds[1]],
    ]);
    const seen = await getTileOpinions({ sceneId, row: 0, col: 0 }, bob);
    expect(seen).toMatchObject({ status: "in_review", isHidden: true, wanted: 2, label: null });
    expect(seen.answers.map((one) => one.person.name)).toEqual(["Bob"]);
    const page = await listReview({ projectId, kind: "disagreement", limit: 1 }, rosa);
    expect(page).toMatchObject({ more: true, tiles: [{ col: 0 }] });
    const next = { afterSceneId: sceneId, afterTileIndex: 0 };
    const rest = await listReview({ projectId, kind: "disagreement", limit: 1, ...next }, rosa);
    expect(rest).toMatchObject({ more: false, tiles: [{ col: 1 }] });
    const pair = { classId: classIds[0], otherClassId: classIds[2] };
    const none = await listReview({ projectId, kind: "disagreement", limit: 9, ...pair }, rosa);
    expect(none.tiles).toEqual([]);
  });

  it("settles tiles once, and anybody's other answer opens them again", async () => {
    const { decideTiles, placesFor, getTileOpinions } = await load();
    const scene = await openOpinionScene();
    const { sceneId, classIds } = scene;
    await scene.label(ada, [0], 1);
    await scene.label(bob, [0], 2);
    const batch = {
      batchId: randomUUID(),
      sceneId,
      tiles: [{ row: 0, col: 0, classId: classIds[2] }],
    };
    const first = await decideTiles(batch, rosa);
    expect(first).toMatchObject({ changedCount: 1, repeated: false });
    expect(await decideTiles(batch, rosa)).toEqual({ ...first, repeated: true });
    expect(await scene.settled()).toBe("300000");
    expect(await scene.seenBy(ada)).toBe("300000");
    expect((await placesFor(sceneId, ada))[0]).toBe(4);
    // The same answer as decided leaves it accepted; another one does not.
    await scene.label(cleo, [0], 3);
    expect(await scene.statuses()).toEqual(["0 accepted"]);
    await scene.label(cleo, [0], 1);
    expect(await scene.statuses()).toEqual(["0 in_review"]);
    const tile = await getTileOpinions({ sceneId, row: 0, col: 0 }, rosa);
    expect(tile.decision).toMatchObject({ classId: classIds[2], person: { name: "Rosa" } });
    expect(tile.answers).toHaveLength(3);
  });

  it("accepts many at once, and takes it back as a whole", async () => {
    const { acceptTiles, revertLabelAct } = await load();
    const scene = await openOpinionScene({ opinions: 3 });
    const { sceneId } = scene;
    for (const who of [ada, bob, cleo]) await scene.label(who, [0], 1);
    await scene.label(ada, [1], 1);
    await scene.label(bob, [1], 2);
    await scene.label(cleo, [1], 2);
    const batchId = randomUUID();
    const done = await acceptTiles({ batchId, sceneId, tiles: at(0, 1, 2) }, rosa);
    expect(done).toMatchObject({ changedCount: 2, skippedCount: 1 });
    expect(await scene.settled()).toBe("120000");
    expect(await scene.statuses()).toEqual(["0 accepted", "1 accepted"]);
    await revertLabelAct({ sceneId, actId: batchId }, rosa);
    expect(await scene.settled()).toBe("100000");
    expect(await scene.statuses()).toEqual(["1 in_review"]);
  });

  it("accepts plain labels and leaves them when that is taken back", async () => {
    const { acceptTiles, revertLabelAct, decideTiles } = await load();
    const scene = await openOpinionScene({ opinions: 1 });
    const { sceneId, classIds } = scene;
    await scene.label(ada, [0, 1, 2], 1);
    const batchId = randomUUID();
    await acceptTiles({ batchId, sceneId, tiles: at(0, 1) }, rosa);
    expect(await scene.statuses()).toEqual(["0 accepted", "1 accepted"]);
    await scene.label(bob, [1], 2);
    expect(await scene.statuses()).toEqual(["0 accepted"]);
    await revertLabelAct({ sceneId, actId: batchId }, rosa);
    expect(await scene.settled()).toBe("121000");
    expect(await scene.statuses()).toEqual([]);
    const decided = randomUUID();
    const tiles = [{ row: 0, col: 2, classId: classIds[2] }];
    await decideTiles({ batchId: decided, sceneId, tiles }, rosa);
    expect(await scene.settled()).toBe("123000");
    await revertLabelAct({ sceneId, actId: decided }, rosa);
    expect(await scene.settled()).toBe("121000");
  });

  it("returns tiles with a comment, and gets them back answered", async () => {
    const { returnTiles, listReturned, placesFor, listReview, getTileOpinions } = await load();
    const scene = await openOpinionScene();
    const { sceneId, projectId } = scene;
    await scene.label(ada, [0, 1], 1);
    await scene.label(bob, [0, 1], 2);
    const comment = "Look at the shadow.";
    const batch = { batchId: randomUUID(), sceneId, tiles: at(0, 1), comment };
    expect(await returnTiles({ ...batch, personIds: [ada.id] }, rosa)).toMatchObject({
      changedCount: 2,
      skippedCount: 0,
    });
    expect(await listReturned(projectId, bob)).toEqual([]);
    expect(await listReturned(projectId, ada)).toMatchObject([
      { col: 0, comment, by: { name: "Rosa" } },
      { col: 1, comment },
    ]);
    expect((await placesFor(sceneId, ada)).slice(0, 3)).toEqual([5, 5, 0]);
    expect((await placesFor(sceneId, bob)).slice(0, 3)).toEqual([2, 2, 0]);
    expect((await placesFor(sceneId, rosa)).slice(0, 3)).toEqual([3, 3, 0]);
    expect(await getTileOpinions({ sceneId, row: 0, col: 0 }, bob)).toMatchObject({
      status: "in_review",
      returns: [],
    });
    // Ada stays with one answer and changes the other.
    await scene.label(ada, [0], 1);
    await scene.label(ada, [1], 2);
    expect(await listReturned(projectId, ada)).toEqual([]);
    expect(await scene.settled()).toBe("020000");
    const queue = await listReview({ projectId, kind: "disagreement", limit: 50 }, rosa);
    expect(queue.tiles).toMatchObject([{ col: 0, returns: [{ comment }] }]);
  });

  it("returns a plain label: nobody loses it, no dataset has it meanwhile", async () => {
    const { returnTiles, listReturned, revertLabelAct } = await load();
    const scene = await openOpinionScene({ opinions: 1 });
    const { sceneId, projectId } = scene;
    await scene.label(ada, [0, 1], 1);
    const batchId = randomUUID();
    await returnTiles({ batchId, sceneId, tiles: at(0, 1, 2), comment: "?" }, rosa);
    expect(await scene.settled()).toBe("000000");
    expect(await scene.seenBy(ada)).toBe("110000");
    await scene.label(ada, [0], 3);
    expect(await scene.settled()).toBe("300000");
    await revertLabelAct({ sceneId, actId: batchId }, rosa);
    expect(await scene.settled()).toBe("310000");
    expect(await listReturned(projectId, ada)).toEqual([]);
  });
});

describe("flags", () => {
  it("are everybody's own, hidden while others' answers are, and done with by a decision", async () => {
    const { flagTiles, placesFor, listReview, acceptTiles, getTileOpinions } = await load();
    const scene = await openOpinionScene();
    const { sceneId, projectId } = scene;
    await scene.label(ada, [0], 1);
    const flag = { sceneId, tiles: at(0, 1), flagged: true, comment: "Cloud?" };
    await flagTiles(flag, ada);
    await flagTiles(flag, ada);
    expect((await placesFor(sceneId, ada)).slice(0, 3)).toEqual([8, 8, 0]);
    expect((await placesFor(sceneId, bob)).slice(0, 3)).toEqual([0, 0, 0]);
    expect((await placesFor(sceneId, rosa)).slice(0, 3)).toEqual([8, 8, 0]);
    const queue = await listReview({ projectId, kind: "flagged", limit: 50 }, rosa);
    expect(queue.tiles).toMatchObject([
      { col: 0, status: "flagged", flags: [{ comment: "Cloud?", person: { name: "Ada" } }] },
      { col: 1, status: "flagged" },
    ]);
    await scene.label(bob, [0], 1);
    expect((await placesFor(sceneId, bob)).slice(0, 3)).toEqual([8, 0, 0]);
    await flagTiles({ ...flag, tiles: at(0), flagged: false }, bob);
    expect((await placesFor(sceneId, rosa)).slice(0, 2)).toEqual([8, 8]);
    await acceptTiles({ batchId: randomUUID(), sceneId, tiles: at(0) }, rosa);
    expect((await placesFor(sceneId, ada)).slice(0, 2)).toEqual([4, 8]);
    await flagTiles({ ...flag, tiles: at(1), flagged: false }, rosa);
    expect((await placesFor(sceneId, ada)).slice(0, 2)).toEqual([4, 0]);
    const outside = { ...flag, tiles: [{ row: 1, col: 0 }] };
    await expect(flagTiles(outside, ada)).rejects.toThrow("outside");
    expect((await getTileOpinions({ sceneId, row: 0, col: 0 }, ada)).status).toBe("accepted");
  });
});

describe("another setting", () => {
  it("is carried to the tiles that are answered, and to labels when asked", async () => {
    const { changeOpinionSetting } = await import("./change-setting");
    const { weighProjectJob } = await import("./weigh-project-job");
    const scene = await openOpinionScene();
    const { projectId } = scene;
    const context = {
      jobId: "job_1",
      attempt: 1,
      createdBy: rosa.id,
      signal: new AbortController().signal,
      report: () => undefined,
      setSubject: async () => undefined,
    };
    const change = async (opinions: number, askAgain = false) => {
      const setting = { opinions, share: 1, rule: "unanimous" as const, seed: 1 };
      await changeOpinionSetting({ projectId, askAgain, ...setting }, rosa);
      const payload = { projectId, askAgain, changedBy: rosa.id };
      await weighProjectJob.run(payload, context);
      await weighProjectJob.run(payload, context);
    };
    await scene.label(ada, [0, 1], 1);
    await scene.label(bob, [1], 2);
    await change(1);
    expect(await scene.settled()).toBe("100000");
    expect(await scene.statuses()).toEqual(["1 in_review"]);
    await scene.label(cleo, [3], 3);
    await change(2);
    // What is answered waits again; what was simply labelled stays a label unless asked.
    expect(await scene.settled()).toBe("000300");
    await change(2, true);
    expect(await scene.settled()).toBe("000000");
    expect(await scene.seenBy(cleo)).toBe("000300");
    await change(1);
    expect(await scene.settled()).toBe("100300");
    const jobs = await scene.db
      .selectFrom("job")
      .select("kind")
      .where("project_id", "=", projectId)
      .execute();
    expect(jobs.map((job) => job.kind)).toEqual(new Array(4).fill("opinions.weigh"));
  });
});
