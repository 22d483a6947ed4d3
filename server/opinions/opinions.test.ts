import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import { openTestStudio } from "../testing/open-test-studio";
import { openOpinionScene as openScene, person } from "../testing/opinion-scene";

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

describe("blind opinions", () => {
  it("show everybody their own answers, and the label once people agree", async () => {
    const scene = await openScene();
    await scene.label(ada, [0, 1, 2], 1);
    expect(await scene.seenBy(ada)).toBe("111000");
    expect(await scene.seenBy(bob)).toBe("000000");
    expect(await scene.settled()).toBe("000000");
    await scene.label(bob, [0], 1);
    await scene.label(bob, [1], 2);
    expect(await scene.settled()).toBe("100000");
    expect(await scene.seenBy(ada)).toBe("111000");
    expect(await scene.seenBy(bob)).toBe("120000");
    expect(await scene.seenBy(cleo)).toBe("100000");
    expect(await scene.statuses()).toEqual(["1 in_review", "2 open"]);
  });

  it("wait for all who are asked, and settle by the rule", async () => {
    const scene = await openScene({ opinions: 3, rule: "majority" });
    await scene.label(ada, [0, 1], 1);
    await scene.label(bob, [0, 1], 1);
    expect(await scene.settled()).toBe("000000");
    const last = await scene.label(cleo, [0], 2);
    expect(await scene.settled()).toBe("100000");
    // Cleo is told that the tile shows what the others said.
    expect(last.corrected).toEqual([[0, 0, 1]]);
    expect(await scene.seenBy(cleo)).toBe("100000");
  });

  it("go back with undo, whoever answered meanwhile", async () => {
    const scene = await openScene();
    await scene.label(ada, [0], 1);
    await scene.label(bob, [0], 1);
    expect(await scene.settled()).toBe("100000");
    await scene.label(ada, [0], 0, "undo");
    expect(await scene.settled()).toBe("000000");
    expect(await scene.seenBy(ada)).toBe("000000");
    expect(await scene.seenBy(bob)).toBe("100000");
    expect(await scene.statuses()).toEqual(["0 open"]);
    await scene.label(ada, [0], 1);
    expect(await scene.settled()).toBe("100000");
    expect(await scene.statuses()).toEqual([]);
  });

  it("count once, however often a batch is sent", async () => {
    const scene = await openScene();
    const { applyLabels } = await import("../labels/apply-labels");
    const batch = {
      batchId: randomUUID(),
      sceneId: scene.sceneId,
      edits: [{ row: 0, col: 0, classId: scene.classIds[0] }],
    };
    const first = await applyLabels(batch, ada);
    expect(await applyLabels(batch, ada)).toEqual({ ...first, repeated: true });
    expect(await scene.statuses()).toEqual(["0 open"]);
  });

  it("tell others nothing but that a revision came", async () => {
    const scene = await openScene();
    await scene.label(ada, [0], 2);
    const rows = await scene.db
      .selectFrom("live_event")
      .select(["topic", "payload_json"])
      .where("topic", "like", `scene:${scene.sceneId}%`)
      .orderBy("id")
      .execute();
    const heard = rows.map(({ topic, payload_json }) => ({
      topic: topic.replace(scene.sceneId, ""),
      ...JSON.parse(payload_json),
    }));
    expect(heard).toMatchObject([
      { topic: "scene:", unchanged: true, edits: [], revision: 1 },
      { topic: `scene:@${ada.id}`, edits: [[0, 0, 2]], revision: 1 },
    ]);
  });

  it("are not told by the history, the acts or the counts", async () => {
    const scene = await openScene();
    const { listLabelHistory } = await import("../labels/list-label-history");
    const { listLabelActs } = await import("../labels/list-label-acts");
    const { countLabels } = await import("../labels/count-labels");
    const { sceneId, classIds } = scene;
    await scene.label(ada, [0], 2);
    const tile = { sceneId, row: 0, col: 0 };
    expect(await listLabelHistory(tile, bob)).toEqual([]);
    expect(await listLabelHistory(tile, ada)).toMatchObject([{ kind: "opinion" }]);
    expect(await listLabelHistory(tile, rosa)).toHaveLength(1);
    const list = { sceneId, minTiles: 1, limit: 50 };
    expect(await listLabelActs(list, bob)).toEqual([]);
    expect(await listLabelActs(list, ada)).toHaveLength(1);
    expect(await listLabelActs(list, rosa)).toHaveLength(1);
    expect((await countLabels(sceneId, bob)).classCounts).toEqual({});
    expect((await countLabels(sceneId, ada)).classCounts).toEqual({ [classIds[1]]: 1 });
    await scene.label(bob, [0], 2);
    expect((await listLabelHistory(tile, cleo)).map((one) => one.kind)).toEqual([
      "settled",
      "opinion",
      "opinion",
    ]);
  });

  it("ask only the share of the tiles", async () => {
    const scene = await openScene({ share: 0.5 });
    await scene.label(ada, [0, 1, 2, 3, 4, 5], 3);
    const settled = await scene.settled();
    expect(await scene.seenBy(ada)).toBe("333333");
    expect(settled.replaceAll("0", "")).toHaveLength(3);
    await scene.label(bob, [0, 1, 2, 3, 4, 5], 3);
    expect(await scene.settled()).toBe("333333");
  });

  it("are taken back with the whole act, and only those", async () => {
    const scene = await openScene({ share: 0.5 });
    const { revertLabelAct } = await import("../labels/revert-label-act");
    const { applyLabels } = await import("../labels/apply-labels");
    const actId = randomUUID();
    await applyLabels(
      {
        batchId: actId,
        sceneId: scene.sceneId,
        act: "lasso",
        edits: [0, 1, 2, 3, 4, 5].map((col) => ({ row: 0, col, classId: scene.classIds[0] })),
      },
      ada,
    );
    await scene.label(bob, [0, 1, 2, 3, 4, 5], 1);
    expect(await scene.settled()).toBe("111111");
    const reverted = await revertLabelAct({ sceneId: scene.sceneId, actId }, ada);
    expect(reverted).toMatchObject({ revertedCount: 6, keptCount: 0 });
    expect(await scene.seenBy(ada)).toBe("000000");
    expect((await scene.seenBy(bob)).replaceAll("0", "")).toHaveLength(3);
  });
});

