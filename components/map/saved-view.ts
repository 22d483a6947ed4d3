import { renumberFormula } from "@/lib/band-formula";
import type { Band } from "@/lib/contracts/scenes";
import type { View } from "@/lib/contracts/views";
import { type BandRendering, fitsScene, stretchOf } from "./band-rendering";

/**
 * A saved view on a scene that may number its bands otherwise: bands are found by name, and stretches
 * by the view's rule, unless they were set by hand.
 *
 * @returns null where the scene lacks a band.
 */
export function renderingOfView(
  view: Pick<View, "rendering" | "stretchName" | "bandNames">,
  bands: readonly Band[],
): BandRendering | null {
  const { rendering, stretchName } = view;
  const numberOf = (index: number): number => {
    const name = wordOf(view.bandNames[rendering.bands.indexOf(index)]);
    if (!name || wordOf(bands[index - 1]?.name) === name) return index;
    return bands.find((band) => wordOf(band.name) === name)?.index ?? index;
  };
  const found: BandRendering = {
    ...rendering,
    bands: rendering.bands.map(numberOf),
    ...(rendering.formulas && {
      formulas: rendering.formulas.map((formula) => renumberFormula(formula, numberOf)),
    }),
  };
  if (!fitsScene(found, bands.length)) return null;
  if (rendering.formulas || stretchName === "custom") return found;
  return {
    ...found,
    stretches: found.bands.map((index) => stretchOf(bands, index, stretchName)),
  };
}

function wordOf(name: string | undefined): string {
  return name?.trim().toLowerCase() ?? "";
}

/** Which of the views a rendering is, if any. */
export function viewOfRendering(
  views: readonly View[],
  rendering: BandRendering,
  bands: readonly Band[],
): View | undefined {
  const shown = JSON.stringify(orderedRendering(rendering));
  return views.find((view) => {
    const own = renderingOfView(view, bands);
    return own !== null && JSON.stringify(orderedRendering(own)) === shown;
  });
}

function orderedRendering({ mode, bands, formulas, stretches, gamma, ramp }: BandRendering) {
  const pairs = stretches.map(({ low, high }) => [low, high]);
  return [mode, bands, formulas ?? null, pairs, gamma, mode === "single" ? ramp : null];
}
