import { useMemo, useState } from "react";
import type { Scene } from "@/lib/contracts/scenes";
import type { View } from "@/lib/contracts/views";
import {
  type BandRendering,
  defaultRendering,
  type StretchName,
  withBands,
} from "../map/band-rendering";
import { renderingOfView } from "../map/saved-view";
import { type Composite, compositesOf, draftOfFormulas, indexRamps } from "./composites";
import type { Looks } from "./use-looks";

/** Beside the map, over it with a swipe, or not at all. */
export type CompareLayout = "off" | "side" | "swipe";

/**
 * `same`: as the map; `own`: as that scene suggests; `formula`: formulas of its own; else the id of a
 * saved view or a composite's name.
 */
export type ComparedLook = string;

export type Comparison = {
  layout: CompareLayout;
  setLayout: (layout: CompareLayout) => void;
  /** This scene, and those of the project that show some of the same ground. */
  candidates: readonly Scene[];
  scene: Scene;
  setSceneId: (sceneId: string) => void;
  look: ComparedLook;
  setLook: (look: ComparedLook) => void;
  /** Saved views and composites that the compared scene has the bands for. */
  views: readonly View[];
  composites: readonly Composite[];
  /** What `formula` shows. */
  formulas: readonly string[];
  setFormulas: (formulas: string[]) => void;
  rendering: BandRendering;
  /** Are the rendering's stretches to be measured first? */
  isDraft: boolean;
};

/** What a map is compared with. */
export function useComparison(
  scene: Scene,
  scenes: readonly Scene[],
  rendering: BandRendering,
  looks: Looks,
): Comparison {
  const [layout, setLayout] = useState<CompareLayout>("off");
  const candidates = useMemo(
    () => [scene, ...scenes.filter((one) => one.id !== scene.id && overlaps(scene, one))],
    [scene, scenes],
  );
  const [sceneId, setSceneId] = useState<string | null>(null);
  const [chosenLook, setLook] = useState<ComparedLook | null>(null);
  const [chosenFormulas, setFormulas] = useState<string[] | null>(null);
  // Another date is what one compares with first; without one, another look at this scene.
  const compared = candidates.find((one) => one.id === sceneId) ?? candidates[1] ?? scene;
  const composites = useMemo(() => compositesOf(compared), [compared]);
  const views = useMemo(
    () => looks.allViews.filter((view) => renderingOfView(view, compared.bands) !== null),
    [looks.allViews, compared],
  );
  const look = chosenLook ?? (compared.id === scene.id ? otherLook(looks) : "same");
  const formulas = useMemo(
    () => usableFormulas(chosenFormulas, composites, compared),
    [chosenFormulas, composites, compared],
  );
  const computed = useMemo(
    () => formulaLook(look, composites, formulas, compared),
    [look, composites, formulas, compared],
  );
  const { savedStretchName } = looks;
  const banded = useMemo(
    () =>
      bandLook(look, {
        scene,
        rendering,
        stretchName: savedStretchName,
        views,
        composites,
        compared,
      }),
    [look, scene, rendering, savedStretchName, views, composites, compared],
  );
  return {
    layout,
    setLayout,
    candidates,
    scene: compared,
    setSceneId,
    look,
    setLook,
    views,
    composites,
    formulas,
    setFormulas,
    rendering: computed ?? banded,
    isDraft: computed !== null,
  };
}

function otherLook({ views, shownView, composites, shownComposite }: Looks): ComparedLook {
  const view = views.find((one) => one !== shownView);
  const composite = composites.find((one) => one.kind === "bands" && one !== shownComposite);
  return view?.id ?? composite?.name ?? "same";
}

/** What was written, while the scene has its bands; else an index, else the first band. */
function usableFormulas(
  chosen: string[] | null,
  composites: readonly Composite[],
  compared: Scene,
): string[] {
  const index = composites.find((one) => one.kind === "index");
  const usual = [index?.kind === "index" ? index.formula : "b1"];
  if (!chosen) return usual;
  try {
    draftOfFormulas({ gamma: 1, ramp: "grey" }, chosen, compared.bands.length);
    return chosen;
  } catch {
    return usual;
  }
}

function formulaLook(
  look: ComparedLook,
  composites: readonly Composite[],
  formulas: readonly string[],
  { bands }: Scene,
): BandRendering | null {
  if (look === "formula") {
    return draftOfFormulas({ gamma: 1, ramp: "viridis" }, formulas, bands.length);
  }
  const index = composites.find((one) => one.name === look);
  if (index?.kind !== "index") return null;
  const drawn = { gamma: 1, ramp: indexRamps[index.name] };
  return draftOfFormulas(drawn, [index.formula], bands.length);
}

function bandLook(
  look: ComparedLook,
  of: {
    scene: Scene;
    rendering: BandRendering;
    stretchName: StretchName;
    views: readonly View[];
    composites: readonly Composite[];
    compared: Scene;
  },
): BandRendering {
  const { scene, rendering, compared } = of;
  const usual = defaultRendering(compared);
  const view = of.views.find((one) => one.id === look);
  if (view) return renderingOfView(view, compared.bands) ?? usual;
  const composite = of.composites.find((one) => one.name === look);
  if (composite?.kind === "bands") {
    return withBands(usual, compared.bands, composite.bands, "percentile2");
  }
  if (look !== "same") return usual;
  if (compared.id === scene.id) return rendering;
  const bandNames = rendering.bands.map((index) => scene.bands[index - 1]?.name ?? "");
  const shown = { rendering, stretchName: of.stretchName, bandNames };
  return renderingOfView(shown, compared.bands) ?? usual;
}

function overlaps(one: Scene, other: Scene): boolean {
  if (other.kind !== "raster" || one.kind !== "raster") return false;
  const [a, b] = [one.extentLonLat, other.extentLonLat];
  if (!a || !b) return false;
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
