import { useMemo } from "react";
import type { GridStyle } from "../map/grid-layer";
import type { WorkspaceSettings } from "./workspace-settings";

/** How labels and predictions lie over the imagery; hidden labels hide the prediction too. */
export function useGridStyle(settings: WorkspaceSettings, labelsHidden: boolean): GridStyle {
  return useMemo<GridStyle>(
    () => ({
      labelOpacity: settings.labelOpacity,
      labelsVisible: !labelsHidden,
      gridLinesVisible: settings.gridLinesVisible,
      predictionOpacity: labelsHidden ? 0 : settings.predictionOpacity,
    }),
    [settings.labelOpacity, settings.gridLinesVisible, settings.predictionOpacity, labelsHidden],
  );
}
