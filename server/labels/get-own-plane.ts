import type { LabelPlane } from "@/lib/contracts/labels";
import { getDb } from "../db/client";
import { fillTiles } from "../db/label-statements";
import { readAnsweredTiles } from "../db/opinion-statements";
import { findLabelPlane } from "./get-label-plane";
import { listLabelClasses } from "./queries";

/**
 * The labels of a scene as one person sees them: what is settled, and their own answers where nothing
 * is. Nobody else's answers are in it.
 */
export async function getOwnPlane(sceneId: string, me: { id: string }): Promise<LabelPlane> {
  const found = await findLabelPlane(sceneId);
  const { grid } = found;
  // Answers are read after the labels: they may be newer than the revision says, never older.
  const plane = Uint8Array.from(found.plane);
  const answered = await readAnsweredTiles(getDb(), sceneId, me.id);
  if (answered.length > 0) {
    const classes = await listLabelClasses(getDb(), grid.projectId);
    for (const { classId, tiles } of answered) {
      fillTiles(plane, tiles, classes.get(classId)?.byte ?? 0, true);
    }
  }
  return {
    sceneId,
    gridRows: grid.gridRows,
    gridCols: grid.gridCols,
    revision: grid.revision,
    plane: Buffer.from(plane.buffer).toString("base64"),
  };
}
