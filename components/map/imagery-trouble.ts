import type { Problem } from "@/lib/contracts/common";

const troubles = new Map<string, Problem>();
const listeners = new Set<() => void>();

/** Says why a raster cannot be read now, or that it can be read again. */
export function tellTrouble(url: string, problem: Problem | null): void {
  const known = troubles.get(url);
  if (known?.message === problem?.message) return;
  if (problem) troubles.set(url, problem);
  else troubles.delete(url);
  for (const listener of listeners) listener();
}

export function findTrouble(url: string): Problem | null {
  return troubles.get(url) ?? null;
}

export function subscribeTrouble(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
