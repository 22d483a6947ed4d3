import { unByKey } from "ol/Observable";
import { useEffect, useEffectEvent, useState } from "react";
import type { Scene } from "@/lib/contracts/scenes";
import type { BandRendering, ChannelStatistics } from "../map/band-rendering";
import { measureChannels } from "../map/channel-statistics";
import type { SceneMap } from "../map/scene-map";

/** Of what statistics are made: the whole scene, or what of it is on screen. */
export type StatisticsSource = "scene" | "view";

type Measured = { key: string; channels: ChannelStatistics[] };

/**
 * Statistics of what each channel shows; undefined until they are known. Those of bands over the whole
 * scene came with it, everything else is measured from blocks that are decoded: formulas once, what is
 * on screen whenever the map has moved and its imagery has come.
 *
 * @param onMeasured Hears of new statistics of what is on screen.
 */
export function useChannelStatistics(
  scene: Scene,
  map: SceneMap | null,
  rendering: BandRendering,
  source: StatisticsSource,
  onMeasured: (channels: ChannelStatistics[]) => void,
): (ChannelStatistics | undefined)[] {
  const channelKey = rendering.formulas?.join(";") ?? rendering.bands.join();
  const needsMeasuring = rendering.formulas !== undefined || source === "view";
  const key = needsMeasuring ? `${source} ${channelKey}` : null;
  const [measured, setMeasured] = useState<Measured>();
  const read = useEffectEvent(async () =>
    map ? measure(map, rendering, source === "view" ? map.window : null) : [],
  );
  const take = useEffectEvent((channels: ChannelStatistics[]) => {
    if (key === null) return;
    setMeasured({ key, channels });
    if (source === "view" && channels.length === rendering.stretches.length) onMeasured(channels);
  });
  useEffect(() => {
    if (key === null || !map) return;
    let latest = 0;
    const run = async () => {
      latest += 1;
      const asked = latest;
      const channels = await read();
      if (asked === latest) take(channels);
    };
    void run();
    const listener =
      source === "view"
        ? map.map.on("moveend", () => map.map.once("rendercomplete", () => void run()))
        : null;
    return () => {
      latest = Number.NaN;
      if (listener) unByKey(listener);
    };
  }, [key, map, source]);
  if (key === null) return rendering.bands.map((index) => scene.bands[index - 1]);
  return rendering.stretches.map((_, place) =>
    measured?.key === key ? measured.channels[place] : undefined,
  );
}

/** An empty list where the imagery cannot be read; the map says why. */
export async function measure(
  map: Pick<SceneMap, "reader" | "facts">,
  rendering: BandRendering,
  window: SceneMap["window"],
): Promise<ChannelStatistics[]> {
  try {
    return await measureChannels(await map.reader, map.facts, rendering, window);
  } catch {
    return [];
  }
}
