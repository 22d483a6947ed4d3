import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { personColour } from "@/lib/person-colour";
import { drawAreas } from "../../map/draw-areas";
import { useWorkspace } from "../workspace-context";
import { useAreas } from "./use-areas";

/** Outlines of the work areas on the map, with the names of their holders. */
export function AreasOnMap() {
  const t = useTranslations("together");
  const me = useMe();
  const { map, scene, settings } = useWorkspace();
  const { areas } = useAreas(scene.id);
  useEffect(() => {
    if (!map || !settings.areasVisible || areas.length === 0) return;
    const outlines = areas.map(({ row, col, rows, cols, holder }) => ({
      ...{ row, col, rows, cols },
      isOwn: holder?.id === me.id,
      colour: holder && personColour(holder.id),
      name: holder?.id === me.id ? t("you") : (holder?.name ?? null),
    }));
    const painter = map.grid.addPainter((context, frame) => drawAreas(context, frame, outlines));
    return () => painter.remove();
  }, [map, settings.areasVisible, areas, me.id, t]);
  return null;
}
