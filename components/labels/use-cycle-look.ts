import { toast } from "sonner";
import { useCompositeName } from "./composite-choice";
import type { Looks } from "./use-looks";

/** Goes on to the next look and says its name for a moment. */
export function useCycleLook(looks: Looks): () => void {
  const compositeName = useCompositeName();
  return () => {
    const next = looks.cycle();
    if (!next) return;
    const name = "id" in next ? next.name : compositeName(next);
    toast(name, { id: "shown-look", duration: 1200 });
  };
}
