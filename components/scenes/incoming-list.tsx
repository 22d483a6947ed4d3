"use client";

import { useCallback } from "react";
import { isActiveJob } from "@/components/jobs/job-link";
import { JobRow } from "@/components/jobs/job-row";
import { useTelling } from "@/components/jobs/told-elsewhere";
import { cn } from "@/lib/cn";
import type { Job } from "@/lib/contracts/jobs";
import { UploadRow } from "./upload-row";
import { dismissImport, isImport, useShownImports } from "./use-shown-imports";
import { useUploads } from "./use-uploads";

/** Uploads and imports of a project that are on their way, and those that failed just now. */
export function IncomingList({
  projectId,
  keepFinished = false,
  className,
}: {
  projectId: string;
  /** Imports that finish while this is on screen stay, with a link to the scene. */
  keepFinished?: boolean;
  className?: string;
}) {
  const uploads = useUploads(projectId);
  const imports = useShownImports(projectId, keepFinished);
  useTelling(useCallback((job: Job) => job.projectId === projectId && isImport(job), [projectId]));
  if (uploads.length + imports.length === 0) return null;
  return (
    <div className={cn("divide-y rounded-lg border bg-card", className)}>
      {uploads.map((task) => (
        <UploadRow key={task.id} task={task} />
      ))}
      {imports.map((job) => (
        <JobRow
          key={job.id}
          job={job}
          onDismiss={isActiveJob(job) ? undefined : () => dismissImport(job.id)}
        />
      ))}
    </div>
  );
}
