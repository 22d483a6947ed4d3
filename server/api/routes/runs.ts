import { createRunComment } from "../../runs/create-run-comment";
import { deleteRun } from "../../runs/delete-run";
import { deleteRunComment } from "../../runs/delete-run-comment";
import { estimateRun } from "../../runs/estimate-run";
import { getRunLog } from "../../runs/get-run-log";
import { getRunRemoval } from "../../runs/get-run-removal";
import { inspectRun } from "../../runs/inspect-run";
import { launchRun } from "../../runs/launch-run";
import { listRunComments } from "../../runs/list-run-comments";
import { listRunTable } from "../../runs/list-run-table";
import { listRunWarnings } from "../../runs/list-run-warnings";
import { listRuns } from "../../runs/list-runs";
import { listSeries } from "../../runs/list-series";
import { getRun } from "../../runs/queries";
import { resumeRun } from "../../runs/resume-run";
import { stopRun } from "../../runs/stop-run";
import { updateRun } from "../../runs/update-run";
import { os } from "../middleware";

export const runRoutes = {
  list: os.runs.list.handler(({ input }) => listRuns(input)),
  launch: os.runs.launch.handler(({ input, context }) => launchRun(input, context.me)),
  estimate: os.runs.estimate.handler(({ input }) => estimateRun(input)),
  inspect: os.runs.inspect.handler(({ input, signal }) => inspectRun(input, signal)),
  get: os.runs.get.handler(({ input }) => getRun(input.runId)),
  stop: os.runs.stop.handler(({ input, context }) => stopRun(input, context.me)),
  resume: os.runs.resume.handler(({ input, context }) => resumeRun(input.runId, context.me)),
  listTable: os.runs.listTable.handler(({ input }) => listRunTable(input)),
  update: os.runs.update.handler(({ input }) => updateRun(input)),
  listComments: os.runs.listComments.handler(({ input }) => listRunComments(input.runId)),
  createComment: os.runs.createComment.handler(({ input, context }) =>
    createRunComment(input, context.me),
  ),
  deleteComment: os.runs.deleteComment.handler(async ({ input, context }) => {
    await deleteRunComment(input, context.me);
    return { ok: true as const };
  }),
  getRemoval: os.runs.getRemoval.handler(({ input }) => getRunRemoval(input.runId)),
  delete: os.runs.delete.handler(async ({ input }) => {
    await deleteRun(input.runId);
    return { ok: true as const };
  }),
  listSeries: os.runs.listSeries.handler(({ input }) => listSeries(input)),
  getLog: os.runs.getLog.handler(({ input }) => getRunLog(input)),
  listWarnings: os.runs.listWarnings.handler(({ input }) => listRunWarnings(input.runId)),
};
