import { useEffect } from "react";
import type { Project } from "@/lib/contracts/projects";
import { classPalette } from "../map/plane-canvas";
import type { SceneMap } from "../map/scene-map";
import type { LabelSession } from "./label-session";
import type { Tile } from "./tools/tool";
import type { ValueStore } from "./value-store";

/** Draws the session's plane, and from then on only what changes. */
export function useLabelsOnMap(
  map: SceneMap | null,
  session: LabelSession,
  project: Project,
  cursor: ValueStore<Tile>,
): void {
  useEffect(() => {
    map?.grid.setMarks({ cursor: cursor.get() });
    map?.map.getTargetElement()?.focus({ preventScroll: true });
  }, [map, cursor]);
  useEffect(() => {
    if (!map) return;
    session.setClasses(project.classes);
    map.grid.setLabels(session.plane, classPalette(project.classes));
    return session.onPaint((cells) => {
      if (cells) map.grid.repaintCells(cells);
      else map.grid.repaintAll();
    });
  }, [map, session, project.classes]);
}
