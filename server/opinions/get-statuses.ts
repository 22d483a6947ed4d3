import type { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import { flaggedBit, type statusPlaneSchema, tilePlaces } from "@/lib/contracts/opinions";
import { getDb } from "../db/client";
import { fillTiles } from "../db/label-statements";
import { readFlaggedTiles, readReturnedTiles, readTilesByStatus } from "../db/status-statements";
import { getLabelGrid } from "../labels/queries";
import { maySeeAnswers } from "./may-see-answers";
import { placeOf } from "./status-bytes";

/** Where every tile of a scene stands, as one person may know it. */
export async function getStatuses(
  sceneId: string,
  me: Pick<Me, "id" | "permissions">,
): Promise<z.infer<typeof statusPlaneSchema>> {
  const db = getDb();
  const { gridRows, gridCols } = await getLabelGrid(db, sceneId);
  const seesAll = maySeeAnswers(me);
  const plane = new Uint8Array(gridRows * gridCols);
  for (const { status, tiles } of await readTilesByStatus(db, sceneId)) {
    fillTiles(plane, tiles, placeOf(status, seesAll));
  }
  for (const tile of await readReturnedTiles(db, sceneId, me.id)) {
    plane[tile] = tilePlaces.returnedToYou;
  }
  for (const tile of await readFlaggedTiles(db, sceneId, seesAll ? null : me.id)) {
    plane[tile] = (plane[tile] ?? 0) + flaggedBit;
  }
  return { sceneId, gridRows, gridCols, plane: Buffer.from(plane).toString("base64") };
}
