import type { SplitName } from "@/lib/contracts/common";
import type { DatasetPlan, DatasetPreview } from "@/lib/contracts/datasets";
import type { Project } from "@/lib/contracts/projects";
import type { Band, Scene } from "@/lib/contracts/scenes";

export type SplitKind = "random" | "blocks" | "scene" | "imported";

/** What the builder holds: every choice, also those that the chosen kind of split does not use. */
export interface PlanDraft {
  name: string;
  sceneIds: string[];
  classIds: string[];
  /** Classes below a chosen one count for it. */
  uniteBelow: boolean;
  bands: number[];
  range: { kind: "percentiles" | "fixed"; low: number | null; high: number | null };
  splitKind: SplitKind;
  /** In percent, so that people see what they typed. */
  shares: Record<SplitName, number | null>;
  seed: number | null;
  blockTiles: number | null;
  bySceneId: Record<string, SplitName>;
  /** Tiles that people have answered, but not settled. */
  unsettled: NonNullable<DatasetPlan["unsettled"]>;
}

/** Which choice is missing or wrong; the first one is what stands in the way of a preview. */
export type DraftProblem =
  | "chooseScenes"
  | "chooseClasses"
  | "chooseBands"
  | "rangeWrong"
  | "sharesSum"
  | "sharesNeeded"
  | "seedWrong"
  | "blockWrong";

export function sharesSum(draft: PlanDraft): number {
  const { train, val, test } = draft.shares;
  return (train ?? 0) + (val ?? 0) + (test ?? 0);
}

export function findDraftProblem(draft: PlanDraft): DraftProblem | null {
  if (draft.sceneIds.length === 0) return "chooseScenes";
  if (draft.classIds.length < 2) return "chooseClasses";
  if (draft.bands.length === 0) return "chooseBands";
  const { range } = draft;
  if (range.kind === "fixed" && !((range.high ?? 0) > (range.low ?? 0))) return "rangeWrong";
  if (draft.splitKind !== "random" && draft.splitKind !== "blocks") return null;
  if (Math.abs(sharesSum(draft) - 100) > 1e-3) return "sharesSum";
  if (!((draft.shares.train ?? 0) > 0 && (draft.shares.val ?? 0) > 0)) return "sharesNeeded";
  if (!Number.isInteger(draft.seed) || (draft.seed ?? -1) < 0) return "seedWrong";
  const { blockTiles } = draft;
  const isBlock =
    Number.isInteger(blockTiles) && (blockTiles ?? 0) >= 1 && (blockTiles ?? 0) <= 1000;
  return draft.splitKind === "blocks" && !isBlock ? "blockWrong" : null;
}

function splitOf(draft: PlanDraft): DatasetPlan["split"] {
  const share = (name: SplitName) => (draft.shares[name] ?? 0) / 100;
  const shares = { train: share("train"), val: share("val"), test: share("test") };
  const seed = draft.seed ?? 1;
  switch (draft.splitKind) {
    case "random":
      return { kind: "random", shares, seed };
    case "blocks":
      return { kind: "blocks", shares, seed, blockTiles: draft.blockTiles ?? 8 };
    case "scene": {
      const chosen = draft.sceneIds.map((id) => [id, draft.bySceneId[id] ?? "train"] as const);
      return { kind: "scene", bySceneId: Object.fromEntries(chosen) };
    }
    case "imported":
      return { kind: "imported" };
  }
}

/** The input of datasets.preview and datasets.freeze; null while a choice is missing or wrong. */
export function toPlan(projectId: string, draft: PlanDraft): DatasetPlan | null {
  if (findDraftProblem(draft) !== null) return null;
  const { range } = draft;
  return {
    projectId,
    name: draft.name.trim() || "–",
    sceneIds: draft.sceneIds,
    classIds: draft.classIds,
    ...(draft.uniteBelow && { uniteBelow: true }),
    bands: draft.bands,
    valueRange:
      range.kind === "fixed"
        ? { kind: "fixed", low: range.low ?? 0, high: range.high ?? 1 }
        : { kind: "percentiles" },
    split: splitOf(draft),
    unsettled: draft.unsettled,
  };
}

/**
 * A band by what it shows: its colour interpretation or its name. An exact name comes before one
 * that holds the word, so that "blue" is found beside "coastal blue"; red edge is not red.
 */
