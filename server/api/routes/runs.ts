import { estimateRun } from "../../runs/estimate-run";
import { getRunLog } from "../../runs/get-run-log";
import { launchRun } from "../../runs/launch-run";
import { listRunWarnings } from "../../runs/list-run-warnings";
import { listRuns } from "../../runs/list-runs";
import { listSeries } from "../../runs/list-series";
import { getRun } from "../../runs/queries";
import { resumeRun } from "../../runs/resume-run";
import { stopRun } from "../../runs/stop-run";
import { os } from "../middleware";

export const runRoutes = {
  list: os.runs.list.handler(({ input }) => listRuns(input)),
  launch: os.runs.launch.handler(({ input, context }) => launchRun(input, context.me)),
  estimate: os.runs.estimate.handler(({ input }) => estimateRun(input)),
  get: os.runs.get.handler(({ input }) => getRun(input.runId)),
  stop: os.runs.stop.handler(({ input, context }) => stopRun(input, context.me)),
  resume: os.runs.resume.handler(({ input, context }) => resumeRun(input.runId, context.me)),
  listSeries: os.runs.listSeries.handler(({ input }) => listSeries(input)),
  getLog: os.runs.getLog.handler(({ input }) => getRunLog(input)),
  listWarnings: os.runs.listWarnings.handler(({ input }) => listRunWarnings(input.runId)),
};
