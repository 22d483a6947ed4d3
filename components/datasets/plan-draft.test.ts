import { describe, expect, it } from "vitest";
import { datasetPlanSchema } from "@/lib/contracts/datasets";
import type { Band, Scene } from "@/lib/contracts/scenes";
import {
  bandPresets,
  findDraftProblem,
  type PlanDraft,
  scenesToBeginWith,
  toPlan,
  withoutEmptyClasses,
} from "./plan-draft";

const projectId = "prj_00000000000000000001";
const sceneId = "scn_00000000000000000001";
const draft: PlanDraft = {
  name: "First",
  sceneIds: [sceneId],
  classIds: ["cls_00000000000000000001", "cls_00000000000000000002"],
  uniteBelow: false,
  bands: [3, 2, 1],
  range: { kind: "percentiles", low: 0, high: 1 },
  splitKind: "blocks",
  shares: { train: 70, val: 15, test: 15 },
  seed: 1,
  blockTiles: 4,
  unsettled: "leave",
  bySceneId: { [sceneId]: "val" },
};

describe("toPlan", () => {
  it.each(["random", "blocks", "scene", "imported"] as const)("%s fits the contract", (kind) => {
    const plan = toPlan(projectId, { ...draft, splitKind: kind });
    expect(datasetPlanSchema.safeParse(plan).error).toBeUndefined();
    expect(plan?.split.kind).toBe(kind);
  });

  it("names only chosen scenes", () => {
    const bySceneId = { ...draft.bySceneId, scn_00000000000000000009: "test" as const };
    const plan = toPlan(projectId, { ...draft, splitKind: "scene", bySceneId });
    expect(plan?.split).toEqual({ kind: "scene", bySceneId: { [sceneId]: "val" } });
  });
});

describe("findDraftProblem", () => {
  const cases: [Partial<PlanDraft>, string][] = [
    [{ sceneIds: [] }, "chooseScenes"],
    [{ classIds: draft.classIds.slice(1) }, "chooseClasses"],
    [{ bands: [] }, "chooseBands"],
    [{ range: { kind: "fixed", low: 5, high: 5 } }, "rangeWrong"],
    [{ shares: { train: 70, val: 15, test: 10 } }, "sharesSum"],
    [{ shares: { train: 100, val: 0, test: 0 } }, "sharesNeeded"],
    [{ seed: 1.5 }, "seedWrong"],
    [{ blockTiles: null }, "blockWrong"],
  ];
  it.each(cases)("%j: %s", (change, problem) => {
    expect(findDraftProblem({ ...draft, ...change })).toBe(problem);
    expect(toPlan(projectId, { ...draft, ...change })).toBeNull();
  });

  it("does not mind shares where they are not used", () => {
    const shares = { train: null, val: null, test: null };
    expect(findDraftProblem({ ...draft, shares, splitKind: "scene" })).toBeNull();
  });
});

describe("scenesToBeginWith", () => {
  const scene = (id: string, labelledCount: number, dtype: string) =>
    ({ id, labelledCount, dtype, tileSizePx: 64, kind: "raster" }) as Scene;

  it("takes what fits the scene with the most labels, and nothing unlabelled", () => {
    const scenes = [
      scene("a", 10, "uint8"),
      scene("b", 900, "uint16"),
      scene("c", 20, "uint16"),
      scene("d", 0, "uint16"),
    ];
    expect(scenesToBeginWith(scenes).map((one) => one.id)).toEqual(["b", "c"]);
    expect(scenesToBeginWith([])).toEqual([]);
  });
});

describe("bandPresets", () => {
  const band = (index: number, name: string, colour: string | null = null) =>
    ({ index, name, colour, description: null }) as Band;

  it("finds bands by name or colour", () => {
    const bands = [band(1, "Blue"), band(2, "green"), band(3, "b3", "red"), band(4, "NIR 1")];
    expect(bandPresets(bands)).toEqual({ rgb: [3, 2, 1], nir: [4, 3, 2], all: [1, 2, 3, 4] });
  });

  it("does not take red edge for red, nor coastal blue for blue", () => {
    expect(bandPresets([band(1, "Red edge"), band(2, "swir")])).toEqual({ all: [1, 2] });
    const eight = ["Coastal Blue", "Blue", "Green I", "Green", "Yellow", "Red", "Red Edge", "NIR"];
    const bands = eight.map((name, index) => band(index + 1, name));
    expect(bandPresets(bands).rgb).toEqual([6, 4, 2]);
  });
});

describe("withoutEmptyClasses", () => {
  const warning = { severity: "blocking", message: "" } as const;

  it("leaves out what the chosen scenes have no tile of", () => {
    const [empty = "", kept = ""] = draft.classIds;
    const warnings = [
      { ...warning, code: "class_empty" as const, classId: empty },
      { ...warning, code: "class_small" as const, classId: kept },
    ];
    expect(withoutEmptyClasses(draft, warnings)).toEqual({
      classIds: draft.classIds.slice(1),
      emptyCount: 1,
    });
  });

  it("says nothing where every class has tiles", () => {
    expect(withoutEmptyClasses(draft, [])).toBeNull();
  });
});
