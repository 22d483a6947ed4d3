import { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import type { changeOpinionSettingInputSchema, OpinionSetting } from "@/lib/contracts/opinions";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { publishProject } from "../projects/publish-project";
import { getProjectRow } from "../projects/queries";
import { getOpinionSetting } from "./queries";

export const weighProjectPayloadSchema = z.object({
  projectId: z.string(),
  askAgain: z.boolean(),
  /** In whose name the labels change that follow from it. */
  changedBy: z.string(),
});
export type WeighProjectPayload = z.infer<typeof weighProjectPayloadSchema>;

/**
 * Changes how many answers a project asks for. What it means for the tiles that are answered already
 * is worked out by a job; new answers are taken by the new setting at once.
 */
export async function changeOpinionSetting(
  input: z.output<typeof changeOpinionSettingInputSchema>,
  me: Pick<Me, "id">,
): Promise<OpinionSetting> {
  const { projectId, askAgain, ...setting } = input;
  const project = await getProjectRow(projectId);
  await inTransaction(async (trx) => {
    const before = await getOpinionSetting(trx, projectId);
    await trx
      .insertInto("opinion_setting")
      .values({ project_id: projectId, ...setting })
      .onConflict((conflict) => conflict.column("project_id").doUpdateSet(setting))
      .execute();
    await publishProject(trx, projectId);
    if (JSON.stringify(before) === JSON.stringify(setting) && !askAgain) return;
    const payload: WeighProjectPayload = { projectId, askAgain, changedBy: me.id };
    await enqueueJob(trx, {
      kind: "opinions.weigh",
      payload,
      projectId,
      subjectId: projectId,
      title: sentence("server.titles.weighOpinions", { project: project.name }),
      createdBy: me.id,
    });
  });
  return setting;
}
