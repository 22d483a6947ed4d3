import { rasterFactsSchema } from "@/lib/contracts/scenes";
import type { TruthPlan, TruthReading } from "@/lib/contracts/truth";
import { getLabelPlane } from "../labels/get-label-plane";
import { listClasses } from "../projects/queries";
import { getSceneRow } from "../scenes/queries";
import { type PlannedTargets, planTargets } from "./plan-targets";
import { readNumbers } from "./reading-files";
import { type SettledTiles, settleTiles } from "./settle-tiles";

export interface SettledPlan extends PlannedTargets {
  settled: SettledTiles;
  /** The labels that are there: one byte per tile, class index + 1. */
  present: Uint8Array;
  /** What each target is in `present`; 0 for classes that have to be made. */
  byteOfTarget: Uint8Array;
  projectId: string;
  gridRows: number;
  gridCols: number;
}

/** Works out what a plan would do to every tile. @throws AppError as `planTargets`. */
export async function settlePlan(plan: TruthPlan, reading: TruthReading): Promise<SettledPlan> {
  const scene = await getSceneRow(reading.sceneId);
  const facts = rasterFactsSchema.parse(JSON.parse(scene.facts_json));
  const classes = await listClasses(scene.project_id);
  const planned = planTargets(plan, reading, classes);
  const grid = { gridRows: scene.grid_rows, gridCols: scene.grid_cols };
  const settled = settleTiles(
    {
      counts: await readNumbers(reading.readingId, "counts"),
      overlaps: await readNumbers(reading.readingId, "overlaps"),
      countsPoints: reading.kind === "table",
    },
    {
      widthPx: facts.widthPx,
      heightPx: facts.heightPx,
      tileSizePx: scene.tile_size_px,
      ...grid,
    },
    planned.targetOfValue,
    planned.targets.length,
    plan.minShare,
  );
  const { plane } = await getLabelPlane(reading.sceneId);
  const indexes = new Map(classes.map((one) => [one.id, one.index]));
  return {
    ...planned,
    ...grid,
    settled,
    projectId: scene.project_id,
    present: Buffer.from(plane, "base64"),
    byteOfTarget: Uint8Array.from(planned.targets, ({ classId }) =>
      classId === null ? 0 : (indexes.get(classId) ?? -1) + 1,
    ),
  };
}
