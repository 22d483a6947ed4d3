import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { apiQuery } from "@/lib/api-client";
import { createBasemapLayer } from "../map/basemap-layer";
import { useWorkspace } from "./workspace-context";

/** The basemap that the administrator chose; null where there is none, or the scene lies nowhere. */
export function useBasemap() {
  const { scene } = useWorkspace();
  const { data } = useQuery(apiQuery.environment.getBasemap.queryOptions());
  return scene.crs.proj4 ? (data?.basemap ?? null) : null;
}

/** The basemap under the scene, and who made it. */
export function Basemap() {
  const { map, scene, settings } = useWorkspace();
  const basemap = useBasemap();
  const [layer, setLayer] = useState<ReturnType<typeof createBasemapLayer> | null>(null);
  const maxZoom = basemap?.maxZoom ?? null;
  useEffect(() => {
    if (!map || maxZoom === null) return;
    const { projection } = map.facts;
    const made = createBasemapLayer({ maxZoom }, { extent: scene.extent, projection });
    map.map.addLayer(made);
    setLayer(made);
    return () => {
      setLayer(null);
      map.map.removeLayer(made);
      made.dispose();
    };
  }, [map, maxZoom, scene.extent]);
  useEffect(() => {
    layer?.setOpacity(settings.basemapOpacity);
    layer?.setVisible(settings.basemapOpacity > 0);
  }, [layer, settings.basemapOpacity]);
  if (!basemap?.attribution || settings.basemapOpacity === 0) return null;
  return (
    <p className="pointer-events-none absolute bottom-1 left-1/2 z-5 -translate-x-1/2 rounded-sm bg-card/80 px-1.5 text-muted-foreground text-xs">
      {basemap.attribution}
    </p>
  );
}
