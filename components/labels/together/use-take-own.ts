import { tileIndex } from "@/lib/geo/grid";
import { useWorkspace } from "../workspace-context";
import type { KeptLabels } from "./conflict-store";

/**
 * Gives tiles one's own class after all, now that one knows what they were. Tiles that are something
 * else again meanwhile stay.
 */
export function useTakeOwn(): (kept: KeptLabels) => void {
  const { session, scene, project, together } = useWorkspace();
  return (kept) => {
    const byteOf = (id: string | null) => {
      const one = project.classes.find((candidate) => candidate.id === id);
      return one ? one.index + 1 : 0;
    };
    const theirs = byteOf(kept.classId);
    const cells = kept.tiles
      .map(([row, col]) => tileIndex({ row, col }, scene.gridCols))
      .filter((cell) => session.plane[cell] === theirs);
    session.apply("key", cells, byteOf(kept.wantedClassId));
    together.conflicts.remove(kept);
  };
}
