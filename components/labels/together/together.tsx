import { useEffect } from "react";
import { useMe } from "@/components/auth/me-context";
import { useWorkspace } from "../workspace-context";
import { AreaQuestion } from "./area-question";
import { AreasOnMap } from "./areas-on-map";
import { ConflictNotice } from "./conflict-notice";
import { PeopleOnMap } from "./people-on-map";
import { useAreaNews, useAreas } from "./use-areas";
import { usePresence } from "./use-presence";

/** Everything that several people on one scene need, and that has no place in a panel. */
export function Together() {
  const me = useMe();
  const { scene, together } = useWorkspace();
  const { areas, strict } = useAreas(scene.id);
  usePresence(me.id);
  useAreaNews(scene.id);
  useEffect(() => {
    together.guard.setAreas(areas, { strict, userId: me.id, gridCols: scene.gridCols });
  }, [together, areas, strict, me.id, scene.gridCols]);
  return (
    <>
      <PeopleOnMap />
      <AreasOnMap />
      <ConflictNotice />
      <AreaQuestion />
    </>
  );
}
