import { bandsOfFormula, FormulaError, parseFormula } from "@/lib/band-formula";
import type { BandRendering } from "@/lib/contracts/views";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";

/**
 * Browsers turn formulas into shaders: only what they can read is kept.
 *
 * @throws AppError `invalid_input` naming the formula.
 */
export function checkFormulas(rendering: BandRendering): void {
  rendering.formulas?.forEach((formula, place) => {
    if (isReadable(formula, rendering.bands)) return;
    throw new AppError("invalid_input", sentence("server.views.formula", { formula })).at(
      `rendering.formulas.${place}`,
    );
  });
}

function isReadable(formula: string, bands: readonly number[]): boolean {
  try {
    return bandsOfFormula(parseFormula(formula)).every((band) => bands.includes(band));
  } catch (thrown) {
    if (thrown instanceof FormulaError) return false;
    throw thrown;
  }
}
