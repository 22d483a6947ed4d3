import { useEffect } from "react";
import type { Job } from "@/lib/contracts/jobs";

type Teller = (job: Job) => boolean;

const tellers = new Set<Teller>();

/** Whether something on screen says already how this job ended: a toast would say it again. */
export function isToldElsewhere(job: Job): boolean {
  return [...tellers].some((tells) => tells(job));
}

/** Says which jobs' ends are shown from now on. @returns Takes it back. */
export function addTeller(tells: Teller): () => void {
  tellers.add(tells);
  return () => {
    tellers.delete(tells);
  };
}

/** For a list on screen: the jobs whose end it shows. @param tells Has to stay the same function. */
export function useTelling(tells: Teller): void {
  useEffect(() => addTeller(tells), [tells]);
}
