"use client";

import { useQuery } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { isActiveJob } from "@/components/jobs/job-link";
import { apiQuery } from "@/lib/api-client";
import type { Job } from "@/lib/contracts/jobs";

/** A failed import stays in sight for this long; the job tray keeps it longer. */
const failureShownMs = 3600_000;

let dismissed: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes a failed import out of sight, for as long as this tab lives. */
export function dismissImport(jobId: string): void {
  dismissed = new Set([...dismissed, jobId]);
  for (const listener of listeners) listener();
}

/**
 * Imports of a project that are under way, or failed a moment ago and were not dismissed. With
 * `keepFinished` also those that finished while the caller looked on: else they vanish under the
 * eyes of who waits for them.
 */
export function useShownImports(projectId: string, keepFinished = false): Job[] {
  const hidden = useSyncExternalStore(
    subscribe,
    () => dismissed,
    () => dismissed,
  );
  const jobs = useQuery(apiQuery.jobs.list.queryOptions({ input: { projectId } }));
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const activeIds = (jobs.data ?? []).filter(isActiveJob).map((job) => job.id);
  const unseen = activeIds.filter((id) => !seen.has(id));
  if (keepFinished && unseen.length > 0) setSeen(new Set([...seen, ...unseen]));
  return (jobs.data ?? []).filter((job) => {
    if (hidden.has(job.id) || !isImport(job)) return false;
    return isShownImport(job) || (job.status === "finished" && seen.has(job.id));
  });
}

export function isImport(job: Job): boolean {
  return job.kind === "scene.import" || job.kind === "project.demonstrate";
}

function isShownImport(job: Job): boolean {
  if (isActiveJob(job)) return true;
  return job.status === "failed" && (job.endedAtMs ?? 0) > Date.now() - failureShownMs;
}
