import { useQuery } from "@tanstack/react-query";
import { apiQuery } from "@/lib/api-client";
import type { Scene } from "@/lib/contracts/scenes";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import { cursorKey } from "../cursor-place";
import type { Tile } from "../tools/tool";
import { remember } from "../workspace-settings";
import type { TileStatuses } from "./tile-statuses";

export type Returned = {
  /** Tiles of the whole project that one is asked to look at again. */
  count: number;
  /** Goes to the next of them: in this scene, else in another one. */
  goToNext: () => void;
};

/** The tiles that came back from a reviewer, and the way to them. */
export function useReturned(
  projectId: string,
  scene: Scene,
  scenes: readonly Scene[],
  statuses: TileStatuses,
  targets: {
    cursor: { get: () => Tile };
    goTo: (tile: Tile) => void;
    chooseScene: (sceneId: string) => void;
    onNone: () => void;
  },
): Returned {
  const { data } = useQuery(
    apiQuery.opinions.listReturned.queryOptions({
      input: { projectId },
      // Tiles of other scenes come back unheard.
      refetchInterval: 60_000,
    }),
  );
  const goToNext = () => {
    const cell = statuses.nextReturned(tileIndex(targets.cursor.get(), scene.gridCols));
    if (cell !== null) return targets.goTo(tileOfIndex(cell, scene.gridCols));
    const elsewhere = data?.find((one) => one.sceneId !== scene.id);
    const other = scenes.find((one) => one.id === elsewhere?.sceneId);
    if (!elsewhere || !other) return targets.onNone();
    remember(cursorKey(other), { row: elsewhere.row, col: elsewhere.col });
    targets.chooseScene(other.id);
  };
  return { count: data?.length ?? 0, goToNext };
}
