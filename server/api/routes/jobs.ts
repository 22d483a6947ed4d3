import { cancelJob } from "@/server/jobs/cancel-job";
import { listJobs } from "@/server/jobs/list-jobs";
import { getJob } from "@/server/jobs/queries";
import { getProject } from "@/server/projects/get-project";
import { os } from "../middleware";

export const jobs = {
  list: os.jobs.list.handler(async ({ input }) => {
    if (input.projectId !== undefined) await getProject(input.projectId);
    return listJobs(input);
  }),
  get: os.jobs.get.handler(async ({ input }) => getJob(input.jobId)),
  cancel: os.jobs.cancel.handler(async ({ input, context }) => cancelJob(input.jobId, context.me)),
};
