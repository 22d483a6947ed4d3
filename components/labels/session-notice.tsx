import { useSyncExternalStore } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { useWorkspace } from "./workspace-context";

/** Labels that cannot be read are not "no labels": nothing can be painted until they are there. */
export function SessionNotice() {
  const { session } = useWorkspace();
  const { ready, loadProblem } = useSyncExternalStore(
    session.subscribe,
    session.snapshot,
    session.snapshot,
  );
  if (ready || !loadProblem) return null;
  return (
    <ErrorState
      className="absolute bottom-4 left-1/2 z-20 w-96 -translate-x-1/2"
      error={loadProblem}
      onRetry={() => void session.resync()}
    />
  );
}
