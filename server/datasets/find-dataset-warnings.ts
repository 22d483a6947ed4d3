import type { DatasetPlan, DatasetPreview } from "@/lib/contracts/datasets";
import type { PlannedScene, PlannedTile } from "./planned-tiles";
import { countNeighboursAcrossSplits, splitNames } from "./split-tiles";

type Warning = DatasetPreview["warnings"][number];
type PreviewClass = DatasetPreview["classes"][number];

/** Fewer tiles than this and a class's scores say little. */
export const smallClassTiles = 10;

const splitWords = { train: "training", val: "validation", test: "test" } as const;

/** What speaks against a dataset: `blocking` stops freezing, `advice` does not. */
export function findDatasetWarnings(
  plan: DatasetPlan,
  scenes: readonly PlannedScene[],
  classes: readonly PreviewClass[],
  tiles: readonly PlannedTile[],
  parts: Uint8Array,
): Warning[] {
  return [
    ...findMixedScenes(scenes),
    ...findEmptyParts(classes),
    ...classes.flatMap((one) => findClassWarnings(one, plan)),
    ...findNeighbours(plan, scenes, tiles, parts),
  ];
}

function findMixedScenes(scenes: readonly PlannedScene[]): Warning[] {
  const warnings: Warning[] = [];
  const list = (values: (string | number)[]) => [...new Set(values)].join(", ");
  const sizes = scenes.map((scene) => scene.tileSizePx);
  const dtypes = scenes.map((scene) => scene.facts.dtype);
  if (new Set(sizes).size > 1) {
    warnings.push({
      code: "mixed_tile_sizes",
      severity: "blocking",
      message: `The scenes have tiles of different sizes (${list(sizes)} px). Freeze scenes of one tile size together.`,
      classId: null,
    });
  }
  if (new Set(dtypes).size > 1) {
    warnings.push({
      code: "mixed_dtypes",
      severity: "blocking",
      message: `The scenes hold different kinds of numbers (${list(dtypes)}). Freeze scenes of one kind together.`,
      classId: null,
    });
  }
  return warnings;
}

/** Training and validation must hold something, whatever the classes are. */
function findEmptyParts(classes: readonly PreviewClass[]): Warning[] {
  return (["train", "val"] as const)
    .filter((name) => classes.every((one) => one.counts[name] === 0))
    .map((name) => ({
      code: "class_missing_in_split",
      severity: "blocking",
      message: `The ${splitWords[name]} part has no tiles at all. Label more tiles or choose another split.`,
      classId: null,
    }));
}

function findClassWarnings(one: PreviewClass, plan: DatasetPlan): Warning[] {
  const { train, val, test } = one.counts;
  const total = train + val + test;
  const about = (
    code: Warning["code"],
    severity: Warning["severity"],
    message: string,
  ): Warning => ({ code, severity, message, classId: one.id });
  if (total === 0) {
    return [
      about(
        "class_empty",
        "blocking",
        `"${one.name}" has no labelled tiles. Label some, or leave the class out.`,
      ),
    ];
  }
  const warnings: Warning[] = [];
  if (total < smallClassTiles) {
    warnings.push(
      about(
        "class_small",
        "advice",
        `"${one.name}" has only ${total} ${total === 1 ? "tile" : "tiles"}; its scores will say little. Aim for ${smallClassTiles} at least.`,
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
          ? `"${one.name}" has no training tiles, so it cannot be learned.`
          : `"${one.name}" has no ${splitWords[name]} tiles, so it cannot be scored there.`,
      ),
    );
  }
  return warnings;
}

/** Tiles that touch look alike: with one in training and one in validation the scores flatter. */
function findNeighbours(
  plan: DatasetPlan,
  scenes: readonly PlannedScene[],
  tiles: readonly PlannedTile[],
  parts: Uint8Array,
): Warning[] {
  if (plan.split.kind !== "random" || scenes.every((scene) => scene.isChips)) return [];
  const onRasters: PlannedTile[] = [];
  const theirParts: number[] = [];
  tiles.forEach((tile, index) => {
    if (scenes[tile.scene]?.isChips) return;
    onRasters.push(tile);
    theirParts.push(parts[index] as number);
  });
  const pairs = countNeighboursAcrossSplits(
    onRasters,
    Uint8Array.from(theirParts),
    scenes.map((scene) => scene.gridCols),
  );
  if (pairs === 0) return [];
  return [
    {
      code: "neighbours_across_splits",
      severity: "advice",
      message: `${pairs} pairs of touching tiles fall into different parts. Neighbours look alike, so the scores will be better than on new land; spatial blocks are more honest.`,
      classId: null,
    },
  ];
}
