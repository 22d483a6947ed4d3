import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import { type TruthPlan, truthPlanSchema } from "@/lib/contracts/truth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { addClasses } from "../projects/add-classes";
import { listClasses } from "../projects/queries";
import { getSceneRow } from "../scenes/queries";
import { planTargets } from "./plan-targets";
import { getReading } from "./reading-files";
import { settlePlan } from "./settle-plan";

export const applyTruthPayloadSchema = z.object({
  plan: truthPlanSchema,
  fileName: z.string(),
  /** One act, whoever does it: a second try of the job changes nothing. */
  actId: z.uuid(),
  appliedBy: z.string(),
});
export type ApplyTruthPayload = z.infer<typeof applyTruthPayloadSchema>;

/**
 * Makes the classes that are missing and queues the labelling itself.
 *
 * @throws AppError `forbidden` for new classes without the right to make them; `conflict` when no
 *   tile would be labelled; as `previewTruth`.
 */
export async function applyTruth(
  plan: TruthPlan,
  me: Me,
): Promise<{ jobId: string; actId: string }> {
  const { reading } = await getReading(plan.readingId);
  const scene = await getSceneRow(reading.sceneId);
  const { settled } = await settlePlan(plan, reading);
  if (settled.tileCount === 0) throw new AppError("conflict", sentence("server.truth.nothing"));
  const actId = randomUUID();
  const jobId = await inTransaction(async (trx) => {
    const classes = await listClasses(scene.project_id);
    const { targets } = planTargets(plan, reading, classes);
    const missing = targets.filter((target) => target.classId === null);
    if (missing.length > 0) {
      const names = missing.map((target) => target.name);
      if (!me.permissions.includes("project.write")) {
        throw new AppError("forbidden", sentence("server.truth.mayMakeNoClasses", { names }));
      }
      await addClasses(trx, scene.project_id, names);
    }
    const payload: ApplyTruthPayload = {
      plan,
      fileName: reading.fileName,
      actId,
      appliedBy: me.id,
    };
    return enqueueJob(trx, {
      kind: "truth.apply",
      payload,
      projectId: scene.project_id,
      subjectId: scene.id,
      title: sentence("server.titles.applyTruth", { scene: scene.name, name: reading.fileName }),
      createdBy: me.id,
    });
  });
  return { jobId, actId };
}
