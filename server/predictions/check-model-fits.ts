import type { Model } from "@/lib/contracts/models";
import type { RasterFacts } from "@/lib/contracts/scenes";
import { AppError } from "@/lib/errors";

/**
 * Whether a scene's pixels mean to a model what those that it learned from meant.
 *
 * @throws AppError `conflict` naming what differs.
 */
export function checkModelFits(
  model: Pick<Model, "name" | "recipe">,
  scene: Pick<RasterFacts, "bandCount" | "dtype"> & { name: string },
): void {
  const { bands, dtype } = model.recipe;
  const highest = Math.max(...bands);
  if (highest > scene.bandCount) {
    throw new AppError(
      "conflict",
      `"${model.name}" needs band ${highest}; "${scene.name}" has ${scene.bandCount} ${scene.bandCount === 1 ? "band" : "bands"}.`,
      { hint: "Choose a scene with the same bands as those the model was trained on." },
    );
  }
  if (dtype !== scene.dtype) {
    throw new AppError(
      "conflict",
      `"${model.name}" was trained on ${dtype} values; "${scene.name}" holds ${scene.dtype}.`,
      { hint: "Choose a scene of the same kind, or convert this one and import it again." },
    );
  }
}
