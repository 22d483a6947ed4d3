import { useMemo, useState } from "react";
import type { Scene } from "@/lib/contracts/scenes";
import { type BandRendering, defaultRendering, withBands } from "../map/band-rendering";
import { renderingOfView } from "../map/saved-view";
import type { Looks } from "./use-looks";

/** Beside the map, over it with a swipe, or not at all. */
export type CompareLayout = "off" | "side" | "swipe";

/** `same`: as the map; `own`: as that scene suggests; else the id of a saved view or a composite's name. */
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
  rendering: BandRendering;
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
  // Another date is what one compares with first; without one, another look at this scene.
  const compared = candidates.find((one) => one.id === sceneId) ?? candidates[1] ?? scene;
  const look = chosenLook ?? (compared.id === scene.id ? otherLook(looks) : "same");
  const compareRendering = useMemo(
    () => renderingOf(look, { scene, rendering, looks, compared }),
    [look, scene, rendering, looks, compared],
  );
  return {
    layout,
    setLayout,
    candidates,
    scene: compared,
    setSceneId,
    look,
    setLook,
    rendering: compareRendering,
  };
}

function otherLook({ views, shownView, composites, shownComposite }: Looks): ComparedLook {
  const view = views.find((one) => one !== shownView);
  const composite = composites.find((one) => one.kind === "bands" && one !== shownComposite);
  return view?.id ?? composite?.name ?? "same";
}

function renderingOf(
  look: ComparedLook,
  {
    scene,
    rendering,
    looks,
    compared,
  }: { scene: Scene; rendering: BandRendering; looks: Looks; compared: Scene },
): BandRendering {
  const usual = defaultRendering(compared);
  const view = looks.views.find((one) => one.id === look);
  if (view) return renderingOfView(view, compared.bands) ?? usual;
  const composite = looks.composites.find((one) => one.name === look);
  if (composite?.kind === "bands") {
    const bandNames = composite.bands.map((index) => scene.bands[index - 1]?.name ?? "");
    const shown = withBands(usual, scene.bands, composite.bands, "percentile2");
    const there = { rendering: shown, stretchName: "percentile2", bandNames } as const;
    return renderingOfView(there, compared.bands) ?? usual;
  }
  if (look === "own") return usual;
  if (compared.id === scene.id) return rendering;
  const bandNames = rendering.bands.map((index) => scene.bands[index - 1]?.name ?? "");
  const shown = { rendering, stretchName: looks.stretchName, bandNames };
  return renderingOfView(shown, compared.bands) ?? usual;
}

function overlaps(one: Scene, other: Scene): boolean {
  if (other.kind !== "raster" || one.kind !== "raster") return false;
  const [a, b] = [one.extentLonLat, other.extentLonLat];
  if (!a || !b) return false;
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
