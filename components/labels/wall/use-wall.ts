import { useEffect, useEffectEvent, useState } from "react";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import type { Command } from "../keymap";
import type { ActName, LabelSession } from "../label-session";
import type { Pace } from "../pace";
import type { PredictionView } from "../prediction-view";
import type { TileSelection } from "../tile-selection";
import type { Tile } from "../tools/tool";
import { ValueStore } from "../value-store";
import type { WorkspaceSettings } from "../workspace-settings";
import { acceptedBytes, restOf } from "./the-rest";
import type { QueueState } from "./use-tile-queue";
import type { WallCommand } from "./wall-keymap";
import type { WallView } from "./wall-view";

export const chipSizes = [48, 64, 96, 128, 192, 256] as const;

export type Wall = {
  queue: QueueState;
  view: WallView | null;
  setView: (view: WallView | null) => void;
  /** Tiles that were given a class here since the list was found: they are done. */
  touched: ReadonlySet<number>;
  /** How far the list has been on screen, as a place in it. */
  seenEnd: ValueStore<number>;
  run: (command: WallCommand) => void;
  /** A class for the picked out tiles, if there are any. @returns Whether that was meant. */
  runOnPicked: (command: Command) => boolean;
};

/** What would change something on the map that nobody sees while the wall is open. */
const mapOnly: ReadonlySet<Command["do"]> = new Set<Command["do"]>([
  ...(["fill", "accept", "tool", "brush", "zoom", "fit", "opacity", "hideLabels"] as const),
  ...(["unlabelledBelow", "unlabelledAbove", "toggleGrid"] as const),
]);

export type WallTargets = {
  queue: QueueState;
  session: LabelSession;
  selection: TileSelection;
  prediction: PredictionView;
  cursor: ValueStore<Tile>;
  gridCols: number;
  classes: readonly { id: string; index: number }[];
  canLabel: boolean;
  settings: WorkspaceSettings;
  changeSettings: (part: Partial<WorkspaceSettings>) => void;
  pace: Pace;
  goTo: (tile: Tile) => void;
  replay: (step: "undo" | "redo") => void;
  showOnMap: (tile: Tile) => void;
};

/** What can be done on the wall. Keys, buttons and the mouse all end here. */
export function useWall(targets: WallTargets): Wall {
  const { queue, session, selection, cursor, gridCols, settings } = targets;
  const [view, setView] = useState<WallView | null>(null);
  const [touched, setTouched] = useState<ReadonlySet<number>>(new Set());
  const [seenEnd] = useState(() => new ValueStore(0));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew.
  useEffect(() => {
    setTouched(new Set());
    seenEnd.set(0);
  }, [queue.cells]);

  const cellOfCursor = () => tileIndex(cursor.get(), gridCols);
  const goToPlace = (place: number, extend: boolean) => {
    const inside = Math.min(queue.cells.length - 1, Math.max(0, place));
    const cell = queue.cells[inside];
    if (cell === undefined) return;
    if (extend) {
      const from = view?.anchor ?? Math.max(0, queue.placeOf(cellOfCursor()));
      view?.setAnchor(from);
      selection.replace(queue.cells.subarray(Math.min(from, inside), Math.max(from, inside) + 1));
    } else view?.setAnchor(inside);
    targets.goTo(tileOfIndex(cell, gridCols));
    view?.setCursor(inside, true);
  };

  const label = (cells: readonly number[], bytes: number | Uint8Array, act: ActName = "wall") => {
    if (!targets.canLabel || cells.length === 0) return;
    const changed =
      typeof bytes === "number"
        ? session.apply(act, cells, bytes)
        : session.applyEach(act, cells, bytes);
    if (changed > 0 && bytes !== 0) targets.pace.add(changed);
    setTouched((before) => new Set([...before, ...cells]));
  };
  const byteOf = (classId: string) => {
    const one = targets.classes.find((candidate) => candidate.id === classId);
    return one ? one.index + 1 : 0;
  };
  /** The picked out tiles, else the one under the cursor. */
  const labelPicked = (byte: number, act: ActName = "wall") => {
    const picked = selection.snapshot();
    const place = queue.placeOf(cellOfCursor());
    if (picked.length > 0) {
      label(picked, byte, act);
      selection.clear();
    } else if (place >= 0) {
      label([queue.cells[place] as number], byte);
      if (byte > 0 && settings.advance !== "stay") goToPlace(place + 1, false);
    }
  };
  const accept = (all: boolean) => {
    const rest = restOf(queue.cells, all ? queue.cells.length : seenEnd.get(), selection, touched);
    const { planes } = targets.prediction;
    const bytes = acceptedBytes(rest, queue.queue, planes?.classes ?? null);
    if (bytes === "nothing") return;
    if (bytes !== "asTheyAre") label(rest, bytes);
    queue.drop([...rest, ...touched]);
  };

  const run = useEffectEvent((command: WallCommand) => {
    const place = Math.max(0, queue.placeOf(cellOfCursor()));
    switch (command.do) {
      case "move": {
        const rows = command.rows + command.screens * (view?.rowsInView ?? 1);
        return goToPlace(place + command.chips + rows * (view?.columns ?? 1), command.extend);
      }
      case "end":
        return goToPlace(command.at === "first" ? 0 : queue.cells.length - 1, command.extend);
      case "pick":
        if (queue.cells[place] !== undefined) selection.toggle(queue.cells[place]);
        return;
      case "pickAll":
        return selection.set(queue.cells, true);
      case "pickOthers":
        return selection.replace([...queue.cells].filter((cell) => !selection.has(cell)));
      case "label":
        return labelPicked(byteOf(command.classId));
      case "labelRest": {
        const rest = restOf(queue.cells, seenEnd.get(), selection, touched);
        return label(rest, byteOf(command.classId));
      }
      case "clear":
        return labelPicked(0);
      case "accept":
        return targets.canLabel ? accept(command.all) : undefined;
      case "undo":
      case "redo":
        targets.replay(command.do);
        return queue.retake(true);
      case "retake":
        return queue.retake(true);
      case "size":
        return targets.changeSettings({ chipPx: nextSize(settings.chipPx, command.change) });
      case "showOnMap":
        return targets.showOnMap(cursor.get());
      case "cancel":
        if (view?.cancelGesture()) return;
        selection.clear();
    }
  });
  const runOnPicked = useEffectEvent((command: Command): boolean => {
    const isWall = settings.view === "wall";
    if (isWall && mapOnly.has(command.do)) return true;
    if (selection.count === 0 && !isWall) return false;
    if (command.do === "cancel") {
      selection.clear();
      return true;
    }
    if (!targets.canLabel || (command.do !== "label" && command.do !== "clear")) return false;
    labelPicked(command.do === "label" ? byteOf(command.classId) : 0, isWall ? "wall" : "key");
    return true;
  });
  return { queue, view, setView, touched, seenEnd, run, runOnPicked };
}

function nextSize(chipPx: number, change: 1 | -1): number {
  const larger = chipSizes.findIndex((size) => size >= chipPx);
  const at = Math.min(chipSizes.length - 1, Math.max(0, larger + change));
  return chipSizes[at] as number;
}
