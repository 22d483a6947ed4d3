"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { cn } from "@/lib/cn";
import type { Problem } from "@/lib/contracts/common";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useWholeText } from "@/lib/i18n/use-said";
import { MapView } from "../map/map-view";
import type { ImageryState } from "../map/scene-imagery";
import type { SceneMap } from "../map/scene-map";
import type { MapPadding } from "../map/scene-view";
import { ActPreview } from "./act-preview";
import { Basemap } from "./basemap";
import { ClassPalette } from "./class-palette";
import { ClassSearch } from "./class-search";
import { CompareStage } from "./compare-stage";
import { cursorKey, firstTile } from "./cursor-place";
import type { EditHistory } from "./edit-history";
import { ImageryNotice } from "./imagery-notice";
import { KeySheet } from "./key-sheet";
import type { Command } from "./keymap";
import { OverviewMap } from "./overview-map";
import { Pace } from "./pace";
import { usePredictionLayer, usePredictionView } from "./prediction-view";
import { SceneSwitcher } from "./scene-switcher";
import { SessionNotice } from "./session-notice";
import { SidePanel } from "./side-panel";
import { StatusBar } from "./status-bar";
import { flagCommands } from "./statuses/flag-commands";
import { useFlags } from "./statuses/use-flags";
import { useReturned } from "./statuses/use-returned";
import { useTileStatuses } from "./statuses/use-tile-statuses";
import { TileSelection } from "./tile-selection";
import { PeopleStrip } from "./together/people-strip";
import { Together } from "./together/together";
import { makeTogetherStores } from "./together/together-stores";
import { ToolStrip } from "./tool-strip";
import type { Tile } from "./tools/tool";
import { TruthPanel } from "./truth/truth-panel";
import { useTruthState } from "./truth/use-truth-state";
import { useAskedStep } from "./use-asked-step";
import { useComparison } from "./use-comparison";
import { useCycleLook } from "./use-cycle-look";
import { useGridStyle } from "./use-grid-style";
import { useLabelSession } from "./use-label-session";
import { useLabelsOnMap } from "./use-labels-on-map";
import { useLooks } from "./use-looks";
import { useMapSelection } from "./use-map-selection";
import { useMapTools } from "./use-map-tools";
import { useSceneRendering } from "./use-scene-rendering";
import { useTileLooks } from "./use-tile-looks";
import { useTilesWithImagery } from "./use-tiles-with-imagery";
import { useUnfinishedAct } from "./use-unfinished-act";
import { useWorkspaceCommands } from "./use-workspace-commands";
import { useWorkspaceKeys } from "./use-workspace-keys";
import { ValueStore } from "./value-store";
import { TileWall } from "./wall/tile-wall";
import { useTileQueue } from "./wall/use-tile-queue";
import { useTilesAhead } from "./wall/use-tiles-ahead";
import { useWall } from "./wall/use-wall";
import { useWallKeys } from "./wall/use-wall-keys";
import { ViewSwitch } from "./wall/view-switch";
import { WallStrip } from "./wall/wall-strip";
import {
  type Paint,
  type PointerPlace,
  type Workspace,
  WorkspaceProvider,
} from "./workspace-context";
import { remember, useWorkspaceSettings } from "./workspace-settings";

const besidePanels: MapPadding = [64, 312, 24, 248];
const withoutPanels: MapPadding = [24, 24, 24, 24];

