"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { ErrorState } from "@/components/ui/error-state";
import type { Problem } from "@/lib/contracts/common";
import { tileAddressSchema } from "@/lib/contracts/labels";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useWholeText } from "@/lib/i18n/use-said";
import type { GridStyle } from "../map/grid-layer";
import { MapView } from "../map/map-view";
import { classPalette } from "../map/plane-canvas";
import type { ImageryState } from "../map/scene-imagery";
import type { SceneMap } from "../map/scene-map";
import type { MapPadding } from "../map/scene-view";
import { ActHistory } from "./act-history";
import { ActPreview } from "./act-preview";
import { BandPanel } from "./band-panel";
import { Basemap } from "./basemap";
import { ClassPalette } from "./class-palette";
import { ClassSearch } from "./class-search";
import { ComparePanel } from "./compare-panel";
import { CompareStage } from "./compare-stage";
import type { EditHistory } from "./edit-history";
import { KeySheet } from "./key-sheet";
import type { LabelSession } from "./label-session";
import { LayersPanel } from "./layers-panel";
import { OverviewMap } from "./overview-map";
import { Pace } from "./pace";
import { usePredictionLayer, usePredictionView } from "./prediction-view";
import { SceneSwitcher } from "./scene-switcher";
import { SessionNotice } from "./session-notice";
import { StatusBar } from "./status-bar";
import { TileInspector } from "./tile-inspector";
import { ToolStrip } from "./tool-strip";
import type { Tile } from "./tools/tool";
import { useAskedStep } from "./use-asked-step";
import { useComparison } from "./use-comparison";
import { useCycleLook } from "./use-cycle-look";
import { useLabelSession } from "./use-label-session";
import { useLooks } from "./use-looks";
import { useMapTools } from "./use-map-tools";
import { useSceneRendering } from "./use-scene-rendering";
import { useTileLooks } from "./use-tile-looks";
import { useTilesWithImagery } from "./use-tiles-with-imagery";
import { useUnfinishedAct } from "./use-unfinished-act";
import { useWorkspaceCommands } from "./use-workspace-commands";
import { useWorkspaceKeys } from "./use-workspace-keys";
import { ValueStore } from "./value-store";
import {
  type Paint,
  type PointerPlace,
  type Workspace,
  WorkspaceProvider,
} from "./workspace-context";
import { readRemembered, remember, useWorkspaceSettings } from "./workspace-settings";

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
  const me = useMe();
  const canLabel = me.permissions.includes("label.write");
  const [settings, changeSettings] = useWorkspaceSettings();
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
  const session = useLabelSession(scene, project.classes, me.id, history, onRefused);
  const prediction = usePredictionView(scene, predictionId);
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
    onAllLabelled: () => toast.success(t("allLabelled")),
    onNothingToFill: () => toast.info(t("nothingToFill")),
  });
  useAskedStep(session, history, scene.id, (step) => commands.run({ do: step }));
  useWorkspaceKeys(classes, (command) => commands.run(command), setLabelsHidden);

  const gridStyle = useMemo<GridStyle>(
    () => ({
      labelOpacity: settings.labelOpacity,
      labelsVisible: !labelsHidden,
      gridLinesVisible: settings.gridLinesVisible,
      predictionOpacity: labelsHidden ? 0 : settings.predictionOpacity,
    }),
    [settings.labelOpacity, settings.gridLinesVisible, settings.predictionOpacity, labelsHidden],
  );
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
    labelCursor: (classId) => commands.labelCursor(classId),
    goTo: (tile) => commands.goTo(tile),
  };
  return (
    <WorkspaceProvider value={workspace}>
      <div className="flex h-full min-h-0 flex-col">
        <div className="relative min-h-0 flex-1 overflow-hidden bg-muted">
          {settings.panelsVisible && (
            <>
              <div className="pointer-events-none absolute inset-x-2 top-2 z-20 flex items-start justify-between gap-2 *:pointer-events-auto">
                <SceneSwitcher scene={scene} scenes={scenes} onChoose={onChooseScene} />
                <ToolStrip run={(command) => commands.run(command)} />
              </div>
              <div className="absolute top-13 bottom-2 left-2 z-10 flex flex-col pointer-events-none *:pointer-events-auto">
                <ClassPalette />
              </div>
              <div className="pointer-events-none absolute top-13 right-2 bottom-2 z-10 flex w-72 flex-col *:pointer-events-auto">
                <aside
                  aria-label={t("panel")}
                  className="floating-panel max-h-full overflow-y-auto overscroll-contain"
                >
                  <TileInspector />
                  <BandPanel />
                  <ComparePanel />
                  <LayersPanel />
                  <ActHistory />
                </aside>
              </div>
            </>
          )}
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
          {imagery.status === "failed" && (
            <ErrorState
              className="absolute top-1/2 left-1/2 z-10 w-96 -translate-x-1/2 -translate-y-1/2"
              error={new Error(t("imageryFailed", { reason: imagery.message }))}
            />
          )}
          <ActPreview run={(command) => commands.run(command)} />
          <SessionNotice />
          <Basemap />
          {settings.overviewVisible && (
            <div className="absolute bottom-2 left-2 z-10">
              <OverviewMap />
            </div>
          )}
        </div>
        <StatusBar />
      </div>
      <ClassSearch
        open={classSearchOpen}
        onOpenChange={setClassSearchOpen}
        run={(command) => commands.run(command)}
      />
      <KeySheet open={keySheetOpen} onOpenChange={setKeySheetOpen} />
    </WorkspaceProvider>
  );
}

function cursorKey(scene: Scene): string {
  return `tilewright.label.cursor.${scene.id}`;
}

/** Where one left off; the middle of a new scene, whose corners are often empty. */
function firstTile(scene: Scene): Tile {
  const tile = readRemembered(cursorKey(scene), tileAddressSchema);
  if (tile && tile.row < scene.gridRows && tile.col < scene.gridCols) return tile;
  if (scene.kind === "chips") return { row: 0, col: 0 };
  return { row: Math.floor(scene.gridRows / 2), col: Math.floor(scene.gridCols / 2) };
}

/** Draws the session's plane, and from then on only what changes. */
function useLabelsOnMap(
  map: SceneMap | null,
  session: LabelSession,
  project: Project,
  cursor: ValueStore<Tile>,
): void {
  useEffect(() => {
    map?.grid.setMarks({ cursor: cursor.get() });
    map?.map.getTargetElement()?.focus({ preventScroll: true });
  }, [map, cursor]);
  useEffect(() => {
    if (!map) return;
    session.setClasses(project.classes);
    map.grid.setLabels(session.plane, classPalette(project.classes));
    return session.onPaint((cells) => {
      if (cells) map.grid.repaintCells(cells);
      else map.grid.repaintAll();
    });
  }, [map, session, project.classes]);
}
