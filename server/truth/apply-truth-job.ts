import type { LabelEdit } from "@/lib/contracts/labels";
import { tileOfIndex } from "@/lib/geo/grid";
import { defineJob } from "../jobs/define-job";
import { applyLabels } from "../labels/apply-labels";
import { deleteUpload } from "../uploads/upload-store";
import { type ApplyTruthPayload, applyTruthPayloadSchema } from "./apply-truth";
import { getReading } from "./reading-files";
import { type SettledPlan, settlePlan } from "./settle-plan";

/** Labels the tiles of a plan: one act, whole or not at all. */
export const applyTruthJob = defineJob<ApplyTruthPayload>({
  kind: "truth.apply",
  payloadSchema: applyTruthPayloadSchema,
  lane: "import",
  async run({ plan, actId, appliedBy }, context) {
    const { reading, payload } = await getReading(plan.readingId);
    const settled = await settlePlan(plan, reading);
    context.signal.throwIfAborted();
    const edits = listEdits(settled, plan.keepLabelled);
    if (edits.length > 0) {
      await applyLabels(
        { batchId: actId, sceneId: reading.sceneId, act: "import", edits },
        { id: appliedBy },
        { settles: true },
      );
    }
    if (payload.source.from === "upload") await deleteUpload(payload.source.uploadId);
  },
});

function listEdits({ settled, targets, present, gridCols }: SettledPlan, keepLabelled: boolean) {
  const edits: LabelEdit[] = [];
  settled.plane.forEach((byte, tile) => {
    const classId = targets[byte - 1]?.classId;
    if (!classId || (keepLabelled && present[tile] !== 0)) return;
    edits.push({ ...tileOfIndex(tile, gridCols), classId });
  });
  return edits;
}
