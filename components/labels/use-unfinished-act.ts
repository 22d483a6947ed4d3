import { useEffect, useState } from "react";
import type { SceneMap } from "../map/scene-map";
import type { UnfinishedAct } from "./act-preview";
import { ValueStore } from "./value-store";

/** The act that has not happened yet; one that waits for an answer is drawn on the map meanwhile. */
export function useUnfinishedAct(
  map: SceneMap | null,
  colour: string | null,
): ValueStore<UnfinishedAct | null> {
  const [store] = useState(() => new ValueStore<UnfinishedAct | null>(null));
  useEffect(() => {
    let isDrawn = false;
    const draw = () => {
      const act = store.get();
      if (act?.waits) {
        isDrawn = true;
        map?.grid.setMarks({ preview: { shape: "cells", cells: act.cells, colour } });
      } else if (isDrawn) {
        isDrawn = false;
        map?.grid.setMarks({ preview: null });
      }
    };
    draw();
    return store.subscribe(draw);
  }, [map, colour, store]);
  return store;
}
