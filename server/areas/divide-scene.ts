import type { z } from "zod";
import {
  type divideSceneInputSchema,
  maxAreasPerScene,
  type SceneAreas,
} from "@/lib/contracts/areas";
import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { doOverlap, type TileRectangle } from "@/lib/geo/rectangle";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { getLabelGrid, type LabelGrid } from "../labels/queries";
import { listAreas } from "./list-areas";
import { listAreaRows, publishAreas, rectangleOf } from "./queries";

/**
 * Lays free areas of one size over a scene, leaving out blocks that an area lies in already and
 * blocks without imagery.
 *
 * @throws AppError `not_found`; `invalid_input` when the blocks would be too many.
 */
export async function divideScene(
  input: z.output<typeof divideSceneInputSchema>,
  me: Me,
  nowMs: number = Date.now(),
): Promise<SceneAreas> {
  const { sceneId, leaseMinutes } = input;
  await inTransaction(async (trx) => {
    const grid = await getLabelGrid(trx, sceneId);
    const present = (await listAreaRows(trx, sceneId)).map(rectangleOf);
    const count =
      Math.ceil(grid.gridRows / input.rowsPerArea) * Math.ceil(grid.gridCols / input.colsPerArea);
    if (count + present.length > maxAreasPerScene) {
      throw new AppError(
        "invalid_input",
        sentence("server.areas.tooMany", { count, most: maxAreasPerScene }),
      );
    }
    const blocks = blocksOf(grid, input).filter(
      (block) => !present.some((area) => doOverlap(area, block)),
    );
    for (const block of blocks) {
      await trx
        .insertInto("work_area")
        .values({
          id: newId("area"),
          scene_id: sceneId,
          first_row: block.row,
          first_col: block.col,
          row_count: block.rows,
          col_count: block.cols,
          holder_id: null,
          lease_until_ms: null,
          lease_minutes: leaseMinutes,
          created_by: me.id,
          created_at_ms: nowMs,
        })
        .execute();
    }
    await publishAreas(trx, grid.projectId, sceneId);
  });
  return listAreas(sceneId, nowMs);
}

/** Blocks from the upper left, those at the edges as small as what is left there. */
function blocksOf(
  grid: LabelGrid,
  { rowsPerArea, colsPerArea }: { rowsPerArea: number; colsPerArea: number },
): TileRectangle[] {
  const blocks: TileRectangle[] = [];
  for (let row = 0; row < grid.gridRows; row += rowsPerArea) {
    for (let col = 0; col < grid.gridCols; col += colsPerArea) {
      if (row * grid.gridCols + col >= grid.tileCount) continue;
      const rows = Math.min(rowsPerArea, grid.gridRows - row);
      blocks.push({ row, col, rows, cols: Math.min(colsPerArea, grid.gridCols - col) });
    }
  }
  return blocks;
}