describe("a label that its overwriter had not seen", () => {
  it("stays beside the new one, and the tile is in review", async () => {
    const scene = await openScene({ opinions: 1 });
    const { getDb, inTransaction } = await import("../db/client");
    const { getLabelGrid, listLabelClasses } = await import("../labels/queries");
    const { insertLabelBatch, writeLabelBatch } = await import("../labels/write-label-batch");
    const { weighChange } = await import("./weigh-change");
    await scene.label(ada, [0, 1], 1);
    expect(await scene.settled()).toBe("110000");
    await inTransaction(async (trx) => {
      const { sceneId } = scene;
      const id = randomUUID();
      const batch = { id, sceneId, authorId: bob.id, act: "key", actId: id };
      await insertLabelBatch(trx, batch);
      const grid = await getLabelGrid(trx, sceneId);
      const classes = await listLabelClasses(trx, grid.projectId);
      const wanted = new Map([
        [0, scene.classIds[1]],
        [1, scene.classIds[0]],
      ]);
      const asked = { ...grid, authorId: bob.id, settles: false, unseen: new Set([0, 1]) };
      const { apart } = await weighChange(trx, asked, wanted);
      await writeLabelBatch(trx, batch, grid, classes, [], apart);
    });
    expect(await scene.statuses()).toEqual(["0 in_review"]);
    expect(await scene.settled()).toBe("010000");
    expect(await scene.seenBy(ada)).toBe("110000");
    expect(await scene.seenBy(bob)).toBe("210000");
    const kept = await getDb()
      .selectFrom("opinion")
      .select(["tile_index", "author_id"])
      .where("scene_id", "=", scene.sceneId)
      .execute();
    expect(kept).toHaveLength(4);
    // Ada gives in: both say the same, and the tile is settled.
    await scene.label(ada, [0], 2);
    expect(await scene.settled()).toBe("210000");
    expect(await scene.statuses()).toEqual([]);
  });
});
