import type { Model } from "@/lib/contracts/models";
import type { RasterFacts } from "@/lib/contracts/scenes";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";

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
      sentence("server.predictions.bandMissing", {
        modelName: model.name,
        band: highest,
        sceneName: scene.name,
        bandCount: scene.bandCount,
      }),
    );
  }
  if (dtype !== scene.dtype) {
    throw new AppError(
      "conflict",
      sentence("server.predictions.otherNumbers", {
        modelName: model.name,
        modelType: dtype,
        sceneName: scene.name,
        sceneType: scene.dtype,
      }),
    );
  }
}
