import type { AbortReason } from "../jobs/define-job";
import { defineJob } from "../jobs/define-job";
import { listActBatches, takeBackAct } from "../labels/take-back-act";
import { deleteUpload } from "../uploads/upload-store";
import { type ApplyTruthPayload, applyTruthPayloadSchema } from "./apply-truth";
import { getReading } from "./reading-files";
import { settlePlan } from "./settle-plan";
import { writeTruth } from "./write-truth";

/** Acts that this process has taken back and whose jobs are about to end. */
const takenBack = new Set<string>();

/**
 * Labels the tiles of a plan: one act, in pieces between which others can label. When the worker dies,
 * the next try writes the missing pieces; when the job fails or is canceled, those that were written
 * are taken back.
 */
export const applyTruthJob = defineJob<ApplyTruthPayload>({
  kind: "truth.apply",
  payloadSchema: applyTruthPayloadSchema,
  lane: "import",
  async run({ plan, actId, appliedBy }, { signal, report }) {
    const { reading, payload } = await getReading(plan.readingId);
    const { sceneId } = reading;
    const settled = await settlePlan(plan, reading);
    const act = { actId, sceneId, authorId: appliedBy, keepsLabelled: plan.keepLabelled };
    try {
      await writeTruth(act, settled, signal, (done, total) =>
        report({ fraction: done / total, done, total }),
      );
    } catch (thrown) {
      if ((signal.reason as AbortReason | undefined) === "shutdown") throw thrown;
      await takeBackAct(act, await listActBatches(sceneId, actId));
      takenBack.add(actId);
      throw thrown;
    }
    if (payload.source.from === "upload") await deleteUpload(payload.source.uploadId);
  },
  /** Here only what a worker that died has left: in one transaction, for the job ends in it. */
  async onEnded({ plan, actId, appliedBy }) {
    if (takenBack.delete(actId)) return;
    const { sceneId } = (await getReading(plan.readingId)).reading;
    const act = { actId, sceneId, authorId: appliedBy };
    await takeBackAct(act, await listActBatches(sceneId, actId));
  },
});
