import { skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { apiQuery } from "@/lib/api-client";
import type { Prediction } from "@/lib/contracts/predictions";
import type { Class } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import type { GridLayer } from "../map/grid-layer";
import { classPalette, type Palette, packColour } from "../map/plane-canvas";
import { rampColour } from "../map/ramps";
import { asMergedClasses, asMergedPlane } from "./as-merged";
import { decodePlane } from "./label-plane";

export type PredictionShows = "classes" | "confidence";

/** The prediction on screen beside the labels, if one was chosen. */
export type PredictionView = {
  predictions: readonly Prediction[];
  problem: unknown;
  chosen: Prediction | null;
  choose: (predictionId: string | null) => void;
  shows: PredictionShows;
  setShows: (shows: PredictionShows) => void;
  visible: boolean;
  setVisible: (visible: boolean) => void;
  /** Class (index + 1; 0 no tile) and confidence (0 to 255) of every tile. */
  planes: { classes: Uint8Array; confidence: Uint8Array } | null;
  loading: boolean;
};

/** Confidence 0 to 255 as viridis: dark is unsure, yellow is sure. */
function confidencePalette(): Palette {
  const palette = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const [red, green, blue] = rampColour("viridis", byte / 255);
    palette[byte] = packColour(red, green, blue, 255);
  }
  palette[0] = 0;
  return palette;
}

export function usePredictionView(
  scene: Scene,
  classes: readonly Class[],
  firstId: string | null,
): PredictionView {
  const [chosenId, choose] = useState(firstId);
  const [shows, setShows] = useState<PredictionShows>("classes");
  const [visible, setVisible] = useState(true);
  const list = useQuery(
    apiQuery.predictions.list.queryOptions({
      input: { projectId: scene.projectId, sceneId: scene.id },
    }),
  );
  const predictions = useMemo(
    () =>
      (list.data ?? [])
        .filter((prediction) => prediction.status === "finished")
        .map((one) => ({ ...one, classes: asMergedClasses(one.classes, classes) })),
    [list.data, classes],
  );
  const chosen = predictions.find((prediction) => prediction.id === chosenId) ?? null;
  const read = useQuery(
    apiQuery.predictions.getPlanes.queryOptions({
      input: chosen ? { predictionId: chosen.id } : skipToken,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  );
  const planes = useMemo(
    () =>
      read.data
        ? {
            classes: asMergedPlane(decodePlane(read.data.classes), classes),
            confidence: decodePlane(read.data.confidence),
          }
        : null,
    [read.data, classes],
  );
  return {
    predictions,
    problem: list.error ?? read.error,
    chosen,
    choose,
    shows,
    setShows,
    visible,
    setVisible,
    planes: chosen ? planes : null,
    loading: chosen !== null && read.isPending,
  };
}

/** Puts the chosen prediction on the map. */
export function usePredictionLayer(grid: GridLayer | null, view: PredictionView): void {
  const { planes, shows, chosen, visible } = view;
  useEffect(() => {
    if (!grid) return;
    if (!planes || !chosen || !visible) {
      grid.setPrediction(null);
      return;
    }
    grid.setPrediction(
      shows === "classes"
        ? { plane: planes.classes, palette: classPalette(chosen.classes) }
        : { plane: planes.confidence, palette: confidencePalette() },
    );
  }, [grid, planes, shows, chosen, visible]);
}
