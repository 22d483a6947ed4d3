import { useEffectEvent, useRef } from "react";
import type { Scene } from "@/lib/contracts/scenes";
import type { SceneMap } from "../map/scene-map";
import { readTileMeans } from "../map/tile-means";

/**
 * Asks which tiles hold imagery, 1 or 0 each; read once, when it is first asked. null: the imagery
 * cannot be read.
 */
export function useTilesWithImagery(
  map: SceneMap | null,
  scene: Scene,
): () => Promise<Uint8Array | null> {
  const known = useRef<{ map: SceneMap; valid: Promise<Uint8Array | null> } | null>(null);
  return useEffectEvent(async () => {
    if (!map) return null;
    if (known.current?.map !== map) {
      const valid = map.reader
        .then((reader) => readTileMeans(reader, scene, []))
        .then((means) => means.valid)
        .catch(() => null);
      known.current = { map, valid };
    }
    return known.current.valid;
  });
}