/** The map of one scene with everything that is needed to label it. */
export function LabelWorkspace({
  project,
  scene,
  scenes,
  predictionId,
  history,
  onChooseScene,
}: {
  project: Project;
  scene: Scene;
  scenes: readonly Scene[];
  /** The prediction to show at first. */
  predictionId: string | null;
  history: EditHistory;
  onChooseScene: (sceneId: string) => void;
}) {
  const t = useTranslations("labels");
  const tOpinions = useTranslations("opinions");
  const me = useMe();
  const [settings, changeSettings] = useWorkspaceSettings();
  const truth = useTruthState(() => changeSettings({ view: "map" }));
  // Labels that are only looked at are not mixed with others.
  const canLabel = me.permissions.includes("label.write") && truth.file === null;
  const [rendering, setRendering] = useSceneRendering(scene);
  const [map, setMap] = useState<SceneMap | null>(null);
  const looks = useLooks(scene, map, rendering, setRendering);
  const cycleLook = useCycleLook(looks);
  const comparison = useComparison(scene, scenes, rendering, looks);
  const [imagery, setImagery] = useState<ImageryState>({ status: "loading" });
  const [paint, setPaint] = useState<Paint>({ kind: "select" });
  const [labelsHidden, setLabelsHidden] = useState(false);
  const [keySheetOpen, setKeySheetOpen] = useState(false);
  const [classSearchOpen, setClassSearchOpen] = useState(false);
  const [stores] = useState(() => ({
    cursor: new ValueStore<Tile>(firstTile(scene)),
    pointer: new ValueStore<PointerPlace>(null),
    resolution: new ValueStore(1),
    pace: new Pace(),
    selection: new TileSelection(),
    together: makeTogetherStores(project.id),
  }));
  const classes = useMemo(() => project.classes.filter((one) => !one.archived), [project.classes]);
  const wholeText = useWholeText();
  const onRefused = useCallback(
    (problem: Problem, count: number) =>
      toast.error(t("refused", { count }), {
        description: wholeText(problem),
      }),
    [t, wholeText],
  );
  const session = useLabelSession(
    scene,
    project.classes,
    me.id,
    history,
    onRefused,
    stores.together,
  );
  const prediction = usePredictionView(scene, project.classes, predictionId);
  usePredictionLayer(map?.grid ?? null, prediction);
  useEffect(
    () => stores.cursor.subscribe(() => remember(cursorKey(scene), stores.cursor.get())),
    [stores, scene],
  );
  useLabelsOnMap(map, session, project, stores.cursor);

  const paintColour =
    paint.kind === "class"
      ? (classes.find((one) => one.id === paint.classId)?.colour ?? null)
      : null;
  const unfinished = useUnfinishedAct(map, paintColour);
  const cancelTool = useMapTools(map, {
    tool: settings.tool,
    brushRadius: settings.brushRadius,
    colour: paintColour,
    paints: canLabel && (settings.tool === "click" || paint.kind !== "select"),
    looks: useTileLooks(map, scene, rendering, canLabel && settings.tool === "flood"),
    tolerance: settings.floodTolerance,
    onCells: (tool, cells) => commands.paintCells(tool, cells),
    onUnfinished: (act, cells) =>
      unfinished.set(cells && act !== "click" ? { act, cells, waits: false } : null),
    onBrushWheel: (change) => commands.run({ do: "brush", change }),
    onPointer: (place) => stores.pointer.set(place),
  });
  const isWall = settings.view === "wall";
  const statuses = useTileStatuses(scene, map);
  const flags = useFlags(scene, statuses);
  const queue = useTileQueue(scene, project, session, prediction, statuses, isWall);
  const commands = useWorkspaceCommands({
    session,
    history,
    sceneId: scene.id,
    chooseScene: onChooseScene,
    unfinished,
    tilesWithImagery: useTilesWithImagery(map, scene),
    map,
    cursor: stores.cursor,
    grid: { rows: scene.gridRows, cols: scene.gridCols, tileCount: scene.tileCount },
    classes,
    pace: stores.pace,
    canLabel,
    paint,
    setPaint,
    settings,
    changeSettings,
    togglePrediction: () => prediction.setVisible(!prediction.visible),
    cycleView: cycleLook,
    openKeySheet: () => setKeySheetOpen(true),
    findClass: () => setClassSearchOpen(canLabel),
    cancelTool,
    standings: statuses.plane,
    ...flagCommands(flags, stores, scene),
    goToReturned: () => returned.goToNext(),
    order: queue.order,
    onOrderDone: () => queue.order && toast.success(t("orderDone")),
    onAllLabelled: () => toast.success(t("allLabelled")),
    onNothingToFill: () => toast.info(t("nothingToFill")),
  });
  const returned = useReturned(project.id, scene, scenes, statuses, {
    cursor: stores.cursor,
    goTo: (tile) => commands.goTo(tile),
    chooseScene: onChooseScene,
    onNone: () => toast.info(tOpinions("noneReturned")),
  });
  useAskedStep(session, history, scene.id, (step) => commands.run({ do: step }));
  useTilesAhead(map, scene, session, stores.cursor, queue.order, settings.advance);
  const wall = useWall({
    queue,
    session,
    ...stores,
    prediction,
    gridCols: scene.gridCols,
    classes,
    canLabel,
    settings,
    changeSettings,
    goTo: (tile) => commands.goTo(tile),
    replay: (step) => commands.run({ do: step }),
    showOnMap: (tile) => {
      changeSettings({ view: "map" });
      commands.goTo(tile);
      map?.focus(tile);
    },
  });
  useMapSelection(map, stores.selection, stores.cursor, scene);
  useWallKeys(isWall, classes, (command) => wall.run(command));
  const runKey = (command: Command) => wall.runOnPicked(command) || commands.run(command);
  useWorkspaceKeys(classes, runKey, setLabelsHidden);

  const gridStyle = useGridStyle(settings, labelsHidden);
  // The map asks for its imagery before the panels, which take longer, are made.
  const isReady = map !== null;
  const workspace: Workspace = {
    project,
    scene,
    classes,
    session,
    map,
    ...stores,
    unfinished,
    settings,
    changeSettings,
    paint,
    setPaint,
    canLabel,
    rendering,
    setRendering,
    looks,
    comparison,
    prediction,
    truth,
    wall,
    statuses,
    flags,
    returned,
    labelCursor: (classId) => commands.labelCursor(classId),
    goTo: (tile) => commands.goTo(tile),
  };
  return (
    <WorkspaceProvider value={workspace}>
      <div className="flex h-full min-h-0 flex-col">
        <div className="relative min-h-0 flex-1 overflow-hidden bg-muted">
          {isReady && settings.panelsVisible && (
            <>
              <div className="pointer-events-none absolute inset-x-2 top-2 z-20 flex items-start justify-between gap-2 *:pointer-events-auto">
                <div className="flex gap-2">
                  <SceneSwitcher scene={scene} scenes={scenes} onChoose={onChooseScene} />
                  <ViewSwitch />
                  <PeopleStrip />
                </div>
                {isWall ? (
                  <WallStrip openKeySheet={() => setKeySheetOpen(true)} />
                ) : (
                  <ToolStrip run={(command) => commands.run(command)} />
                )}
              </div>
              <div className="absolute top-13 bottom-2 left-2 z-10 flex flex-col pointer-events-none *:pointer-events-auto">
                <ClassPalette />
              </div>
              <div className="pointer-events-none absolute top-13 right-2 bottom-2 z-10 flex w-72 flex-col *:pointer-events-auto">
                <SidePanel />
              </div>
            </>
          )}
          {isReady && <TruthPanel />}
          <div className={cn("contents", isWall && "invisible")}>
            <CompareStage gridStyle={gridStyle}>
              <MapView
                scene={scene}
                label={t("map", { scene: scene.name })}
                rendering={rendering}
                gridStyle={gridStyle}
                graticuleVisible={settings.graticuleVisible}
                padding={
                  settings.panelsVisible && comparison.layout !== "side"
                    ? besidePanels
                    : withoutPanels
                }
                onMap={setMap}
                onImagery={setImagery}
                onViewMoved={(moved) => stores.resolution.set(moved.resolution)}
              />
            </CompareStage>
          </div>
          {isWall && <TileWall />}
          <ImageryNotice sceneId={scene.id} state={imagery} />
          <ActPreview run={(command) => commands.run(command)} />
          <SessionNotice />
          <Basemap />
          <Together />
          {isReady && settings.overviewVisible && (
            <div className="absolute bottom-2 left-2 z-10">
              <OverviewMap />
            </div>
          )}
        </div>
        <StatusBar />
      </div>
      <ClassSearch open={classSearchOpen} onOpenChange={setClassSearchOpen} run={runKey} />
      <KeySheet open={keySheetOpen} onOpenChange={setKeySheetOpen} />
    </WorkspaceProvider>
  );
}
