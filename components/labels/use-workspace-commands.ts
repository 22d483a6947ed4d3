import { useEffectEvent } from "react";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import type { SceneMap } from "../map/scene-map";
import type { UnfinishedAct } from "./act-preview";
import { cellsInViewToFill } from "./cells-in-view";
import type { EditHistory, HistoryStep } from "./edit-history";
import type { Command } from "./keymap";
import { findUnlabelledInColumns, unlabelled } from "./label-plane";
import type { ActName, LabelSession } from "./label-session";
import type { Pace } from "./pace";
import { largestBrushRadius } from "./tools/brush-tool";
import type { Cells, Tile, ToolName } from "./tools/tool";
import type { ValueStore } from "./value-store";
import { nextTile, type WorkOrder } from "./wall/work-order";
import type { Paint } from "./workspace-context";
import type { WorkspaceSettings } from "./workspace-settings";

export type CommandTargets = {
  session: LabelSession;
  history: EditHistory;
  sceneId: string;
  chooseScene: (sceneId: string) => void;
  unfinished: ValueStore<UnfinishedAct | null>;
  tilesWithImagery: () => Promise<Uint8Array | null>;
  map: SceneMap | null;
  cursor: ValueStore<Tile>;
  grid: { rows: number; cols: number; tileCount: number };
  classes: readonly { id: string; index: number }[];
  pace: Pace;
  canLabel: boolean;
  paint: Paint;
  setPaint: (paint: Paint) => void;
  settings: WorkspaceSettings;
  changeSettings: (part: Partial<WorkspaceSettings>) => void;
  /** null: as the scene lies. */
  order: WorkOrder | null;
  togglePrediction: () => void;
  openKeySheet: () => void;
  findClass: () => void;
  cycleView: () => void;
  cancelTool: () => boolean;
  /** Flags the picked out tiles, else the cursor's; flagged ones lose it. */
  flag: () => void;
  /** Flags the cursor's tile and asks why. */
  commentFlag: () => void;
  goToReturned: () => void;
  /** Where tiles stand: those that wait for a reviewer are nobody's next. */
  standings: Uint8Array;
  /** The order of work is at its end. */
  onOrderDone: () => void;
  /** Everything is labelled: there is no next tile. */
  onAllLabelled: () => void;
  /** Every tile in view is labelled: there is nothing to fill. */
  onNothingToFill: () => void;
};

export type WorkspaceCommands = {
  run: (command: Command) => void;
  goTo: (tile: Tile) => void;
  labelCursor: (classId: string | null) => void;
  paintCells: (tool: ToolName, cells: Cells) => void;
};

