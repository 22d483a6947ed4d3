import { createContext, use } from "react";
import type { Class, Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import type { BandRendering } from "../map/band-rendering";
import type { SceneMap } from "../map/scene-map";
import type { UnfinishedAct } from "./act-preview";
import type { LabelSession } from "./label-session";
import type { Pace } from "./pace";
import type { PredictionView } from "./prediction-view";
import type { TileStatuses } from "./statuses/tile-statuses";
import type { Flags } from "./statuses/use-flags";
import type { Returned } from "./statuses/use-returned";
import type { TileSelection } from "./tile-selection";
import type { TogetherStores } from "./together/together-stores";
import type { Tile } from "./tools/tool";
import type { TruthState } from "./truth/use-truth-state";
import type { Comparison } from "./use-comparison";
import type { Looks } from "./use-looks";
import type { ValueStore } from "./value-store";
import type { Wall } from "./wall/use-wall";
import type { WorkspaceSettings } from "./workspace-settings";

/** What the mouse paints: a class, nothing (erase), or it only chooses tiles. */
export type Paint = { kind: "select" } | { kind: "erase" } | { kind: "class"; classId: string };

export type PointerPlace = { coordinate: readonly [number, number]; tile: Tile | null } | null;

/** Everything the panels of one workspace share. */
export type Workspace = {
  project: Project;
  scene: Scene;
  /** Classes that can be given, in palette order. */
  classes: readonly Class[];
  session: LabelSession;
  map: SceneMap | null;
  cursor: ValueStore<Tile>;
  pointer: ValueStore<PointerPlace>;
  /** Changes whenever the view moved; map units per CSS pixel. */
  resolution: ValueStore<number>;
  pace: Pace;
  /** What would be labelled if the stroke ended now. */
  unfinished: ValueStore<UnfinishedAct | null>;
  settings: WorkspaceSettings;
  changeSettings: (part: Partial<WorkspaceSettings>) => void;
  paint: Paint;
  setPaint: (paint: Paint) => void;
  canLabel: boolean;
  rendering: BandRendering;
  setRendering: (rendering: BandRendering) => void;
  looks: Looks;
  comparison: Comparison;
  prediction: PredictionView;
  /** Tiles that are picked out, on the map and on the wall. */
  selection: TileSelection;
  /** Labels from a file that are looked at; nothing else is labelled meanwhile. */
  truth: TruthState;
  wall: Wall;
  /** Others on this scene, their labels that one had not seen, and their areas. */
  together: TogetherStores;
  /** Where tiles stand: flagged, in review, returned, accepted. */
  statuses: TileStatuses;
  flags: Flags;
  returned: Returned;
  /** Gives the cursor's tile a class (null clears it) and goes on. */
  labelCursor: (classId: string | null) => void;
  goTo: (tile: Tile) => void;
};

const WorkspaceContext = createContext<Workspace | null>(null);
export const WorkspaceProvider = WorkspaceContext;

/** For `onCloseAutoFocus` of lists and menus: the keyboard goes back to the map, not the trigger. */
export function useFocusMap(): (event: Event) => void {
  const { map } = useWorkspace();
  return (event) => {
    event.preventDefault();
    map?.map.getTargetElement()?.focus({ preventScroll: true });
  };
}

export function useWorkspace(): Workspace {
  const workspace = use(WorkspaceContext);
  if (!workspace) throw new Error("This panel belongs into a label workspace.");
  return workspace;
}
