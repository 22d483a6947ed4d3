import { useEffect, useMemo, useState } from "react";
import type { Scene } from "@/lib/contracts/scenes";
import { type BandRendering, channelFunctions, stretched } from "../map/band-rendering";
import type { SceneMap } from "../map/scene-map";
import { readTileMeans, type TileMeans } from "../map/tile-means";
import type { TileLooks } from "./tools/flood-tool";

/**
 * What every tile looks like under the bands, stretch and gamma on screen. The means are read when
 * they are first wanted, and again for other bands; null until they are there.
 */
export function useTileLooks(
  map: SceneMap | null,
  scene: Scene,
  rendering: BandRendering,
  wanted: boolean,
): TileLooks | null {
  const [means, setMeans] = useState<TileMeans | null>(null);
  const bandKey = rendering.bands.join();
  useEffect(() => {
    if (!map || !wanted) return;
    let isCurrent = true;
    const read = async () => {
      const found = await readTileMeans(await map.reader, scene, bandKey.split(",").map(Number));
      if (isCurrent) setMeans(found);
    };
    // The map says already why imagery cannot be read; nothing is alike then.
    read().catch(() => isCurrent && setMeans(null));
    return () => {
      isCurrent = false;
    };
  }, [map, scene, bandKey, wanted]);
  return useMemo(() => {
    if (!means || !wanted || means.bands.join() !== bandKey) return null;
    return tileLooks(means, rendering);
  }, [means, wanted, bandKey, rendering]);
}

/** What the channels on screen make of the means: a formula is taken of the means of its bands. */
export function tileLooks({ means, valid }: TileMeans, rendering: BandRendering): TileLooks {
  const values = new Float64Array(means.length);
  const channels = channelFunctions(rendering).map((compute, place) => {
    const stretch = rendering.stretches[place] ?? { low: 0, high: 1 };
    return Float32Array.from(valid, (_, tile) => {
      for (let band = 0; band < means.length; band += 1) {
        values[band] = means[band]?.[tile] ?? 0;
      }
      return stretched(compute(values, 0), stretch, rendering.gamma);
    });
  });
  return { valid, channels };
}
