import type { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import { type createViewInputSchema, maxViewsPerProject, type View } from "@/lib/contracts/views";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { getProjectRow } from "../projects/queries";
import { checkFormulas } from "./check-formulas";
import { clearDefaultView, getView, publishViews, toViewJson } from "./queries";

/**
 * Saves how a project looks at its scenes.
 *
 * @throws AppError `not_found`; `invalid_input` for a formula; `conflict` when there are too many.
 */
export async function createView(
  input: z.output<typeof createViewInputSchema>,
  me: Me,
): Promise<View> {
  checkFormulas(input.rendering);
  const { projectId } = input;
  const id = newId("view");
  await inTransaction(async (trx) => {
    await getProjectRow(projectId);
    const { count, last } = await trx
      .selectFrom("saved_view")
      .select(({ fn }) => [
        fn.countAll<number>().as("count"),
        fn.max<number | null>("position").as("last"),
      ])
      .where("project_id", "=", projectId)
      .executeTakeFirstOrThrow();
    if (count >= maxViewsPerProject) {
      throw new AppError("conflict", sentence("server.views.tooMany", { count }));
    }
    if (input.isDefault) await clearDefaultView(trx, projectId);
    await trx
      .insertInto("saved_view")
      .values({
        id,
        project_id: projectId,
        name: input.name,
        view_json: toViewJson(input),
        position: (last ?? -1) + 1,
        is_default: input.isDefault ? 1 : 0,
        created_by: me.id,
        created_at_ms: Date.now(),
      })
      .execute();
    await publishViews(trx, projectId);
  });
  return getView(id);
}
