import type { LabelPlane } from "@/lib/contracts/labels";
import { inTransaction } from "../db/client";
import { fillLabelPlane } from "../db/label-statements";
import { findCachedPlane, keepPlane } from "./plane-cache";
import { getLabelGrid, listLabelClasses } from "./queries";

/** All labels of a scene, one byte per tile, and the revision they belong to. */
export async function getLabelPlane(sceneId: string): Promise<LabelPlane> {
  // One transaction: labels and revision are of the same moment.
  return inTransaction(async (trx) => {
    const grid = await getLabelGrid(trx, sceneId);
    let plane = findCachedPlane(sceneId, grid.revision);
    if (!plane) {
      plane = new Uint8Array(grid.gridRows * grid.gridCols);
      const classes = await listLabelClasses(trx, grid.projectId);
      const byteOfClass = new Map([...classes].map(([id, one]) => [id, one.byte]));
      await fillLabelPlane(trx, plane, sceneId, byteOfClass);
      keepPlane(sceneId, grid.revision, plane);
    }
    return {
      sceneId,
      gridRows: grid.gridRows,
      gridCols: grid.gridCols,
      revision: grid.revision,
      plane: Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength).toString("base64"),
    };
  });
}
