import { compareScale } from "@/lib/compare-scale";
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
  scene: Pick<RasterFacts, "bandCount" | "dtype" | "bands"> & { name: string },
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
  checkScale(model, scene);
}

/** Older models do not say what they learned from: those are taken at their word. */
function checkScale(
  model: Pick<Model, "name" | "recipe">,
  scene: Pick<RasterFacts, "bands"> & { name: string },
): void {
  const found = model.recipe.bands.map((index) => scene.bands[index - 1]);
  if (!model.recipe.seen || !found.every((band) => band !== undefined)) return;
  const difference = compareScale(
    model.recipe.seen,
    found.map(({ p2, p98, unit = null, scale = null, offset = null }) => {
      return { low: p2, high: p98, unit, scale, offset };
    }),
  );
  if (!difference) return;
  const names = { modelName: model.name, sceneName: scene.name };
  switch (difference.kind) {
    case "step":
      throw new AppError(
        "conflict",
        sentence("server.predictions.otherStep", {
          ...names,
          modelStep: String(difference.model),
          sceneStep: String(difference.scene),
        }),
      );
    case "apart":
      throw new AppError("conflict", sentence("server.predictions.otherRange", names));
    default:
      throw new AppError(
        "conflict",
        sentence("server.predictions.otherScale", {
          ...names,
          direction: difference.kind,
          factor: Number(difference.factor.toPrecision(2)),
        }),
      );
  }
}
