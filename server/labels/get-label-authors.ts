import type { LabelAuthors } from "@/lib/contracts/labels";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { fillTiles, readTilesByAuthor } from "../db/label-statements";
import { getLabelGrid } from "./queries";

/** One byte says who: beyond so many people the rest stay 0. */
const maxAuthors = 255;

/** Who gave which label of a scene, one byte per tile. */
export async function getLabelAuthors(sceneId: string): Promise<LabelAuthors> {
  const grid = await getLabelGrid(getDb(), sceneId);
  const found = await readTilesByAuthor(getDb(), sceneId, maxAuthors);
  const people = await findPeople(found.map((one) => one.authorId));
  const plane = new Uint8Array(grid.gridRows * grid.gridCols);
  found.forEach(({ tiles }, place) => {
    fillTiles(plane, tiles, place + 1);
  });
  return {
    sceneId,
    gridRows: grid.gridRows,
    gridCols: grid.gridCols,
    authors: found.map(({ authorId, count }) => ({
      id: authorId,
      name: people.get(authorId)?.name ?? authorId,
      count,
    })),
    plane: Buffer.from(plane).toString("base64"),
  };
}
