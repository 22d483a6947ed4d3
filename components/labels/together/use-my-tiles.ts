import { useMemo } from "react";
import { useMe } from "@/components/auth/me-context";
import { ownAreas, useAreas } from "./use-areas";

/** One byte per tile, 1 in a work area that one holds; null while nobody asks. */
export function useMyTiles(
  scene: { id: string; gridRows: number; gridCols: number },
  isAsked: boolean,
): Uint8Array | null {
  const { id: userId } = useMe();
  const { areas } = useAreas(scene.id);
  // The areas are read again and again; only other places make another list of tiles.
  const places = JSON.stringify(
    ownAreas(areas, userId).map(({ row, col, rows, cols }) => [row, col, rows, cols]),
  );
  return useMemo(() => {
    if (!isAsked) return null;
    const mine = new Uint8Array(scene.gridRows * scene.gridCols);
    for (const [row, col, rows, cols] of JSON.parse(places) as [number, number, number, number][]) {
      for (let at = row; at < row + rows; at += 1) {
        const start = at * scene.gridCols + col;
        mine.fill(1, start, start + cols);
      }
    }
    return mine;
  }, [places, isAsked, scene.gridRows, scene.gridCols]);
}
