import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { apiQuery } from "@/lib/api-client";
import type { LabelAuthors } from "@/lib/contracts/labels";
import type { Prediction } from "@/lib/contracts/predictions";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { labelsAsPredicted } from "../as-merged";
import { decodePlane } from "../label-plane";
import type { LabelSession } from "../label-session";
import type { PredictionView } from "../prediction-view";
import type { TileStatuses } from "../statuses/tile-statuses";
import { useMyTiles } from "../together/use-my-tiles";
import { isWholeScene, listTiles, type TileQueue } from "./tile-queue";
import { useKeptQueue } from "./use-kept-queue";
import type { WorkOrder } from "./work-order";

export type QueueState = {
  queue: TileQueue;
  /** What one walks through on the map; null: the whole scene as it lies. */
  order: WorkOrder | null;
  change: (part: Partial<TileQueue>) => void;
  /** The tiles as they were found; labels given since do not move anything. */
  cells: Int32Array;
  /** Place of a tile in `cells`; -1 when it is not there. */
  placeOf: (cell: number) => number;
  /** Does the newest list begin where the last one stood? */
  keepsPlace: boolean;
  /** Finds the tiles anew. */
  retake: (keepsPlace: boolean) => void;
  /** Takes tiles out of the list until it is found anew. */
  drop: (cells: Iterable<number>) => void;
  authors: LabelAuthors["authors"];
  /** What the queue asks about is still on its way. */
  waits: boolean;
};

type Taken = { cells: Int32Array; keepsPlace: boolean };

/** The tiles that one works through, and in which order; kept by person and project. */
export function useTileQueue(
  scene: Scene,
  project: Project,
  session: LabelSession,
  prediction: PredictionView,
  statuses: TileStatuses,
  isWall: boolean,
): QueueState {
  const [queue, setQueue] = useKeptQueue(project.id);
  const isWhole = isWholeScene(queue);
  const active = isWall || !isWhole;
  const [taken, setTaken] = useState<Taken>({ cells: new Int32Array(), keepsPlace: false });
  const ready = useSyncExternalStore(
    session.subscribe,
    () => session.snapshot().ready,
    () => false,
  );
  // A filter by standing begins once it is known where tiles stand.
  const standingsKnown = useSyncExternalStore(
    statuses.subscribe,
    () => queue.standing !== "any" && statuses.version() > 0,
    () => false,
  );
  const byAuthor = useQuery(
    apiQuery.labels.getAuthors.queryOptions({ input: { sceneId: scene.id }, enabled: active }),
  );
  const authorPlane = useMemo(
    () => (byAuthor.data ? decodePlane(byAuthor.data.plane) : null),
    [byAuthor.data],
  );
  const authors = byAuthor.data?.authors ?? noAuthors;
  const { planes } = prediction;
  const predicted = prediction.chosen?.classes ?? noClasses;
  const asksAuthors = queue.authorId !== null;
  const mine = useMyTiles(scene, queue.myArea);
  const usedAuthors = asksAuthors ? authorPlane : null;

  const take = useCallback(
    (keepsPlace: boolean) => {
      const known = {
        labels: session.plane,
        predicted: planes?.classes ?? null,
        confidence: planes?.confidence ?? null,
        authors: usedAuthors,
        mine,
        statuses: statuses.plane,
      };
      const names = {
        classes: project.classes,
        authorIds: authors.map((one) => one.id),
        meantAs: labelsAsPredicted(predicted, project.classes),
      };
      setTaken({ cells: listTiles(queue, known, names, scene.tileCount), keepsPlace });
    },
    [
      session,
      planes,
      usedAuthors,
      mine,
      project,
      authors,
      queue,
      scene.tileCount,
      statuses,
      predicted,
    ],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: names of classes and authors may change without another list.
  useEffect(() => {
    if (active && ready) take(false);
  }, [active, ready, queue, planes, usedAuthors, mine, session, scene.tileCount, standingsKnown]);

  const places = useMemo(() => {
    if (taken.cells.length === 0) return taken.cells;
    const found = new Int32Array(scene.gridRows * scene.gridCols).fill(-1);
    taken.cells.forEach((cell, place) => {
      found[cell] = place;
    });
    return found;
  }, [taken.cells, scene.gridRows, scene.gridCols]);

  const placeOf = (cell: number) => places[cell] ?? -1;
  return {
    queue,
    order: isWhole ? null : { cells: taken.cells, placeOf },
    change: (part) => setQueue({ ...queue, ...part }),
    cells: taken.cells,
    placeOf,
    keepsPlace: taken.keepsPlace,
    retake: (keepsPlace) => {
      take(keepsPlace);
      if (asksAuthors) void byAuthor.refetch();
    },
    drop: (cells) => {
      const gone = new Set(cells);
      setTaken({ cells: taken.cells.filter((cell) => !gone.has(cell)), keepsPlace: false });
    },
    authors,
    waits: !ready || prediction.loading || (asksAuthors && byAuthor.isPending),
  };
}

const noClasses: Prediction["classes"] = [];
const noAuthors: LabelAuthors["authors"] = [];
