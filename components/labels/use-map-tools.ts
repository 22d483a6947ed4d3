import { useEffect, useEffectEvent, useRef } from "react";
import type { Preview } from "../map/draw-marks";
import type { SceneMap } from "../map/scene-map";
import { BrushTool } from "./tools/brush-tool";
import { ClickTool } from "./tools/click-tool";
import { RectangleTool } from "./tools/rectangle-tool";
import type { Tile, Tool, ToolName, ToolPoint } from "./tools/tool";
import type { PointerPlace } from "./workspace-context";

export type MapToolOptions = {
  tool: ToolName;
  brushRadius: number;
  /** Colour of unfinished strokes; null erases. */
  colour: string | null;
  /** false: nothing can be painted, only chosen. */
  paints: boolean;
  onTiles: (tool: ToolName, tiles: readonly Tile[]) => void;
  onPointer: (place: PointerPlace) => void;
};

function makeTool(map: SceneMap, name: ToolName, brushRadius: number): Tool {
  if (name === "brush") return new BrushTool(map.geometry, brushRadius);
  return name === "rectangle" ? new RectangleTool() : new ClickTool();
}

/** Turns the map's pointer into tiles by the chosen tool. @returns A way to cancel (Escape). */
export function useMapTools(map: SceneMap | null, options: MapToolOptions): () => boolean {
  const { tool: name, brushRadius, paints } = options;
  const active = useRef<Tool | null>(null);

  const showPreview = useEffectEvent(() => {
    const preview = active.current?.preview ?? null;
    const coloured: Preview | null = preview && { ...preview, colour: options.colour };
    map?.grid.setMarks({ preview: coloured });
  });
  const finish = useEffectEvent((tiles: readonly Tile[] | null) => {
    // With nothing in hand every tool only chooses.
    if (tiles && tiles.length > 0) options.onTiles(paints ? name : "click", tiles);
  });
  const tellPointer = useEffectEvent((place: PointerPlace) => {
    options.onPointer(place);
    const hover = place?.tile ?? null;
    map?.grid.setMarks({ hover, brushRadius: name === "brush" && paints ? brushRadius : null });
  });

  useEffect(() => {
    if (!map) return;
    const tool = makeTool(map, paints ? name : "click", brushRadius);
    active.current = tool;
    map.paintsOnDrag = paints && name !== "click";
    const viewport = map.viewport;
    const pointOf = (event: PointerEvent): ToolPoint => ({
      tile: map.nearestTileAt(event),
      inside: map.pointerAt(event).tile !== null,
      xPx: event.clientX,
      yPx: event.clientY,
    });
    const press = (event: PointerEvent) => {
      if (event.button !== 0 || event.altKey) return;
      map.map.getTargetElement()?.focus({ preventScroll: true });
      tool.press(pointOf(event));
      showPreview();
    };
    const move = (event: PointerEvent) => {
      const { coordinate, tile } = map.pointerAt(event);
      tellPointer(coordinate && { coordinate, tile });
      if (tool.phase === "idle") return;
      tool.move(pointOf(event));
      showPreview();
    };
    const release = (event: PointerEvent) => {
      if (event.button !== 0) return;
      finish(tool.release(pointOf(event)));
      showPreview();
    };
    const cancel = () => {
      tool.cancel();
      showPreview();
    };
    const leave = () => tellPointer(null);
    viewport.addEventListener("pointerdown", press);
    viewport.addEventListener("pointerleave", leave);
    viewport.addEventListener("pointermove", move);
    window.addEventListener("pointerup", release);
    window.addEventListener("pointercancel", cancel);
    return () => {
      viewport.removeEventListener("pointerdown", press);
      viewport.removeEventListener("pointerleave", leave);
      viewport.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", cancel);
      active.current = null;
      map.grid.setMarks({ preview: null });
    };
  }, [map, name, brushRadius, paints]);

  return () => {
    const tool = active.current;
    if (!tool || tool.phase === "idle") return false;
    tool.cancel();
    map?.grid.setMarks({ preview: null });
    return true;
  };
}
