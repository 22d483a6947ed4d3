import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { apiQuery } from "@/lib/api-client";
import type { Scene } from "@/lib/contracts/scenes";
import { useLiveTopic } from "@/lib/live/live-provider";
import { drawStatuses } from "../../map/draw-statuses";
import type { SceneMap } from "../../map/scene-map";
import { TileStatuses } from "./tile-statuses";

/**
 * What is read before the stream has begun must be read again behind it. The marks are not urgent:
 * they wait for the stream this long.
 */
const longestWaitMs = 1500;

/** Where the tiles of the scene on screen stand: read once, kept live, drawn over the labels. */
export function useTileStatuses(scene: Scene, map: SceneMap | null): TileStatuses {
  const [statuses] = useState(() => new TileStatuses(scene.gridRows, scene.gridCols));
  const cache = useQueryClient();
  const [mayRead, setMayRead] = useState(false);
  const { data, refetch } = useQuery({
    ...apiQuery.opinions.getStatuses.queryOptions({ input: { sceneId: scene.id } }),
    enabled: mayRead,
  });
  useEffect(() => {
    const timer = setTimeout(() => setMayRead(true), longestWaitMs);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (data) statuses.replaceText(data.plane);
  }, [data, statuses]);
  useLiveTopic(`scene:${scene.id}`, (event) => {
    if (event.type === "connected") {
      setMayRead(true);
      if (mayRead) void refetch();
    }
    if (event.type !== "statuses.changed") return;
    if (event.edits.length === 0) void refetch();
    else statuses.patch(event.edits);
    void cache.invalidateQueries({
      queryKey: apiQuery.opinions.getTile.key({ input: { sceneId: scene.id } }),
    });
    void cache.invalidateQueries({ queryKey: apiQuery.opinions.listReturned.key() });
  });
  useEffect(() => {
    if (!map) return;
    const place = map.grid.addPainter((context, frame) => {
      if (statuses.hasMarks()) drawStatuses(context, frame, statuses.plane);
    });
    const stop = statuses.subscribe(() => place.repaint());
    return () => {
      stop();
      place.remove();
    };
  }, [map, statuses]);
  return statuses;
}
