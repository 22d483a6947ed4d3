import type { Me } from "@/lib/contracts/auth";
import { type DatasetPlan, type DatasetPreview, datasetPlanSchema } from "@/lib/contracts/datasets";
import { requirePermission } from "../auth/permissions";
import { getDb } from "../db/client";
import { countUnsettledTiles } from "../db/review-statements";
import { type Collection, collectTiles } from "./collect-tiles";
import { findDatasetWarnings } from "./find-dataset-warnings";
import { makeBandRecipe } from "./make-band-recipe";
import { splitNames, splitTiles } from "./split-tiles";
import { unused } from "./tile-table";

/** What freezing a plan would give, and the tiles themselves. */
export interface Draft {
  collection: Collection;
  /** Per tile of the collection: 0 train, 1 val, 2 test, or `unused`. */
  parts: Uint8Array;
  preview: DatasetPreview;
}

/**
 * What freezing would give, without freezing.
 *
 * @throws AppError `forbidden` for unsettled tiles to who may not see others' answers to them.
 */
export async function previewDataset(
  plan: DatasetPlan,
  me: Pick<Me, "role" | "permissions">,
): Promise<DatasetPreview> {
  if (plan.unsettled === "most") requirePermission(me, "label.review");
  return (await draftDataset(plan)).preview;
}

export async function draftDataset(input: DatasetPlan): Promise<Draft> {
  const plan = datasetPlanSchema.parse(input);
  const collection = await collectTiles(getDb(), plan);
  const { scenes, tiles } = collection;
  const parts = splitTiles(tiles, plan.split, scenes);
  const classes = countClasses(collection, parts);
  const counts = { train: 0, val: 0, test: 0 };
  for (const one of classes) for (const name of splitNames) counts[name] += one.counts[name];
  const unsettledCount = await countUnsettledTiles(
    getDb(),
    scenes.map((scene) => scene.id),
  );
  const warnings = findDatasetWarnings(plan, scenes, classes, tiles, parts, unsettledCount);
  const mixed = warnings.some((one) => one.code === "mixed_dtypes");
  return {
    collection,
    parts,
    preview: {
      tileCount: counts.train + counts.val + counts.test,
      counts,
      classes,
      recipe: mixed ? null : makeBandRecipe(plan, scenes),
      warnings,
      assignments: drawAssignments(collection, parts),
    },
  };
}

function countClasses({ classes, tiles }: Collection, parts: Uint8Array) {
  const counts = classes.map(() => [0, 0, 0]);
  for (let tile = 0; tile < tiles.count; tile += 1) {
    const part = parts[tile] as number;
    const own = counts[tiles.classIndex[tile] as number];
    if (part !== unused && own) own[part] = (own[part] as number) + 1;
  }
  return classes.map(({ id, name, colour, parent, united }, index) => {
    const [train = 0, val = 0, test = 0] = counts[index] ?? [];
    return {
      ...{ id, name, colour, index, counts: { train, val, test } },
      ...(parent !== undefined && { parent }),
      ...(united.length > 0 && { united: united.map((one) => ({ id: one.id, name: one.name })) }),
    };
  });
}

function drawAssignments({ scenes, tiles }: Collection, parts: Uint8Array) {
  const planes = scenes.map((scene) => new Uint8Array(scene.gridRows * scene.gridCols));
  for (let tile = 0; tile < tiles.count; tile += 1) {
    const part = parts[tile] as number;
    const plane = planes[tiles.scene[tile] as number];
    if (part !== unused && plane) plane[tiles.cell[tile] as number] = part + 1;
  }
  return scenes.map((scene, position) => ({
    sceneId: scene.id,
    gridRows: scene.gridRows,
    gridCols: scene.gridCols,
    plane: Buffer.from(planes[position] as Uint8Array).toString("base64"),
  }));
}
