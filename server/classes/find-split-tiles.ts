import type { SplitClassInput, SplitFilter } from "@/lib/contracts/classes";
import type { Class } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { tileIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { markTilesOfClass, readLabelsOfTiles } from "../db/label-statements";
import { getLabelGrid, type LabelGrid } from "../labels/queries";
import { readPlanes } from "../predictions/prediction-folder";
import { getPrediction } from "../predictions/queries";
import { countByScene } from "./queries";

export interface SceneTiles {
  sceneId: string;
  sceneName: string;
  /** Indexes in the grid, in its order. */
  tiles: Int32Array;
}

/**
 * The tiles that a split moves, by scene; scenes without any are missing.
 *
 * @throws AppError `not_found`, `invalid_input` for what is not of the project, `conflict` for a
 *   prediction that is not done.
 */
export async function findSplitTiles(
  { projectId, fromClassId, filter }: SplitClassInput,
  into: Class | null,
): Promise<SceneTiles[]> {
  const predicted = await readPredicted(projectId, filter);
  const sceneIds = await listScenes(projectId, fromClassId, filter);
  const found: SceneTiles[] = [];
  for (const sceneId of sceneIds) {
    if (predicted && !predicted.has(sceneId)) continue;
    const grid = await getLabelGrid(getDb(), sceneId);
    const marks = await markCandidates(grid, fromClassId, filter, into);
    const says = predicted?.get(sceneId);
    let count = 0;
    const tiles = new Int32Array(marks.length);
    for (let tile = 0; tile < marks.length; tile += 1) {
      if (marks[tile] !== 1) continue;
      if (says && !says.bytes.has(says.plane[tile] as number)) continue;
      tiles[count] = tile;
      count += 1;
    }
    const { sceneName } = grid;
    if (count > 0) found.push({ sceneId, sceneName, tiles: tiles.subarray(0, count) });
  }
  return found;
}

async function listScenes(
  projectId: string,
  fromClassId: string | null,
  { sceneIds, picked }: SplitFilter,
): Promise<string[]> {
  for (const [position, sceneId] of (sceneIds ?? []).entries()) {
    await requireScene(sceneId, projectId, `filter.sceneIds.${position}`);
  }
  if (picked) {
    await requireScene(picked.sceneId, projectId, "filter.picked.sceneId");
    return sceneIds && !sceneIds.includes(picked.sceneId) ? [] : [picked.sceneId];
  }
  const labelled = await countByScene(projectId, fromClassId ?? "");
  const ids = labelled.map((scene) => scene.sceneId);
  return sceneIds ? ids.filter((id) => sceneIds.includes(id)) : ids;
}

async function requireScene(sceneId: string, projectId: string, path: string): Promise<void> {
  const grid = await getLabelGrid(getDb(), sceneId);
  if (grid.projectId === projectId) return;
  throw new AppError(
    "invalid_input",
    sentence("server.classes.sceneOfOther", { name: grid.sceneName }),
  ).at(path);
}

/** One byte per tile: 1 where class, author and choice fit. */
async function markCandidates(
  grid: LabelGrid,
  fromClassId: string | null,
  { authorIds, picked }: SplitFilter,
  into: Class | null,
): Promise<Uint8Array> {
  const marks = new Uint8Array(grid.gridRows * grid.gridCols);
  if (fromClassId !== null) {
    await markTilesOfClass(getDb(), marks, grid.sceneId, fromClassId, authorIds);
  }
  if (!picked) return marks;
  const cells = picked.tiles.map((tile, position) => {
    const cell = tileIndex(tile, grid.gridCols);
    if (tile.row < grid.gridRows && tile.col < grid.gridCols && !isEmpty(grid, cell)) return cell;
    const { row, col } = tile;
    const { sceneName, gridRows, gridCols } = grid;
    throw new AppError(
      "invalid_input",
      sentence("server.labels.outside", { row, col, sceneName, gridRows, gridCols }),
    ).at(`filter.picked.tiles.${position}`);
  });
  const chosen = new Uint8Array(marks.length);
  if (fromClassId !== null) {
    for (const cell of cells) chosen[cell] = marks[cell] as number;
    return chosen;
  }
  const present = await readLabelsOfTiles(getDb(), grid.sceneId, cells);
  for (const cell of cells) chosen[cell] = into && present.get(cell) === into.id ? 0 : 1;
  return chosen;
}

/** Cells of a contact sheet after its last chip. */
function isEmpty(grid: LabelGrid, cell: number): boolean {
  return grid.isChips && cell >= grid.tileCount;
}

/** What a prediction says of each scene, and which bytes are meant. */
async function readPredicted(projectId: string, { predicted }: SplitFilter) {
  if (!predicted) return null;
  const planes = new Map<string, { plane: Uint8Array; bytes: Set<number> }>();
  for (const [position, predictionId] of predicted.predictionIds.entries()) {
    const path = `filter.predicted.predictionIds.${position}`;
    const prediction = await getPrediction(predictionId);
    if (prediction.projectId !== projectId) {
      throw new AppError("invalid_input", sentence("server.classes.predictionOfOther")).at(path);
    }
    if (planes.has(prediction.sceneId)) {
      throw new AppError(
        "invalid_input",
        sentence("server.classes.predictedTwice", { name: prediction.sceneName }),
      ).at(path);
    }
    const bytes = prediction.classes
      .filter((one) => predicted.classIds.includes(one.id))
      .map((one) => one.index + 1);
    const { classes } = await readPlanes(predictionId);
    planes.set(prediction.sceneId, { plane: classes, bytes: new Set(bytes) });
  }
  return planes;
}
