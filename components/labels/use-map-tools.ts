import { useEffect, useEffectEvent, useRef } from "react";
import type { SceneMap } from "../map/scene-map";
import { BrushTool } from "./tools/brush-tool";
import { ClickTool } from "./tools/click-tool";
import { FloodTool, type TileLooks } from "./tools/flood-tool";
import { LassoTool } from "./tools/lasso-tool";
import { RectangleTool } from "./tools/rectangle-tool";
import type { Cells, Tool, ToolName, ToolPoint } from "./tools/tool";
import type { PointerPlace } from "./workspace-context";

export type MapToolOptions = {
  tool: ToolName;
  brushRadius: number;
  /** What tiles look like, for the flood; null while unknown. */
  looks: TileLooks | null;
  /** How different a tile may look to be flooded, 0 to 1. */
  tolerance: number;
  /** Colour of unfinished strokes; null erases. */
  colour: string | null;
  /** false: nothing can be painted, only chosen. */
  paints: boolean;
  onCells: (tool: ToolName, cells: Cells) => void;
  /** The tiles of the unfinished act; null when there is none. */
  onUnfinished: (tool: ToolName, cells: Cells | null) => void;
  onPointer: (place: PointerPlace) => void;
  onBrushWheel: (change: number) => void;
};

/** Tools for which a drag is theirs; with the others it moves the map. */
const dragged: readonly ToolName[] = ["brush", "rectangle", "lasso"];

function makeTool(map: SceneMap, name: ToolName, options: MapToolOptions): Tool {
  const size = map.geometry;
  switch (name) {
    case "brush":
      return new BrushTool(size, options.brushRadius);
    case "rectangle":
      return new RectangleTool(size);
    case "lasso":
      return new LassoTool(size);
    case "flood":
      return new FloodTool(size, options.looks, options.tolerance);
    default:
      return new ClickTool(size);
  }
}

/** Turns the map's pointer into tiles by the chosen tool. @returns A way to cancel (Escape). */
export function useMapTools(map: SceneMap | null, options: MapToolOptions): () => boolean {
  const { brushRadius, looks, tolerance, paints } = options;
  // With nothing in hand every tool only chooses.
  const name = paints ? options.tool : "click";
  const active = useRef<Tool | null>(null);
  const lastMove = useRef<PointerEvent | null>(null);

  const make = useEffectEvent((on: SceneMap) => makeTool(on, name, options));
  const showPreview = useEffectEvent(() => {
    const preview = active.current?.preview ?? null;
    map?.grid.setMarks({ preview: preview && { ...preview, colour: options.colour } });
    options.onUnfinished(name, preview && (active.current?.cells ?? null));
  });
  const finish = useEffectEvent((cells: Cells | null) => {
    if (cells && cells.length > 0) options.onCells(name, cells);
  });
  const tellPointer = useEffectEvent((place: PointerPlace) => {
    options.onPointer(place);
    const hover = place?.tile ?? null;
    map?.grid.setMarks({ hover, brushRadius: name === "brush" ? brushRadius : null });
  });
  const turnWheel = useEffectEvent((event: WheelEvent) => {
    if (name !== "brush" || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    // With Shift held some systems turn the wheel sideways.
    options.onBrushWheel(Math.sign(event.deltaX + event.deltaY) * -1);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever a tool is made of makes a new tool.
  useEffect(() => {
    if (!map) return;
    const tool = make(map);
    active.current = tool;
    map.paintsOnDrag = dragged.includes(name);
    const viewport = map.viewport;
    const pointOf = (event: PointerEvent): ToolPoint => ({
      tile: map.nearestTileAt(event),
      inside: map.pointerAt(event).tile !== null,
      at: map.gridPlaceAt(event),
      xPx: event.clientX,
      yPx: event.clientY,
    });
    const hover = (event: PointerEvent | null) => {
      if (tool.hover?.(event && pointOf(event))) showPreview();
    };
    const press = (event: PointerEvent) => {
      if (event.button !== 0 || event.altKey) return;
      map.map.getTargetElement()?.focus({ preventScroll: true });
      tool.press(pointOf(event));
      showPreview();
    };
    const move = (event: PointerEvent) => {
      lastMove.current = event;
      const { coordinate, tile } = map.pointerAt(event);
      tellPointer(coordinate && { coordinate, tile });
      if (tool.phase === "idle") {
        hover(event);
        return;
      }
      tool.move(pointOf(event));
      showPreview();
    };
    const release = (event: PointerEvent) => {
      if (event.button !== 0 || tool.phase === "idle") return;
      finish(tool.release(pointOf(event)));
      showPreview();
    };
    const cancel = () => {
      tool.cancel();
      showPreview();
    };
    const leave = () => {
      lastMove.current = null;
      tellPointer(null);
      hover(null);
    };
    // A map that glided or zoomed came to rest under a pointer that did not move.
    const rest = () => {
      if (lastMove.current && tool.phase === "idle") move(lastMove.current);
    };
    // A finer tolerance shows at once what it would take.
    hover(lastMove.current);
    viewport.addEventListener("pointerdown", press);
    viewport.addEventListener("pointerleave", leave);
    viewport.addEventListener("pointermove", move);
    viewport.addEventListener("wheel", turnWheel, { capture: true, passive: false });
    map.map.on("moveend", rest);
    window.addEventListener("pointerup", release);
    window.addEventListener("pointercancel", cancel);
    return () => {
      viewport.removeEventListener("pointerdown", press);
      viewport.removeEventListener("pointerleave", leave);
      viewport.removeEventListener("pointermove", move);
      viewport.removeEventListener("wheel", turnWheel, { capture: true });
      map.map.un("moveend", rest);
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", cancel);
      active.current = null;
      map.grid.setMarks({ preview: null });
    };
  }, [map, name, brushRadius, looks, tolerance]);

  return () => {
    const tool = active.current;
    if (!tool || tool.phase === "idle") return false;
    tool.cancel();
    map?.grid.setMarks({ preview: null });
    options.onUnfinished(name, null);
    return true;
  };
}
