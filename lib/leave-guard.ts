/** Asks whether to leave; calls `go` when it may be left. */
type Guard = (go: () => void) => void;

const guards: Guard[] = [];

/** Asked before a page with unsaved work is left from inside the studio. @returns Takes it away. */
export function addLeaveGuard(guard: Guard): () => void {
  guards.push(guard);
  return () => {
    const at = guards.indexOf(guard);
    if (at >= 0) guards.splice(at, 1);
  };
}

/** Goes to another page, at once or after whoever guards this one has been asked. */
export function leave(go: () => void): void {
  const guard = guards.at(-1);
  if (guard) guard(go);
  else go();
}
