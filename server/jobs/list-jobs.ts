import type { Job } from "@/lib/contracts/jobs";
import { getDb } from "../db/client";
import { toJobs } from "./queries";

const maxListed = 200;

/** The newest jobs first, at most 200. */
export async function listJobs(filter: { projectId?: string; active?: boolean }): Promise<Job[]> {
  let query = getDb().selectFrom("job").selectAll();
  if (filter.projectId !== undefined) query = query.where("project_id", "=", filter.projectId);
  if (filter.active === true) query = query.where("status", "in", ["queued", "running"]);
  if (filter.active === false) query = query.where("status", "not in", ["queued", "running"]);
  const rows = await query
    .orderBy("created_at_ms", "desc")
    .orderBy("id", "desc")
    .limit(maxListed)
    .execute();
  return toJobs(getDb(), rows);
}
