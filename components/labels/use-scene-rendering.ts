import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { apiQuery } from "@/lib/api-client";
import type { Scene } from "@/lib/contracts/scenes";
import { renderingSchema } from "@/lib/contracts/views";
import { type BandRendering, defaultRendering, fitsScene } from "../map/band-rendering";
import { renderingOfView } from "../map/saved-view";
import { readRemembered, remember } from "./workspace-settings";

/**
 * How this scene looks to this person: as they left it (remembered by project and scene), else the
 * default view of the project, else as the scene suggests.
 */
export function useSceneRendering(
  scene: Scene,
): readonly [BandRendering, (rendering: BandRendering) => void] {
  const key = `tilewright.label.rendering.${scene.projectId}.${scene.id}`;
  const [chosen, setChosen] = useState<BandRendering | null>(() => {
    const remembered = readRemembered(key, renderingSchema);
    return remembered && fitsScene(remembered, scene.bands.length) ? remembered : null;
  });
  const views = useQuery(
    apiQuery.views.list.queryOptions({ input: { projectId: scene.projectId } }),
  ).data;
  const usual = useMemo(() => {
    const view = views?.find((one) => one.isDefault);
    return (view && renderingOfView(view, scene.bands)) ?? defaultRendering(scene);
  }, [views, scene]);
  const change = useCallback(
    (next: BandRendering) => {
      setChosen(next);
      remember(key, next);
    },
    [key],
  );
  return [chosen ?? usual, change];
}
