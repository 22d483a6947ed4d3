import type { Sentence } from "@/lib/contracts/common";
import type { DatasetPlan, DatasetPreview } from "@/lib/contracts/datasets";
import { messageOf, sentence } from "@/lib/i18n/sentence";
import type { PlannedScene } from "./planned-tiles";
import { countNeighboursAcrossSplits, splitNames } from "./split-tiles";
import type { TileTable } from "./tile-table";

type Warning = DatasetPreview["warnings"][number];
type PreviewClass = DatasetPreview["classes"][number];

/** Fewer tiles than this and a class's scores say little. */
export const smallClassTiles = 10;

/** What speaks against a dataset: `blocking` stops freezing, `advice` does not. */
export function findDatasetWarnings(
  plan: DatasetPlan,
  scenes: readonly PlannedScene[],
  classes: readonly PreviewClass[],
  tiles: TileTable,
  parts: Uint8Array,
  unsettledCount: number,
): Warning[] {
  return [
    ...findMixedScenes(scenes),
    ...findEmptyParts(classes),
    ...classes.flatMap((one) => findClassWarnings(one, plan)),
    ...findNeighbours(plan, scenes, tiles, parts),
    ...findUnsettled(plan, unsettledCount),
  ];
}

/** Tiles that people have answered, but not settled: said whether they are in or out. */
function findUnsettled(plan: DatasetPlan, count: number): Warning[] {
  if (count === 0) return [];
  const named =
    plan.unsettled === "most"
      ? sentence("server.datasetWarnings.unsettledIn", { count })
      : sentence("server.datasetWarnings.unsettledOut", { count });
  return [{ code: "unsettled", severity: "advice", ...messageOf(named), classId: null }];
}

function findMixedScenes(scenes: readonly PlannedScene[]): Warning[] {
  const warnings: Warning[] = [];
  const sizes = [...new Set(scenes.map((scene) => `${scene.tileSizePx}`))];
  const types = [...new Set(scenes.map((scene) => scene.facts.dtype))];
  if (sizes.length > 1) {
    warnings.push({
      code: "mixed_tile_sizes",
      severity: "blocking",
      ...messageOf(sentence("server.datasetWarnings.mixedTileSizes", { sizes })),
      classId: null,
    });
  }
  if (types.length > 1) {
    warnings.push({
      code: "mixed_dtypes",
      severity: "blocking",
      ...messageOf(sentence("server.datasetWarnings.mixedDtypes", { types })),
      classId: null,
    });
  }
  return warnings;
}

/** Training and validation must hold something, whatever the classes are. */
function findEmptyParts(classes: readonly PreviewClass[]): Warning[] {
  return (["train", "val"] as const)
    .filter((name) => classes.every((one) => one.counts[name] === 0))
    .map((part) => ({
      code: "class_missing_in_split",
      severity: "blocking",
      ...messageOf(sentence("server.datasetWarnings.partEmpty", { part })),
      classId: null,
    }));
}

function findClassWarnings(one: PreviewClass, plan: DatasetPlan): Warning[] {
  const { train, val, test } = one.counts;
  const total = train + val + test;
  const about = (
    code: Warning["code"],
    severity: Warning["severity"],
    named: Sentence,
  ): Warning => ({ code, severity, ...messageOf(named), classId: one.id });
  if (total === 0) {
    return [
      about(
        "class_empty",
        "blocking",
        sentence("server.datasetWarnings.classEmpty", { name: one.name }),
      ),
    ];
  }
  const warnings: Warning[] = [];
  if (total < smallClassTiles) {
    warnings.push(
      about(
        "class_small",
        "advice",
        sentence("server.datasetWarnings.classSmall", {
          name: one.name,
          count: total,
          wanted: smallClassTiles,
        }),
      ),
    );
  }
  const shares = "shares" in plan.split ? plan.split.shares : null;
  for (const name of splitNames) {
    const wanted = shares ? shares[name] > 0 : name !== "test";
    if (!wanted || one.counts[name] > 0) continue;
    warnings.push(
      about(
        "class_missing_in_split",
        name === "train" ? "blocking" : "advice",
        name === "train"
          ? sentence("server.datasetWarnings.classNotLearned", { name: one.name })
          : sentence("server.datasetWarnings.classNotScored", { name: one.name, part: name }),
      ),
    );
  }
  return warnings;
}

/** Tiles that touch look alike: with one in training and one in validation the scores flatter. */
function findNeighbours(
  plan: DatasetPlan,
  scenes: readonly PlannedScene[],
  tiles: TileTable,
  parts: Uint8Array,
): Warning[] {
  if (plan.split.kind !== "random" || scenes.every((scene) => scene.isChips)) return [];
  const pairs = countNeighboursAcrossSplits(
    tiles,
    parts,
    scenes.map((scene) => (scene.isChips ? null : scene)),
  );
  if (pairs === 0) return [];
  return [
    {
      code: "neighbours_across_splits",
      severity: "advice",
      ...messageOf(sentence("server.datasetWarnings.neighbours", { count: pairs })),
      classId: null,
    },
  ];
}
