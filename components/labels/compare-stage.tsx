import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/lib/cn";
import type { GridStyle } from "../map/grid-layer";
import { classPalette } from "../map/plane-canvas";
import { tileAtCoordinate } from "../map/scene-geometry";
import type { ImageryState } from "../map/scene-imagery";
import { SecondView } from "../map/second-view";
import { useBasemapLayer } from "./basemap";
import { useComparedRendering } from "./use-compared-rendering";
import { useWorkspace } from "./workspace-context";

/** What the panels cover on either side; CSS pixels. */
const panelsPx = { left: 240, right: 300 };

/** The map, alone, beside a second one, or under a swipe. */
export function CompareStage({
  gridStyle,
  children,
}: {
  gridStyle: GridStyle;
  children: ReactNode;
}) {
  const { comparison, settings } = useWorkspace();
  const isSide = comparison.layout === "side";
  const { left, right } = settings.panelsVisible ? panelsPx : { left: 0, right: 0 };
  const half = `calc((100% - ${left + right}px) / 2)`;
  return (
    <>
      <div
        className="absolute inset-y-0"
        style={isSide ? { left, width: half } : { left: 0, right: 0 }}
      >
        {children}
      </div>
      {comparison.layout !== "off" && (
        <Second
          // Another layout or scene is another view.
          key={`${comparison.layout} ${comparison.scene.id}`}
          gridStyle={gridStyle}
          style={isSide ? { right, width: half } : { left: 0, right: 0 }}
        />
      )}
    </>
  );
}

function Second({
  gridStyle,
  style,
}: {
  gridStyle: GridStyle;
  style: { left?: number; right?: number; width?: string };
}) {
  const t = useTranslations("labels");
  const { map, comparison, scene } = useWorkspace();
  const isSide = comparison.layout === "side";
  const host = useRef<HTMLDivElement>(null);
  const [second, setSecond] = useState<SecondView | null>(null);
  const [imagery, setImagery] = useState<ImageryState>({ status: "loading" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: everything else is applied below.
  useEffect(() => {
    if (!map) return;
    const made = new SecondView(map, comparison.scene, {
      target: isSide ? host.current : null,
      isSameScene: comparison.scene.id === scene.id,
      mainScene: scene,
      rendering: comparison.rendering,
      gridStyle,
      imageryChanged: setImagery,
    });
    setSecond(made);
    return () => {
      setSecond(null);
      made.dispose();
    };
  }, [map]);
  const rendering = useComparedRendering(second, comparison);
  useEffect(() => second?.setRendering(rendering), [second, rendering]);
  useEffect(() => second?.grid?.setGridStyle(gridStyle), [second, gridStyle]);
  useSecondGrid(second);
  useBasemapLayer(second?.ownMap ?? null);
  return (
    <div
      className={cn(
        "absolute inset-y-0",
        isSide ? "border-background border-l-2" : "pointer-events-none",
      )}
      style={style}
    >
      {isSide && (
        <div
          ref={host}
          role="img"
          aria-label={t("comparedMap", { scene: comparison.scene.name })}
          data-second-view={imagery.status}
          className="absolute inset-0"
        />
      )}
      {!isSide && second && <SwipeHandle second={second} status={imagery.status} />}
      {imagery.status === "failed" && (
        <p className="absolute inset-x-4 top-1/2 text-center text-destructive text-sm">
          {t("imageryFailed", { reason: imagery.message })}
        </p>
      )}
    </div>
  );
}

/** The second map shows the same labels, cursor and pointer as the first; a click chooses a tile. */
function useSecondGrid(second: SecondView | null): void {
  const { map, session, project, cursor, pointer, goTo } = useWorkspace();
  const latestGoTo = useRef(goTo);
  latestGoTo.current = goTo;
  useEffect(() => {
    const grid = second?.grid;
    if (!grid || !second || !map) return;
    grid.setLabels(session.plane, classPalette(project.classes));
    const showCursor = () => grid.setMarks({ cursor: cursor.get() });
    showCursor();
    const ends = [
      session.onPaint((cells) => (cells ? grid.repaintCells(cells) : grid.repaintAll())),
      cursor.subscribe(showCursor),
      pointer.subscribe(() => grid.setMarks({ hover: pointer.get()?.tile ?? null })),
    ];
    second.onPointer(
      (coordinate) => {
        const tile = coordinate && tileAtCoordinate(map.geometry, coordinate);
        map.grid.setMarks({ hover: tile });
        const [x, y] = coordinate ?? [];
        pointer.set(x === undefined || y === undefined ? null : { coordinate: [x, y], tile });
      },
      (at) => {
        const tile = tileAtCoordinate(map.geometry, at);
        if (tile) latestGoTo.current(tile);
      },
    );
    return () => {
      for (const end of ends) end();
    };
  }, [second, map, session, project.classes, cursor, pointer]);
}

/** The line between what is seen left and right; arrows move it as well. */
function SwipeHandle({ second, status }: { second: SecondView; status: ImageryState["status"] }) {
  const t = useTranslations("labels");
  const [share, setShare] = useState(0.5);
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => second.setSwipe(share), [second, share]);
  const moveTo = (clientX: number) => {
    const box = line.current?.parentElement?.getBoundingClientRect();
    if (box && box.width > 0) {
      setShare(Math.min(0.99, Math.max(0.01, (clientX - box.left) / box.width)));
    }
  };
  return (
    <div
      ref={line}
      role="slider"
      tabIndex={0}
      aria-label={t("swipe")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      data-second-view={status}
      className="pointer-events-auto absolute inset-y-0 z-5 flex w-4 -translate-x-1/2 cursor-ew-resize touch-none items-center justify-center outline-none before:absolute before:inset-y-0 before:left-1/2 before:w-0.5 before:-translate-x-1/2 before:bg-white before:shadow-[0_0_0_1px_rgb(0_0_0/0.4)] focus-visible:before:bg-ring"
      style={{ left: `${share * 100}%` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event.clientX);
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -0.02, ArrowRight: 0.02 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        setShare(Math.min(0.99, Math.max(0.01, share + step)));
      }}
    >
      <span
        aria-hidden
        className="relative h-8 w-3 rounded-full bg-white shadow-[0_0_0_1px_rgb(0_0_0/0.4)]"
      />
    </div>
  );
}
