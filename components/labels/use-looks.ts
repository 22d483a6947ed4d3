import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { apiQuery } from "@/lib/api-client";
import type { Scene } from "@/lib/contracts/scenes";
import type { View } from "@/lib/contracts/views";
import {
  type BandRendering,
  type ChannelStatistics,
  defaultRendering,
  type Stretch,
  type StretchName,
  stretchFrom,
  stretchNameBy,
  suggestedStretch,
  withBands,
  withFormulas,
} from "../map/band-rendering";
import { renderingOfView, viewOfRendering } from "../map/saved-view";
import type { SceneMap } from "../map/scene-map";
import { type Composite, compositesOf, draftOfFormulas, indexRamps } from "./composites";
import { measure, type StatisticsSource, useChannelStatistics } from "./use-channel-statistics";

export type Looks = {
  /** Every saved view of the project, in the project's order. */
  allViews: View[];
  /** Saved views that this scene has the bands for. */
  views: View[];
  shownView: View | undefined;
  composites: Composite[];
  shownComposite: Composite | undefined;
  /** Statistics of what each channel shows; undefined until a formula was computed. */
  channels: (ChannelStatistics | undefined)[];
  stretchName: StretchName;
  /** How other scenes find the stretches of this look, once it is saved. */
  savedStretchName: StretchName;
  showView: (view: View) => void;
  showComposite: (composite: Composite) => void;
  showFormulas: (formulas: string[], ramp?: BandRendering["ramp"]) => void;
  setStretch: (name: StretchRule) => void;
  /** Changes one channel by hand. */
  setStretchOf: (channel: number, stretch: Stretch) => void;
  /** Gives one channel back the stretch that the scene suggests. */
  resetStretchOf: (channel: number) => void;
  /** Of what the statistics are; of what is on screen, they follow the map, and the rule with them. */
  source: StatisticsSource;
  setSource: (source: StatisticsSource) => void;
  /** As the scene suggests. */
  reset: () => void;
  /** The next saved view, or composite where none is saved; its name for a moment on screen. */
  cycle: () => View | Composite | null;
};

type StretchRule = Exclude<StretchName, "custom">;

const noViews: View[] = [];

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
  const allViews = saved ?? noViews;
  const views = useMemo(
    () => allViews.filter((view) => renderingOfView(view, bands) !== null),
    [allViews, bands],
  );
  const composites = useMemo(() => compositesOf(scene), [scene]);
  const [source, setSource] = useState<StatisticsSource>("scene");
  /** The rule for the next statistics that come; null: stretches stay as they are. */
  const [followed, setFollowed] = useState<StretchRule | null>(null);
  const channels = useChannelStatistics(scene, map, rendering, source, (measured) => {
    if (followed === null) return;
    const stretches = measured.map((one) => stretchFrom(one, followed));
    setRendering({ ...rendering, stretches });
    if (source === "scene") setFollowed(null);
  });
  const latest = useRef(0);
  const stretchName =
    source === "view" ? (followed ?? "custom") : stretchNameBy(rendering.stretches, channels);
  const rule = stretchName === "custom" ? "percentile2" : stretchName;

  const show = (next: BandRendering) => {
    latest.current += 1;
    setRendering(next);
  };
  const showFormulas = async (formulas: string[], ramp?: BandRendering["ramp"]) => {
    latest.current += 1;
    const asked = latest.current;
    const drawn = { gamma: rendering.gamma, ramp: ramp ?? rendering.ramp };
    const draft = draftOfFormulas(drawn, formulas, bands.length);
    const window = source === "view" ? (map?.window ?? null) : null;
    const measured = map ? await measure(map, draft, window) : [];
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
    if (!next) return;
    setFollowed(source === "scene" || view.stretchName === "custom" ? null : view.stretchName);
    show(next);
  };
  const shownView = viewOfRendering(views, rendering, bands, followed !== null);
  const shownComposite = composites.find((one) =>
    one.kind === "bands"
      ? !rendering.formulas && rendering.bands.join() === one.bands.join()
      : rendering.formulas?.length === 1 && rendering.formulas[0] === one.formula,
  );
  return {
    allViews,
    views,
    shownView,
    composites,
    shownComposite,
    channels,
    stretchName,
    savedStretchName: source === "view" ? "custom" : stretchName,
    showView,
    showComposite,
    showFormulas: (formulas, ramp) => void showFormulas(formulas, ramp),
    setStretch: (name) => {
      setFollowed(source === "view" ? name : null);
      const known = channels.filter((one) => one !== undefined);
      if (known.length !== rendering.stretches.length) return;
      show({ ...rendering, stretches: known.map((one) => stretchFrom(one, name)) });
    },
    setStretchOf: (channel, stretch) => {
      setFollowed(null);
      show({ ...rendering, stretches: rendering.stretches.with(channel, stretch) });
    },
    resetStretchOf: (channel) => {
      const own = suggestedStretch(scene, rendering, channels[channel]);
      show({ ...rendering, stretches: rendering.stretches.with(channel, own) });
    },
    source,
    setSource: (next) => {
      const waits = next === "view" || rendering.formulas !== undefined;
      setFollowed(waits ? rule : null);
      setSource(next);
      if (!waits) show(withBands(rendering, bands, rendering.bands, rule));
    },
    reset: () => {
      setFollowed(null);
      setSource("scene");
      show(defaultRendering(scene));
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
