import { useEffectEvent } from "react";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import type { SceneMap } from "../map/scene-map";
import type { Command } from "./keymap";
import { findUnlabelled } from "./label-plane";
import type { LabelSession } from "./label-session";
import type { Pace } from "./pace";
import { largestBrushRadius } from "./tools/brush-tool";
import type { Tile, ToolName } from "./tools/tool";
import type { ValueStore } from "./value-store";
import type { Paint } from "./workspace-context";
import type { WorkspaceSettings } from "./workspace-settings";

export type CommandTargets = {
  session: LabelSession;
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
  togglePrediction: () => void;
  openKeySheet: () => void;
  cancelTool: () => boolean;
  /** Everything is labelled: there is no next tile. */
  onAllLabelled: () => void;
};

export type WorkspaceCommands = {
  run: (command: Command) => void;
  goTo: (tile: Tile) => void;
  labelCursor: (classId: string | null) => void;
  paintTiles: (tool: ToolName, tiles: readonly Tile[]) => void;
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

  const goToUnlabelled = (step: 1 | -1) => {
    const cell = findUnlabelled(session.plane, cellOf(cursor.get()), step, grid.tileCount);
    if (cell === null) targets.onAllLabelled();
    else goTo(tileOf(cell));
  };

  const labelCursor = useEffectEvent((classId: string | null) => {
    if (!targets.canLabel) return;
    const cell = cellOf(cursor.get());
    const changed = session.apply("key", [cell], byteOf(classId));
    if (classId === null) return;
    if (changed > 0) targets.pace.add(changed);
    if (settings.advance === "next" && cell + 1 < grid.tileCount) goTo(tileOf(cell + 1));
    if (settings.advance === "unlabelled") goToUnlabelled(1);
  });

  const paintTiles = useEffectEvent((tool: ToolName, tiles: readonly Tile[]) => {
    const last = tiles.at(-1);
    if (tool === "click" && last) {
      cursor.set(last);
      map?.grid.setMarks({ cursor: last });
    }
    const { paint } = targets;
    if (!targets.canLabel || paint.kind === "select") return;
    const cells = tiles.map(cellOf).filter((cell) => cell < grid.tileCount);
    const byte = paint.kind === "class" ? byteOf(paint.classId) : 0;
    const changed = session.apply(tool, cells, byte);
    if (changed > 0 && byte > 0) targets.pace.add(changed);
  });

  const showReplayed = (cells: ArrayLike<number> | null) => {
    if (cells?.length === 1) goTo(tileOf(cells[0] as number));
  };

  const run = useEffectEvent((command: Command) => {
    switch (command.do) {
      case "label":
        // A class key dips a brush or rectangle that holds a class into the new one.
        if (settings.tool === "click" || targets.paint.kind === "select") {
          labelCursor(command.classId);
        } else targets.setPaint({ kind: "class", classId: command.classId });
        return;
      case "clear":
        labelCursor(null);
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
      case "undo":
        if (targets.canLabel) showReplayed(session.undo());
        return;
      case "redo":
        if (targets.canLabel) showReplayed(session.redo());
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
      case "togglePrediction":
        targets.togglePrediction();
        return;
      case "keySheet":
        targets.openKeySheet();
        return;
      case "cancel":
        if (!targets.cancelTool()) targets.setPaint({ kind: "select" });
        return;
      case "hideLabels":
        return;
    }
  });
  return { run, goTo, labelCursor, paintTiles };
}

/** A brush without paint would do nothing: it starts with the first class. */
function chooseTool(targets: CommandTargets, tool: ToolName): void {
  targets.changeSettings({ tool });
  const first = targets.classes[0];
  if (tool !== "click" && targets.paint.kind === "select" && first) {
    targets.setPaint({ kind: "class", classId: first.id });
  }
}
