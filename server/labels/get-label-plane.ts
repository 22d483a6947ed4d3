import type { LabelPlane } from "@/lib/contracts/labels";
import { getDb } from "../db/client";
import { fillLabelPlane } from "../db/label-statements";
import { findCachedPlane, keepPlane } from "./plane-cache";
import { getLabelGrid, type LabelGrid, listLabelClasses } from "./queries";

/** All labels of a scene, one byte per tile, and the revision they belong to. */
export async function getLabelPlane(sceneId: string): Promise<LabelPlane> {
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
  return {
    sceneId,
    gridRows: grid.gridRows,
    gridCols: grid.gridCols,
    revision: grid.revision,
    plane: Buffer.from(plane ?? []).toString("base64"),
  };
}

async function readPlane(grid: LabelGrid): Promise<Uint8Array> {
  const plane = new Uint8Array(grid.gridRows * grid.gridCols);
  const classes = await listLabelClasses(getDb(), grid.projectId);
  const byteOfClass = new Map([...classes].map(([id, one]) => [id, one.byte]));
  await fillLabelPlane(getDb(), plane, grid.sceneId, byteOfClass);
  return plane;
}
