"use client";

import { useMemo, useSyncExternalStore } from "react";
import { type UploadTask, uploadStore } from "./upload-store";

const none: readonly UploadTask[] = [];

/** The uploads of this tab; only those of one project when it is given. */
export function useUploads(projectId?: string): readonly UploadTask[] {
  const all = useSyncExternalStore(uploadStore.subscribe, uploadStore.getSnapshot, () => none);
  return useMemo(
    () => (projectId ? all.filter((task) => task.projectId === projectId) : all),
    [all, projectId],
  );
}
