import type { z } from "zod";
import type { updateViewInputSchema, View } from "@/lib/contracts/views";
import { inTransaction } from "../db/client";
import { checkFormulas } from "./check-formulas";
import { clearDefaultView, getView, publishViews, toViewJson } from "./queries";

/** Changes what is given; the rest stays. @throws AppError `not_found`, `invalid_input`. */
export async function updateView(input: z.output<typeof updateViewInputSchema>): Promise<View> {
  if (input.rendering) checkFormulas(input.rendering);
  await inTransaction(async (trx) => {
    const before = await getView(input.viewId);
    if (input.isDefault) await clearDefaultView(trx, before.projectId);
    await trx
      .updateTable("saved_view")
      .set({
        name: input.name ?? before.name,
        view_json: toViewJson({
          rendering: input.rendering ?? before.rendering,
          stretchName: input.stretchName ?? before.stretchName,
          bandNames: input.bandNames ?? before.bandNames,
        }),
        is_default: (input.isDefault ?? before.isDefault) ? 1 : 0,
      })
      .where("id", "=", input.viewId)
      .execute();
    await publishViews(trx, before.projectId);
  });
  return getView(input.viewId);
}
