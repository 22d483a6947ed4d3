import { applyTruth } from "../../truth/apply-truth";
import { listTruthActs } from "../../truth/list-truth-acts";
import { previewTruth } from "../../truth/preview-truth";
import { readTruth } from "../../truth/read-truth";
import { getReading } from "../../truth/reading-files";
import { os } from "../middleware";

export const truthRoutes = {
  read: os.truth.read.handler(({ input, context }) => readTruth(input, context.me)),
  get: os.truth.get.handler(async ({ input }) => (await getReading(input.readingId)).reading),
  preview: os.truth.preview.handler(({ input }) => previewTruth(input)),
  apply: os.truth.apply.handler(({ input, context }) => applyTruth(input, context.me)),
  listActs: os.truth.listActs.handler(({ input }) => listTruthActs(input.sceneId)),
};
