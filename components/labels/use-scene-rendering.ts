import { useCallback, useState } from "react";
import type { Scene } from "@/lib/contracts/scenes";
import { renderingSchema } from "@/lib/contracts/views";
import { type BandRendering, defaultRendering, fitsScene } from "../map/band-rendering";
import { readRemembered, remember } from "./workspace-settings";

/** How this scene looks to this person: remembered by project and scene. */
export function useSceneRendering(
  scene: Scene,
): readonly [BandRendering, (rendering: BandRendering) => void] {
  const key = `tilewright.label.rendering.${scene.projectId}.${scene.id}`;
  const [rendering, setRendering] = useState<BandRendering>(() => {
    const remembered = readRemembered(key, renderingSchema);
    return remembered && fitsScene(remembered, scene.bands.length)
      ? remembered
      : defaultRendering(scene);
  });
  const change = useCallback(
    (next: BandRendering) => {
      setRendering(next);
      remember(key, next);
    },
    [key],
  );
  return [rendering, change];
}
