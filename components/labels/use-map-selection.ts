import { useEffect, useEffectEvent } from "react";
import { tileIndex } from "@/lib/geo/grid";
import type { SceneMap } from "../map/scene-map";
import type { TileSelection } from "./tile-selection";
import { rectangleCells } from "./tools/rectangle-tool";
import { clickSlackPx, type Tile } from "./tools/tool";
import type { ValueStore } from "./value-store";

/**
 * The selection on the map: shown there, and changed with Ctrl (one tile more or less) and Shift
 * (all tiles of the rectangle from the cursor), whatever tool is in hand.
 */
export function useMapSelection(
  map: SceneMap | null,
  selection: TileSelection,
  cursor: ValueStore<Tile>,
  grid: { gridRows: number; gridCols: number; tileCount: number },
): void {
  useEffect(() => {
    if (!map) return;
    const show = () => {
      map.grid.setMarks({ picked: selection.snapshot() });
    };
    show();
    return selection.subscribe(show);
  }, [map, selection]);
  useEffect(
    // The wall moves the cursor too.
    () => cursor.subscribe(() => map?.grid.setMarks({ cursor: cursor.get() })),
    [map, cursor],
  );

  const pick = useEffectEvent((tile: Tile, isRange: boolean) => {
    const cellOf = (one: Tile) => tileIndex(one, grid.gridCols);
    if (isRange) {
      const cells = rectangleCells(cursor.get(), tile, {
        rows: grid.gridRows,
        cols: grid.gridCols,
      });
      selection.set(
        cells.filter((cell) => cell < grid.tileCount),
        true,
      );
    } else if (cellOf(tile) < grid.tileCount) {
      selection.toggle(cellOf(tile));
      cursor.set(tile);
    }
  });

  useEffect(() => {
    if (!map) return;
    const { viewport } = map;
    let pressed: { x: number; y: number } | null = null;
    const press = (event: PointerEvent) => {
      const isOurs = event.ctrlKey || event.metaKey || event.shiftKey;
      if (event.button !== 0 || event.altKey || !isOurs) return;
      // Before the tool in hand: it listens on the same element, further on.
      event.stopPropagation();
      pressed = { x: event.clientX, y: event.clientY };
    };
    const release = (event: PointerEvent) => {
      if (!pressed) return;
      const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
      pressed = null;
      const { tile } = map.pointerAt(event);
      if (tile && moved <= clickSlackPx) pick(tile, event.shiftKey);
    };
    viewport.addEventListener("pointerdown", press, { capture: true });
    window.addEventListener("pointerup", release);
    return () => {
      viewport.removeEventListener("pointerdown", press, { capture: true });
      window.removeEventListener("pointerup", release);
    };
  }, [map]);
}
