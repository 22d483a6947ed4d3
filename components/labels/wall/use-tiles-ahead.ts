import { useEffect, useEffectEvent } from "react";
import type { Scene } from "@/lib/contracts/scenes";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import { readTileAhead } from "../../map/chip-pixels";
import type { SceneMap } from "../../map/scene-map";
import type { LabelSession } from "../label-session";
import type { Tile } from "../tools/tool";
import { surroundingShare } from "../use-tile-pixels";
import type { ValueStore } from "../value-store";
import type { AdvanceMode } from "../workspace-settings";
import { upcomingTiles, type WorkOrder } from "./work-order";

const tilesAhead = 5;
/** The tile that one looks at comes first. */
const pauseMs = 120;

/** Loads the next tiles of the order while one looks at this one. */
export function useTilesAhead(
  map: SceneMap | null,
  scene: Scene,
  session: LabelSession,
  cursor: ValueStore<Tile>,
  order: WorkOrder | null,
  advance: AdvanceMode,
): void {
  const readAhead = useEffectEvent(async () => {
    if (!map) return;
    const cell = tileIndex(cursor.get(), scene.gridCols);
    const options = { tileCount: scene.tileCount, onlyUnlabelled: advance === "unlabelled" };
    const reader = await map.readerOnceShown();
    for (const next of upcomingTiles(order, session.plane, cell, tilesAhead, options)) {
      const tile = tileOfIndex(next, scene.gridCols);
      await readTileAhead(reader, tile, scene.tileSizePx, surroundingShare);
    }
  });
  useEffect(() => {
    if (!map) return;
    let timer = 0;
    const plan = () => {
      window.clearTimeout(timer);
      // Whatever goes wrong is said by the map when the tile is needed.
      timer = window.setTimeout(() => void readAhead().catch(() => undefined), pauseMs);
    };
    plan();
    const stop = cursor.subscribe(plan);
    return () => {
      window.clearTimeout(timer);
      stop();
    };
  }, [map, cursor]);
}