function findBand(bands: readonly Band[], words: readonly string[]): number | undefined {
  const textsOf = (band: Band) =>
    [band.colour, band.name, band.description].map((text) => text?.toLowerCase().trim() ?? "");
  const exact = bands.find((band) => textsOf(band).some((text) => words.includes(text)));
  const holding = bands.find((band) =>
    textsOf(band).some((text) => {
      const parts = text.split(/[^a-z0-9]+/);
      return !parts.includes("edge") && words.some((word) => parts.includes(word));
    }),
  );
  return (exact ?? holding)?.index;
}

export const bandPresetNames = ["rgb", "nir", "all"] as const;
export type BandPresetName = (typeof bandPresetNames)[number];

/** Usual choices of bands; only those that the scenes have. */
export function bandPresets(bands: readonly Band[]): Partial<Record<BandPresetName, number[]>> {
  const red = findBand(bands, ["red"]);
  const green = findBand(bands, ["green"]);
  const blue = findBand(bands, ["blue"]);
  const nir = findBand(bands, ["nir", "nir1", "infrared", "nearinfrared"]);
  const presets: Partial<Record<BandPresetName, number[]>> = {};
  if (red && green && blue) presets.rgb = [red, green, blue];
  if (nir && red && green) presets.nir = [nir, red, green];
  presets.all = bands.map((band) => band.index);
  return presets;
}

/** Bands that every chosen scene has: those of the scene with the fewest. */
export function commonBands(scenes: readonly Scene[]): readonly Band[] {
  const [first, ...rest] = scenes;
  if (!first) return [];
  return rest.reduce((least, one) => (one.bandCount < least.bandCount ? one : least), first).bands;
}

function hasImportedSplits(scenes: readonly Scene[]): boolean {
  return scenes.length > 0 && scenes.every((scene) => (scene.chips?.splits.length ?? 0) > 1);
}

/** Labelled scenes that can be frozen together: those like the one with the most labels. */
export function scenesToBeginWith(scenes: readonly Scene[]): Scene[] {
  const labelled = scenes.filter((scene) => scene.labelledCount > 0);
  const most = labelled.reduce<Scene | undefined>(
    (best, scene) => (scene.labelledCount > (best?.labelledCount ?? 0) ? scene : best),
    undefined,
  );
  return labelled.filter(
    (scene) =>
      scene.dtype === most?.dtype &&
      scene.tileSizePx === most.tileSizePx &&
      scene.kind === most.kind,
  );
}

/** The choice without classes of which the chosen scenes have no tile; nothing where none is. */
export function withoutEmptyClasses(
  draft: Pick<PlanDraft, "classIds">,
  warnings: DatasetPreview["warnings"],
): { classIds: string[]; emptyCount: number } | null {
  const empty = new Set(
    warnings.filter((one) => one.code === "class_empty").map((one) => one.classId),
  );
  const classIds = draft.classIds.filter((id) => !empty.has(id));
  const emptyCount = draft.classIds.length - classIds.length;
  return emptyCount === 0 ? null : { classIds, emptyCount };
}

/** What the builder begins with: all that is labelled, in natural colour, split as suits it. */
export function firstDraft(project: Project, scenes: readonly Scene[], name: string): PlanDraft {
  const labelled = scenesToBeginWith(scenes);
  const bands = commonBands(labelled);
  const presets = bandPresets(bands);
  const used = project.classes.filter((one) => !one.archived);
  const withTiles = used.filter((one) => (project.classCounts[one.id] ?? 0) > 0);
  const splitKind = hasImportedSplits(labelled)
    ? "imported"
    : labelled.some((scene) => scene.kind === "raster")
      ? "blocks"
      : "random";
  const splitNames = ["train", "val", "test"] as const;
  return {
    name,
    sceneIds: labelled.map((scene) => scene.id),
    classIds: (withTiles.length >= 2 ? withTiles : used).map((one) => one.id),
    uniteBelow: false,
    bands: presets.rgb ?? bands.slice(0, 3).map((band) => band.index),
    range: { kind: "percentiles", low: 0, high: 10_000 },
    splitKind,
    shares: { train: 70, val: 15, test: 15 },
    seed: 1,
    blockTiles: 4,
    unsettled: "leave",
    bySceneId: Object.fromEntries(
      labelled.map((scene, index) => [scene.id, splitNames[Math.min(index, 2)] ?? "train"]),
    ),
  };
}
