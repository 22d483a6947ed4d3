import type { Scene } from "@/lib/contracts/scenes";
import {
  type BandRendering,
  defaultRendering,
  presetBands,
  presetNames,
  stretchNameOf,
  withBands,
} from "./band-rendering";

/** The next of the views that a scene's bands allow, its own look first; round and round. */
export function nextView(
  scene: Pick<Scene, "bands" | "dtype">,
  rendering: BandRendering,
): BandRendering {
  const own = defaultRendering(scene);
  const others = presetNames
    .map((name) => presetBands(scene.bands, name))
    .filter((bands) => bands !== null);
  const choices = [own.bands, ...others].filter(
    (bands, place, all) => all.findIndex((other) => other.join() === bands.join()) === place,
  );
  const present = choices.findIndex((bands) => bands.join() === rendering.bands.join());
  const next = choices[(present + 1) % choices.length] ?? own.bands;
  const stretch = stretchNameOf(rendering, scene.bands);
  return next === own.bands
    ? { ...own, gamma: rendering.gamma, ramp: rendering.ramp }
    : withBands(rendering, scene.bands, next, stretch);
}
