import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { personColour } from "@/lib/person-colour";
import { AreaLayer } from "../../map/area-layer";
import { useWorkspace } from "../workspace-context";
import { useAreas } from "./use-areas";

/** Outlines of the work areas over the map, with the names of their holders. */
export function AreasOnMap() {
  const t = useTranslations("together");
  const me = useMe();
  const { map, scene, settings } = useWorkspace();
  const { areas } = useAreas(scene.id);
  const [layer, setLayer] = useState<AreaLayer | null>(null);
  const isShown = settings.areasVisible && areas.length > 0;
  useEffect(() => {
    if (!map || !isShown) return;
    const made = new AreaLayer(map.geometry);
    made.setZIndex(11);
    map.map.addLayer(made);
    setLayer(made);
    return () => {
      setLayer(null);
      map.map.removeLayer(made);
      made.dispose();
    };
  }, [map, isShown]);
  useEffect(() => {
    layer?.show(
      areas.map(({ row, col, rows, cols, holder }) => ({
        ...{ row, col, rows, cols },
        isOwn: holder?.id === me.id,
        colour: holder && personColour(holder.id),
        name: holder?.id === me.id ? t("you") : (holder?.name ?? null),
      })),
    );
  }, [layer, areas, me.id, t]);
  return null;
}
