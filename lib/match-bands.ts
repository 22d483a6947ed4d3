import type { BandRecipe } from "./contracts/run-spec";
import type { Band } from "./contracts/scenes";

/**
 * The recipe with the scene's own band numbers: a model that learned from red, green and blue is
 * given red, green and blue, wherever this scene keeps them.
 *
 * Each band is looked for by its name, then by the colour it holds; a band that nothing tells apart
 * keeps its number.
 */
export function matchBands(recipe: BandRecipe, bands: readonly Band[]): BandRecipe {
  const wordsOf = (band: Band | undefined) =>
    [band?.name, band?.colour].map((word) => word?.trim().toLowerCase());
  return {
    ...recipe,
    bands: recipe.bands.map((index, position) => {
      const name = recipe.bandNames[position]?.trim().toLowerCase();
      if (!name || wordsOf(bands[index - 1]).includes(name)) return index;
      const byName = bands.find((band) => wordsOf(band)[0] === name);
      const byColour = bands.find((band) => wordsOf(band)[1] === name);
      return (byName ?? byColour)?.index ?? index;
    }),
  };
}
