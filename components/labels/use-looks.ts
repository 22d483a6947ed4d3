import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { apiQuery } from "@/lib/api-client";
import type { Scene } from "@/lib/contracts/scenes";
import type { View } from "@/lib/contracts/views";
import {
  type BandRendering,
  type ChannelStatistics,
  indexFormula,
  indexNames,
  presetBands,
  presetNames,
  type StretchName,
  stretchNameBy,
  stretchNameOf,
  withBands,
  withFormulas,
} from "../map/band-rendering";
import { measureChannels } from "../map/channel-statistics";
import { renderingOfView, viewOfRendering } from "../map/saved-view";
import type { SceneMap } from "../map/scene-map";

/** A way to look at a scene that has a name: bands, or a formula. */
export type Composite =
  | { kind: "bands"; name: (typeof presetNames)[number]; bands: number[] }
  | { kind: "index"; name: (typeof indexNames)[number]; formula: string };

export type Looks = {
  /** Saved views that this scene has the bands for. */
  views: View[];
  shownView: View | undefined;
  composites: Composite[];
  shownComposite: Composite | undefined;
  /** Statistics of what each channel shows; undefined until a formula was computed. */
  channels: (ChannelStatistics | undefined)[];
  stretchName: StretchName;
  showView: (view: View) => void;
  showComposite: (composite: Composite) => void;
  showFormulas: (formulas: string[], ramp?: BandRendering["ramp"]) => void;
  setStretch: (name: Exclude<StretchName, "custom">) => void;
  /** Stretches to the values that are on screen now. */
  stretchToWindow: () => Promise<boolean>;
  /** The next saved view, or composite where none is saved; its name for a moment on screen. */
  cycle: () => View | Composite | null;
};

const indexRamps = { ndvi: "vegetation", ndwi: "viridis", ndbi: "magma", nbr: "magma" } as const;

/** Everything there is to choose about how a scene looks. */
export function useLooks(
  scene: Scene,
  map: SceneMap | null,
  rendering: BandRendering,
  setRendering: (rendering: BandRendering) => void,
): Looks {
  const { bands } = scene;
  const saved = useQuery(
    apiQuery.views.list.queryOptions({ input: { projectId: scene.projectId } }),
  ).data;
  const views = useMemo(
    () => (saved ?? []).filter((view) => renderingOfView(view, bands) !== null),
    [saved, bands],
  );
  const composites = useMemo(() => compositesOf(scene), [scene]);
  const channels = useChannelStatistics(scene, map, rendering);
  const latest = useRef(0);
  const stretchName = rendering.formulas
    ? stretchNameBy(rendering.stretches, channels)
    : stretchNameOf(rendering, bands);
  const rule = stretchName === "custom" ? "percentile2" : stretchName;

  const show = (next: BandRendering) => {
    latest.current += 1;
    setRendering(next);
  };
  const showFormulas = async (formulas: string[], ramp?: BandRendering["ramp"]) => {
    latest.current += 1;
    const asked = latest.current;
    const drawn = { gamma: rendering.gamma, ramp: ramp ?? rendering.ramp };
    const unknown = formulas.map(() => noStatistics);
    const draft = withFormulas(drawn, formulas, bands.length, unknown, "minmax");
    const measured = map ? await measure(map, draft, null) : [];
    // Something else may have been chosen meanwhile.
    if (latest.current !== asked) return;
    if (measured.length !== formulas.length) setRendering(draft);
    else setRendering(withFormulas(drawn, formulas, bands.length, measured, rule));
  };
  const showComposite = (composite: Composite) => {
    if (composite.kind === "bands") show(withBands(rendering, bands, composite.bands, stretchName));
    else void showFormulas([composite.formula], indexRamps[composite.name]);
  };
  const showView = (view: View) => {
    const next = renderingOfView(view, bands);
    if (next) show(next);
  };
  const shownView = viewOfRendering(views, rendering, bands);
  const shownComposite = composites.find((one) =>
    one.kind === "bands"
      ? !rendering.formulas && rendering.bands.join() === one.bands.join()
      : rendering.formulas?.length === 1 && rendering.formulas[0] === one.formula,
  );
  return {
    views,
    shownView,
    composites,
    shownComposite,
    channels,
    stretchName,
    showView,
    showComposite,
    showFormulas: (formulas, ramp) => void showFormulas(formulas, ramp),
    setStretch: (name) => {
      const known = channels.filter((one) => one !== undefined);
      if (!rendering.formulas) show(withBands(rendering, bands, rendering.bands, name));
      else if (known.length === rendering.formulas.length) {
        show(withFormulas(rendering, rendering.formulas, bands.length, known, name));
      }
    },
    stretchToWindow: async () => {
      const measured = map ? await measure(map, rendering, map.window) : [];
      if (measured.length !== rendering.stretches.length) return false;
      show({ ...rendering, stretches: measured.map((one) => ({ low: one.p2, high: one.p98 })) });
      return true;
    },
    cycle: () => {
      if (views.length > 0) {
        const next = views[(shownView ? views.indexOf(shownView) + 1 : 0) % views.length];
        if (next) showView(next);
        return next ?? null;
      }
      const place = shownComposite ? composites.indexOf(shownComposite) + 1 : 0;
      const next = composites[place % composites.length];
      if (next) showComposite(next);
      return next ?? null;
    },
  };
}

const noStatistics: ChannelStatistics = {
  min: -1,
  max: 1,
  mean: 0,
  standardDeviation: 0.5,
  p1: -1,
  p2: -1,
  p98: 1,
  p99: 1,
  histogram: { low: -1, high: 1, counts: [] },
};

function compositesOf({ bands }: Scene): Composite[] {
  return [
    ...presetNames.flatMap((name): Composite[] => {
      const found = presetBands(bands, name);
      return found ? [{ kind: "bands", name, bands: found }] : [];
    }),
    ...indexNames.flatMap((name): Composite[] => {
      const formula = indexFormula(bands, name);
      return formula ? [{ kind: "index", name, formula }] : [];
    }),
  ];
}

/** An empty list where the imagery cannot be read; the map says why. */
async function measure(
  map: SceneMap,
  rendering: BandRendering,
  window: SceneMap["window"],
): Promise<ChannelStatistics[]> {
  try {
    return await measureChannels(await map.reader, map.facts, rendering, window);
  } catch {
    return [];
  }
}

function useChannelStatistics(
  scene: Scene,
  map: SceneMap | null,
  rendering: BandRendering,
): (ChannelStatistics | undefined)[] {
  const key = rendering.formulas?.join(";") ?? null;
  const [measured, setMeasured] = useState<{ key: string; channels: ChannelStatistics[] }>();
  const read = useEffectEvent(() =>
    map ? measure(map, rendering, null) : Promise.resolve<ChannelStatistics[]>([]),
  );
  useEffect(() => {
    if (key === null || !map) return;
    let isCurrent = true;
    void read().then((channels) => isCurrent && setMeasured({ key, channels }));
    return () => {
      isCurrent = false;
    };
  }, [key, map]);
  if (key === null) return rendering.bands.map((index) => scene.bands[index - 1]);
  return rendering.stretches.map((_, place) =>
    measured?.key === key ? measured.channels[place] : undefined,
  );
}
