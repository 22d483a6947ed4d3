import type { LabelPlane } from "@/lib/contracts/labels";
import { getDb } from "../db/client";
import { fillLabelPlane } from "../db/label-statements";
import { findCachedPlane, keepPlane } from "./plane-cache";
import { getLabelGrid, type LabelGrid, listLabelClasses } from "./queries";

/** All labels of a scene, one byte per tile, and the revision they belong to. */
export async function getLabelPlane(sceneId: string): Promise<LabelPlane> {
  const { grid, plane } = await findLabelPlane(sceneId);
  return {
    sceneId,
    gridRows: grid.gridRows,
    gridCols: grid.gridCols,
    revision: grid.revision,
    plane: Buffer.from(plane).toString("base64"),
  };
}

/**
 * The same as bytes, for the server's own use. The plane is the kept one: others change it, so it is
 * right only until the next `await`.
 *
 * @throws AppError `not_found`.
 */
export async function findLabelPlane(
  sceneId: string,
): Promise<{ grid: LabelGrid; plane: Uint8Array }> {
  let grid = await getLabelGrid(getDb(), sceneId);
  let plane = findCachedPlane(sceneId, grid.revision);
  // No transaction, which would hold up everybody who labels: when another process wrote while the
  // rows were read, they are read again, and after a few tries an older revision does no harm,
  // because the client is told of every later one.
  for (let turn = 0; plane === null && turn < 3; turn += 1) {
    const read = await readPlane(grid);
    const after = await getLabelGrid(getDb(), sceneId);
    if (after.revision === grid.revision || turn === 2) {
      plane = read;
      keepPlane(sceneId, grid.revision, plane);
    } else {
      grid = after;
    }
  }
  return { grid, plane: plane ?? new Uint8Array() };
}

async function readPlane(grid: LabelGrid): Promise<Uint8Array> {
  const plane = new Uint8Array(grid.gridRows * grid.gridCols);
  const classes = await listLabelClasses(getDb(), grid.projectId);
  const byteOfClass = new Map([...classes].map(([id, one]) => [id, one.byte]));
  await fillLabelPlane(getDb(), plane, grid.sceneId, byteOfClass);
  return plane;
}
