import { tileIndex } from "@/lib/geo/grid";
import { useWorkspace } from "../workspace-context";
import type { KeptLabels } from "./conflict-store";

/**
 * Takes over what somebody else had answered: with one mind, the tiles are settled. Tiles that show
 * something else than one's own answer by now stay.
 */
export function useAgree(): (kept: KeptLabels) => void {
  const { session, scene, project, together } = useWorkspace();
  return (kept) => {
    const byteOf = (id: string | null) => {
      const one = project.classes.find((candidate) => candidate.id === id);
      return one ? one.index + 1 : 0;
    };
    const own = byteOf(kept.wantedClassId);
    const cells = kept.tiles
      .map(([row, col]) => tileIndex({ row, col }, scene.gridCols))
      .filter((cell) => session.plane[cell] === own);
    session.apply("key", cells, byteOf(kept.classId));
    together.conflicts.remove(kept);
  };
}
