"use client";

import { useCallback } from "react";
import type { Job } from "@/lib/contracts/jobs";
import { useSaid } from "@/lib/i18n/use-said";

/** The title of a job in the language on screen. */
export function useJobTitle(): (job: Job) => string {
  const said = useSaid();
  return useCallback(
    (job) => said({ message: job.title, sentence: job.titleSentence }).message,
    [said],
  );
}