/** What every command does; keys, buttons and the mouse all end here. */
export function useWorkspaceCommands(targets: CommandTargets): WorkspaceCommands {
  const { session, map, cursor, grid, settings, changeSettings } = targets;
  const cellOf = (tile: Tile) => tileIndex(tile, grid.cols);
  const tileOf = (cell: number): Tile => tileOfIndex(cell, grid.cols);
  const byteOf = (classId: string | null) => {
    const one = targets.classes.find((candidate) => candidate.id === classId);
    return one ? one.index + 1 : 0;
  };

  const goTo = useEffectEvent((tile: Tile) => {
    const inside = {
      row: Math.min(grid.rows - 1, Math.max(0, tile.row)),
      col: Math.min(grid.cols - 1, Math.max(0, tile.col)),
    };
    if (cellOf(inside) >= grid.tileCount) return;
    cursor.set(inside);
    map?.grid.setMarks({ cursor: inside });
    map?.reveal(inside);
  });

  const goToUnlabelled = (step: 1 | -1, inColumns = false) => {
    const from = cellOf(cursor.get());
    const cell = inColumns
      ? findUnlabelledInColumns(
          session.plane,
          from,
          step,
          grid.cols,
          grid.tileCount,
          targets.standings,
        )
      : nextTile(targets.order, session.plane, from, step, {
          tileCount: grid.tileCount,
          onlyUnlabelled: true,
          standings: targets.standings,
        });
    if (cell === null) targets.onAllLabelled();
    else goTo(tileOf(cell));
  };

  const labelCursor = useEffectEvent((classId: string | null) => {
    if (!targets.canLabel) return;
    const cell = cellOf(cursor.get());
    const changed = session.apply("key", [cell], byteOf(classId));
    if (classId === null) return;
    if (changed > 0) targets.pace.add(changed);
    if (settings.advance === "next") {
      const { tileCount } = grid;
      const options = { tileCount, onlyUnlabelled: false };
      const next = nextTile(targets.order, session.plane, cell, 1, options);
      if (next !== null) goTo(tileOf(next));
      else targets.onOrderDone();
    }
    if (settings.advance === "unlabelled") goToUnlabelled(1);
  });

  const paintCells = useEffectEvent((tool: ToolName, cells: Cells) => {
    const last = cells.at(-1);
    if (tool === "click" && last !== undefined) {
      const tile = tileOf(last);
      cursor.set(tile);
      map?.grid.setMarks({ cursor: tile });
    }
    const { paint } = targets;
    if (!targets.canLabel || paint.kind === "select") return;
    applyAct(tool, cells, paint.kind === "class" ? byteOf(paint.classId) : 0);
  });

  const applyAct = (act: ActName, cells: Cells, byte: number) => {
    const changed = session.apply(
      act,
      cells.filter((cell) => cell < grid.tileCount),
      byte,
    );
    if (changed > 0 && byte > 0) targets.pace.add(changed);
  };

  /** Shows what would be filled; a class key or Enter does it, Escape does not. */
  const proposeFill = async () => {
    if (!targets.canLabel || !map) return;
    const withImagery = await targets.tilesWithImagery();
    const cells = cellsInViewToFill(map, session.plane, grid, withImagery);
    if (cells.length === 0) targets.onNothingToFill();
    else targets.unfinished.set({ act: "fill", cells, waits: true });
  };

  const acceptFill = (classId: string) => {
    const proposed = targets.unfinished.get();
    if (!proposed?.waits) return;
    targets.unfinished.set(null);
    // Whoever labelled one of them meanwhile was not asked.
    const cells = proposed.cells.filter((cell) => session.plane[cell] === unlabelled);
    applyAct("fill", cells, byteOf(classId));
  };

  const step = (which: HistoryStep) => {
    if (!targets.canLabel) return;
    const elsewhere = targets.history.sceneOf(which);
    if (elsewhere !== null && elsewhere !== targets.sceneId) {
      targets.history.ask(which, elsewhere);
      targets.chooseScene(elsewhere);
      return;
    }
    const cells = session[which]();
    if (cells?.length === 1) goTo(tileOf(cells[0] as number));
  };

  const run = useEffectEvent((command: Command) => {
    switch (command.do) {
      case "label":
        if (targets.unfinished.get()?.waits) {
          acceptFill(command.classId);
          return;
        }
        // A class key dips a brush or rectangle that holds a class into the new one.
        if (settings.tool === "click" || targets.paint.kind === "select") {
          labelCursor(command.classId);
        } else targets.setPaint({ kind: "class", classId: command.classId });
        return;
      case "clear":
        // As with a class key: what is in hand becomes the eraser.
        if (settings.tool === "click" || targets.paint.kind === "select") labelCursor(null);
        else targets.setPaint({ kind: "erase" });
        return;
      case "move": {
        const { row, col } = cursor.get();
        goTo({ row: row + command.rows, col: col + command.cols });
        return;
      }
      case "nextUnlabelled":
        goToUnlabelled(1);
        return;
      case "previousUnlabelled":
        goToUnlabelled(-1);
        return;
      case "unlabelledBelow":
        goToUnlabelled(1, true);
        return;
      case "unlabelledAbove":
        goToUnlabelled(-1, true);
        return;
      case "findClass":
        targets.findClass();
        return;
      case "fill":
        void proposeFill();
        return;
      case "accept":
        if (targets.paint.kind === "class") acceptFill(targets.paint.classId);
        return;
      case "cycleView":
        targets.cycleView();
        return;
      case "undo":
      case "redo":
        step(command.do);
        return;
      case "tool":
        if (targets.canLabel) chooseTool(targets, command.tool);
        return;
      case "brush": {
        const radius = settings.brushRadius + command.change;
        changeSettings({ brushRadius: Math.min(largestBrushRadius, Math.max(0, radius)) });
        return;
      }
      case "zoom":
        map?.zoomBy(command.steps);
        return;
      case "flag":
        if (targets.canLabel) targets.flag();
        return;
      case "flagComment":
        if (targets.canLabel) targets.commentFlag();
        return;
      case "nextReturned":
        targets.goToReturned();
        return;
      case "fit":
        map?.fit(200);
        return;
      case "focus":
        map?.focus(cursor.get());
        return;
      case "opacity": {
        const opacity = Math.round((settings.labelOpacity + command.change) * 20) / 20;
        changeSettings({ labelOpacity: Math.min(1, Math.max(0, opacity)) });
        return;
      }
      case "togglePanels":
        changeSettings({ panelsVisible: !settings.panelsVisible });
        return;
      case "toggleGrid":
        changeSettings({ gridLinesVisible: !settings.gridLinesVisible });
        return;
      case "toggleView":
        changeSettings({ view: settings.view === "map" ? "wall" : "map" });
        return;
      case "togglePrediction":
        targets.togglePrediction();
        return;
      case "keySheet":
        targets.openKeySheet();
        return;
      case "cancel":
        if (targets.unfinished.get()?.waits) targets.unfinished.set(null);
        else if (!targets.cancelTool()) targets.setPaint({ kind: "select" });
        return;
      case "hideLabels":
        return;
    }
  });
  return { run, goTo, labelCursor, paintCells };
}

/** A brush without paint would do nothing: it starts with the first class. */
function chooseTool(targets: CommandTargets, tool: ToolName): void {
  targets.changeSettings({ tool });
  const first = targets.classes[0];
  if (tool !== "click" && targets.paint.kind === "select" && first) {
    targets.setPaint({ kind: "class", classId: first.id });
  }
}
