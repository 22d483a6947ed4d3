import { renumberFormula } from "@/lib/band-formula";
import type { Band } from "@/lib/contracts/scenes";
import type { View } from "@/lib/contracts/views";
import { type BandRendering, fitsScene, stretchOf } from "./band-rendering";
import { bandOfName, isBandName } from "./band-roles";

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
    const name = view.bandNames[rendering.bands.indexOf(index)]?.trim();
    if (!name || isBandName(bands[index - 1], name)) return index;
    return bandOfName(bands, name) ?? index;
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

/**
 * Which of the views a rendering is, if any.
 *
 * @param byRule Stretches follow what is on screen, so they differ from those of a view by rule.
 */
export function viewOfRendering(
  views: readonly View[],
  rendering: BandRendering,
  bands: readonly Band[],
  byRule = false,
): View | undefined {
  return views.find((view) => {
    const own = renderingOfView(view, bands);
    if (own === null) return false;
    const isAlike = byRule && view.stretchName !== "custom";
    const compared = isAlike ? { ...own, stretches: rendering.stretches } : own;
    return (
      JSON.stringify(orderedRendering(compared)) === JSON.stringify(orderedRendering(rendering))
    );
  });
}

function orderedRendering({ mode, bands, formulas, stretches, gamma, ramp }: BandRendering) {
  const pairs = stretches.map(({ low, high }) => [low, high]);
  return [mode, bands, formulas ?? null, pairs, gamma, mode === "single" ? ramp : null];
}
