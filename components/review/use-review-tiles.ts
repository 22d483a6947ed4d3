import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { api, apiQuery } from "@/lib/api-client";
import type { ReviewKind, TileOpinions } from "@/lib/contracts/opinions";
import type { Scene } from "@/lib/contracts/scenes";
import { tileIndex } from "@/lib/geo/grid";

export type ReviewFilter = {
  kind: ReviewKind;
  sceneId: string | null;
  classId: string | null;
  otherClassId: string | null;
};

const pageSize = 50;

export function keyOfTile(tile: { sceneId: string; row: number; col: number }): string {
  return `${tile.sceneId} ${tile.row} ${tile.col}`;
}

/** The tiles that wait for a reviewer, page by page; what is settled meanwhile stays until asked. */
export function useReviewTiles(projectId: string, scenes: readonly Scene[], filter: ReviewFilter) {
  const cache = useQueryClient();
  const asked = {
    projectId,
    kind: filter.kind,
    limit: pageSize,
    ...(filter.sceneId && { sceneId: filter.sceneId }),
    ...(filter.classId && { classId: filter.classId }),
    ...(filter.otherClassId && { otherClassId: filter.otherClassId }),
  };
  const query = useInfiniteQuery({
    queryKey: [...apiQuery.opinions.listReview.key(), asked],
    queryFn: ({ pageParam }) =>
      api.opinions.listReview({
        ...asked,
        ...(pageParam && {
          afterSceneId: pageParam.sceneId,
          afterTileIndex: indexOf(pageParam, scenes),
        }),
      }),
    initialPageParam: null as TileOpinions | null,
    getNextPageParam: (page) => (page.more ? (page.tiles.at(-1) ?? null) : null),
  });
  return {
    query,
    tiles: query.data?.pages.flatMap((page) => page.tiles) ?? [],
    counts: query.data?.pages.at(-1)?.counts ?? null,
    refresh: () => cache.invalidateQueries({ queryKey: apiQuery.opinions.listReview.key() }),
  };
}

function indexOf(tile: TileOpinions, scenes: readonly Scene[]): number {
  const scene = scenes.find((one) => one.id === tile.sceneId);
  return tileIndex(tile, scene?.gridCols ?? 1);
}
