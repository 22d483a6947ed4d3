import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/lib/cn";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import { ChipSource } from "../../map/chip-source";
import { useValue } from "../value-store";
import { useWorkspace } from "../workspace-context";
import { WallView } from "./wall-view";

/** Device pixels of a chip's picture; sizes in between use the next larger one. */
function sideOf(chipPx: number): number {
  return Math.ceil((chipPx * Math.min(2, window.devicePixelRatio)) / 64) * 64;
}

/** The tiles of the queue side by side, drawn as the map draws them. */
export function TileWall() {
  const t = useTranslations("wall");
  const { scene, map, rendering, session, cursor, selection, settings, wall } = useWorkspace();
  const { queue, view, setView } = wall;
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tile = useValue(cursor);
  const faceOf = useFaces();

  const listener = {
    faceOf: useEffectEvent(faceOf),
    isPicked: useEffectEvent((cell: number) => selection.has(cell)),
    onPick: useEffectEvent((cells: readonly number[], picked: boolean, last: number) => {
      selection.set(cells, picked);
      cursor.set(tileOfIndex(last, scene.gridCols));
    }),
    onHover: useEffectEvent((_cell: number | null) => undefined),
    onOpen: useEffectEvent((cell: number) => {
      cursor.set(tileOfIndex(cell, scene.gridCols));
      wall.run({ do: "showOnMap" });
    }),
    onSeen: useEffectEvent((first: number, end: number) => {
      // Chips that were jumped over have not been seen.
      const { seenEnd } = wall;
      if (first <= seenEnd.get() && end > seenEnd.get()) seenEnd.set(end);
    }),
  };
  const makeView = useEffectEvent(() => {
    if (!map || !scroller.current || !spacer.current || !canvas.current) return null;
    let made: WallView | null = null;
    const grid = { gridCols: scene.gridCols, tileSizePx: scene.tileSizePx, nodata: scene.nodata };
    const look = { rendering, sidePx: sideOf(settings.chipPx) };
    const chips = new ChipSource(map.reader, grid, look, () => made?.redraw());
    const parts = { spacer: spacer.current, canvas: canvas.current };
    made = new WallView(scroller.current, parts, chips, settings.chipPx, {
      faceOf: (cell) => listener.faceOf(cell),
      isPicked: (cell) => listener.isPicked(cell),
      onPick: (cells, picked, last) => listener.onPick(cells, picked, last),
      onHover: (cell) => listener.onHover(cell),
      onOpen: (cell) => listener.onOpen(cell),
      onSeen: (first, end) => listener.onSeen(first, end),
    });
    scroller.current.focus({ preventScroll: true });
    return made;
  });
  useEffect(() => {
    if (!map) return;
    const made = makeView();
    setView(made);
    return () => {
      made?.dispose();
      setView(null);
    };
  }, [map, setView]);

  const { cells, keepsPlace } = queue;
  useEffect(() => view?.setCells(cells, keepsPlace), [view, cells, keepsPlace]);
  useEffect(() => {
    view?.setChipPx(settings.chipPx);
    view?.setLook(rendering, sideOf(settings.chipPx));
  }, [view, rendering, settings.chipPx]);
  const place = queue.placeOf(tileIndex(tile, scene.gridCols));
  useEffect(() => view?.setCursor(place < 0 ? null : place, false), [view, place]);
  useEffect(() => {
    if (!view) return;
    const redraw = () => view.redraw();
    const stops = [session.onPaint(redraw), selection.subscribe(redraw)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [view, session, selection]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other classes or another prediction look different.
  useEffect(() => view?.redraw(), [view, faceOf]);

  return (
    <div
      className={cn(
        "absolute inset-0 bg-background",
        settings.panelsVisible && "top-13 right-76 left-60",
      )}
    >
      <div
        ref={scroller}
        role="application"
        aria-label={t("wall", { scene: scene.name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the wall is worked with by keyboard.
        tabIndex={0}
        data-wall-count={queue.cells.length}
        className="absolute inset-0 select-none overflow-y-scroll overscroll-contain outline-none"
      >
        <div ref={spacer}>
          <canvas ref={canvas} className="sticky top-0 block" />
        </div>
      </div>
      {queue.cells.length === 0 && (
        <p className="pointer-events-none absolute inset-0 flex items-center justify-center text-muted-foreground">
          {queue.waits ? t("reading") : t("empty")}
        </p>
      )}
    </div>
  );
}

/** What a chip shows besides its picture. */
function useFaces() {
  const { project, session, prediction, selection } = useWorkspace();
  const { planes, chosen, visible } = prediction;
  return useMemo(() => {
    const labels = new Map(project.classes.map((one) => [one.index + 1, one]));
    const told = new Map(chosen?.classes.map((one) => [one.index + 1, one.colour]));
    return (cell: number) => {
      const label = labels.get(session.plane[cell] ?? 0);
      const byte = visible ? (planes?.classes[cell] ?? 0) : 0;
      return {
        label: label ? { colour: label.colour, name: label.name } : null,
        predicted: told.get(byte) ?? null,
        confidence: byte > 0 && planes ? (planes.confidence[cell] ?? 0) / 255 : null,
        picked: selection.has(cell),
      };
    };
  }, [project.classes, session, planes, chosen, visible, selection]);
}
