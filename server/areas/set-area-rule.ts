import type { z } from "zod";
import type { setAreaRuleInputSchema } from "@/lib/contracts/areas";
import { inTransaction } from "../db/client";
import { getProjectRow } from "../projects/queries";
import { publishAreas } from "./queries";

/**
 * Whether only the holder of an area may label in it, or others may after they were asked.
 *
 * @throws AppError `not_found`.
 */
export async function setAreaRule({
  projectId,
  strict,
}: z.output<typeof setAreaRuleInputSchema>): Promise<void> {
  await inTransaction(async (trx) => {
    await getProjectRow(projectId);
    await trx
      .updateTable("project")
      .set({ areas_strict: strict ? 1 : 0 })
      .where("id", "=", projectId)
      .execute();
    await publishAreas(trx, projectId, null);
  });
}
