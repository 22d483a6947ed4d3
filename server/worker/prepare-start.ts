import { enqueueDemonstration } from "../demonstration/enqueue-demonstration";
import { freeLostJobs } from "../jobs/claim-job";
import { finishRemovals } from "../removals/finish-removals";
import { findDeadWorkers, forgetWorkers } from "./presence";
import { sweepHome } from "./sweep-home";

/** What has to be put right before the first job: jobs of dead workers, and what they left behind. */
export async function prepareStart(workerId: string): Promise<void> {
  const dead = await findDeadWorkers(workerId);
  await freeLostJobs(dead);
  await forgetWorkers(dead);
  await finishRemovals();
  await sweepHome();
  await enqueueDemonstration();
}
