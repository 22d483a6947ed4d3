import type { z } from "zod";
import type { decideTilesInputSchema } from "@/lib/contracts/opinions";
import { checkLabelEdits } from "../labels/check-label-edits";
import { listLabelClasses } from "../labels/queries";
import { type ReviewResult, reviewBatch } from "./review-batch";

/** Settles tiles as a reviewer says, whatever was answered. @throws AppError as `reviewBatch`. */
export function decideTiles(
  input: z.output<typeof decideTilesInputSchema>,
  me: { id: string },
): Promise<ReviewResult> {
  return reviewBatch({ ...input, act: "decide" }, me, async (trx, grid) => {
    const classes = await listLabelClasses(trx, grid.projectId);
    const decisions = new Map<number, string>();
    for (const [tile, classId] of checkLabelEdits(input.tiles, grid, classes)) {
      if (classId !== null) decisions.set(tile, classId);
    }
    return { asked: { decisions }, skippedCount: 0, unflagged: [...decisions.keys()] };
  });
}
