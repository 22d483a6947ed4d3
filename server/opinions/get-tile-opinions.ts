import type { Me } from "@/lib/contracts/auth";
import type { TileOpinions } from "@/lib/contracts/opinions";
import { getDb } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { checkTiles } from "./check-tiles";
import { describeTiles } from "./describe-tiles";

/** What people said about one tile. @throws AppError `not_found`, `invalid_input`. */
export async function getTileOpinions(
  { sceneId, row, col }: { sceneId: string; row: number; col: number },
  me: Pick<Me, "id" | "permissions">,
): Promise<TileOpinions> {
  const grid = await getLabelGrid(getDb(), sceneId);
  const [described] = await describeTiles(grid, checkTiles([{ row, col }], grid), me);
  return described as TileOpinions;
}
