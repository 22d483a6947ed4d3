import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { TruthPreview } from "@/lib/contracts/truth";
import { OutlineLayer } from "../../map/outline-layer";
import { classPalette } from "../../map/plane-canvas";
import { useWorkspace } from "../workspace-context";
import { decodeTruthPlanes, shownTruth, type TruthShows } from "./shown-truth";

/**
 * Shows the labels of a file in the place of the scene's, and frames the tiles with several classes;
 * follows the share that is asked for without asking the server.
 *
 * @returns Tiles that get a class and those with several, under the present share.
 */
export function useTruthOnMap(
  preview: TruthPreview | undefined,
  { minShare, keepLabelled, shows }: { minShare: number; keepLabelled: boolean; shows: TruthShows },
): { conflictCount: number } {
  const { map, session, project } = useWorkspace();
  const { classes } = project;
  // Somebody else may label meanwhile.
  const labelled = useSyncExternalStore(
    session.subscribe,
    () => session.snapshot().labelledCount,
    () => 0,
  );
  const planes = useMemo(() => preview && decodeTruthPlanes(preview), [preview]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plane is the same array for ever.
  const shown = useMemo(
    () =>
      planes &&
      preview &&
      shownTruth(planes, {
        ...{ targets: preview.targets, classes, present: session.plane },
        ...{ minShare, keepLabelled, shows },
      }),
    [planes, preview, classes, session, labelled, minShare, keepLabelled, shows],
  );
  useEffect(() => {
    if (map && shown) map.grid.setLabels(shown.plane, shown.palette);
  }, [map, shown]);
  useEffect(() => {
    if (!map) return;
    return () => map.grid.setLabels(session.plane, classPalette(classes));
  }, [map, session, classes]);

  const outlines = useMemo(() => map && new OutlineLayer(map.geometry), [map]);
  useEffect(() => {
    if (!map || !outlines) return;
    // Under the cursor, which shows which of them one looks at.
    outlines.setZIndex(9);
    map.map.addLayer(outlines);
    return () => {
      map.map.removeLayer(outlines);
    };
  }, [map, outlines]);
  const conflicts = shown?.conflicts;
  useEffect(() => {
    if (conflicts) outlines?.setCells(conflicts);
  }, [outlines, conflicts]);
  return { conflictCount: conflicts?.length ?? 0 };
}
