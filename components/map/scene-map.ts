import DragPan from "ol/interaction/DragPan";
import { defaults as defaultInteractions } from "ol/interaction/defaults";
import Kinetic from "ol/Kinetic";
import type Graticule from "ol/layer/Graticule";
import OlMap from "ol/Map";
import type View from "ol/View";
import type { Scene } from "@/lib/contracts/scenes";
import type { Extent } from "@/lib/geo/extent";
import type { TileAddress } from "@/lib/geo/grid";
import type { BandRendering } from "./band-rendering";
import type { CogReader } from "./cog-reader";
import { createGraticule } from "./graticule";
import { GridLayer, type GridStyle } from "./grid-layer";
import { openRaster } from "./open-raster";
import type { RasterFacts } from "./raster-layer";
import {
  type GridGeometry,
  gridGeometryOf,
  gridPlaceOf,
  nearestTile,
  projectionOf,
  tileAtCoordinate,
  tileExtent,
} from "./scene-geometry";
import { type ImageryState, SceneImagery } from "./scene-imagery";
import { centerToReveal, createSceneView, type MapPadding } from "./scene-view";

export type ScenePointer = {
  /** Where the pointer is, or null when it left the map. */
  coordinate: readonly [number, number] | null;
  tile: TileAddress | null;
};

export type SceneMapListener = {
  imageryChanged(state: ImageryState): void;
  viewMoved(): void;
};

/** The one OpenLayers map of a page: a scene's imagery and its grid, in the scene's own CRS. */
export class SceneMap {
  readonly map: OlMap;
  readonly grid: GridLayer;
  readonly geometry: GridGeometry;
  /** Opens with the map; the inspector reads tiles from it. */
  readonly reader: Promise<CogReader>;
  /** Does a press of the main button paint (true) or move the map (false)? */
  paintsOnDrag = false;
  readonly #scene: Scene;
  readonly #facts: RasterFacts;
  readonly #view: View;
  readonly #imagery: SceneImagery;
  #graticule: Graticule | null = null;
  #padding: MapPadding;
  /** Where the movement under way leads. */
  #goal: { center?: [number, number]; resolution?: number } = {};

  constructor(
    target: HTMLElement,
    scene: Scene,
    options: {
      rendering: BandRendering;
      gridStyle: GridStyle;
      padding: MapPadding;
      listener: SceneMapListener;
    },
  ) {
    this.#scene = scene;
    this.geometry = gridGeometryOf(scene);
    this.grid = new GridLayer(this.geometry, options.gridStyle);
    this.#facts = {
      dtype: scene.dtype,
      nodata: scene.nodata,
      extent: scene.extent,
      projection: projectionOf(scene),
    };
    this.#padding = options.padding;
    this.#view = createSceneView(scene, this.#facts);
    this.map = new OlMap({
      target,
      view: this.#view,
      layers: [this.grid],
      controls: [],
      interactions: this.#interactions(),
    });
    this.grid.setZIndex(10);
    this.fit();
    this.map.on("moveend", () => options.listener.viewMoved());
    this.#view.on("change:resolution", () => options.listener.viewMoved());
    this.reader = openRaster(scene.id);
    this.#imagery = new SceneImagery(this.map, this.#facts, options.rendering);
    void this.#imagery.open(this.reader, options.listener.imageryChanged);
  }

  /** What a second map shares, so that both always show the same place. */
  get view(): View {
    return this.#view;
  }

  get facts(): RasterFacts {
    return this.#facts;
  }

  /** The part of the plane that is on screen; null before there is a screen. */
  get window(): Extent | null {
    const size = this.map.getSize();
    return size ? (this.#view.calculateExtent(size) as Extent) : null;
  }

  /** The reader, once the first view is drawn: what else is read and decoded must not hold that up. */
  async readerOnceShown(): Promise<CogReader> {
    const reader = await this.reader;
    await this.#imagery.shown;
    return reader;
  }

  setRendering(rendering: BandRendering): void {
    this.#imagery.setRendering(rendering);
  }

  /** Lines of longitude and latitude, for scenes that have any. */
  showGraticule(visible: boolean): void {
    if (visible && !this.#graticule) {
      this.#graticule = createGraticule(this.#scene);
      this.#graticule?.setZIndex(12);
      if (this.#graticule) this.map.addLayer(this.#graticule);
    }
    this.#graticule?.setVisible(visible);
  }

  setPadding(padding: MapPadding): void {
    this.#padding = padding;
  }

  /** Shows the whole scene between the panels. */
  fit(durationMs = 0): void {
    const size = this.map?.getSize();
    this.#view.fit(this.#facts.extent, {
      ...(size ? { size } : {}),
      padding: this.#padding,
      duration: durationMs,
    });
  }

  zoomBy(steps: number): void {
    const resolution = this.#goal.resolution ?? this.#view.getResolution() ?? 1;
    const zoom = this.#view.getZoomForResolution(resolution) ?? 0;
    this.#glide({ resolution: this.#view.getResolutionForZoom(zoom + steps) }, 150);
  }

  /** Moves the map only as far as the tile needs to be seen with its neighbours. */
  reveal(tile: TileAddress, durationMs = 120): void {
    const size = this.map.getSize();
    const resolution = this.#view.getResolution();
    const center = this.#view.getCenter();
    if (!size || !resolution || !center) return;
    const extent = tileExtent(this.geometry, tile.row, tile.col);
    const revealed = centerToReveal(extent, { center, resolution, size }, this.#padding);
    if (!revealed) return;
    this.#glide({ center: revealed }, durationMs);
  }

  /** Centres a tile, near enough to be judged. */
  focus(tile: TileAddress): void {
    const [minX, minY, maxX, maxY] = tileExtent(this.geometry, tile.row, tile.col);
    const resolution = Math.min(this.#view.getResolution() ?? 1, (maxX - minX) / 72);
    this.#glide({ center: [(minX + maxX) / 2, (minY + maxY) / 2], resolution }, 200);
  }

  /** Goes on to what a movement under way has not reached yet, where the new one says nothing of it. */
  #glide(goal: { center?: [number, number]; resolution?: number }, durationMs: number): void {
    const whole = { ...this.#goal, ...goal };
    this.#goal = whole;
    this.#view.cancelAnimations();
    // Reached, or stopped by a hand on the map; a newer movement has a goal of its own.
    this.#view.animate({ ...whole, duration: durationMs }, () => {
      if (this.#goal === whole) this.#goal = {};
    });
  }

  pointerAt(event: { clientX: number; clientY: number }): ScenePointer {
    const coordinate = this.map.getEventCoordinate(event as PointerEvent);
    if (!coordinate) return { coordinate: null, tile: null };
    return {
      coordinate: [coordinate[0] as number, coordinate[1] as number],
      tile: tileAtCoordinate(this.geometry, coordinate),
    };
  }

  /** The tile under the pointer, or the nearest one at the grid's edge. */
  nearestTileAt(event: { clientX: number; clientY: number }): TileAddress {
    const coordinate = this.map.getEventCoordinate(event as PointerEvent);
    return nearestTile(this.geometry, coordinate ?? [0, 0]);
  }

  /** Where the pointer is in tiles from the grid's corner. */
  gridPlaceAt(event: { clientX: number; clientY: number }): { row: number; col: number } {
    const coordinate = this.map.getEventCoordinate(event as PointerEvent);
    return gridPlaceOf(this.geometry, coordinate ?? [0, 0]);
  }

  /** The first and the last tile of those whose middles are seen between the panels; null: none. */
  tilesInView(): [from: TileAddress, to: TileAddress] | null {
    const [width, height] = this.map.getSize() ?? [0, 0];
    const [top, right, bottom, left] = this.#padding;
    const corner = (xPx: number, yPx: number) =>
      gridPlaceOf(this.geometry, this.map.getCoordinateFromPixel([xPx, yPx]) ?? [0, 0]);
    const first = corner(left, top);
    const last = corner((width ?? 0) - right, (height ?? 0) - bottom);
    const from = {
      row: Math.max(0, Math.ceil(first.row - 0.5)),
      col: Math.max(0, Math.ceil(first.col - 0.5)),
    };
    const to = {
      row: Math.min(this.geometry.rows - 1, Math.ceil(last.row - 0.5) - 1),
      col: Math.min(this.geometry.cols - 1, Math.ceil(last.col - 0.5) - 1),
    };
    return to.row >= from.row && to.col >= from.col ? [from, to] : null;
  }

  /** The element that receives the pointer. */
  get viewport(): HTMLElement {
    const viewport = this.map.getViewport();
    if (!viewport) throw new Error("The map was disposed of.");
    return viewport;
  }

  /** Map units per CSS pixel. */
  get resolution(): number {
    return this.#view.getResolution() ?? 1;
  }

  dispose(): void {
    this.#imagery.dispose();
    // One that cannot be opened has nothing to close.
    this.reader.then((reader) => reader.close()).catch(() => undefined);
    for (const layer of [...this.map.getLayers().getArray()]) {
      this.map.removeLayer(layer);
      layer.dispose();
    }
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  #interactions() {
    return defaultInteractions({
      doubleClickZoom: false,
      dragPan: false,
      shiftDragZoom: false,
      keyboard: false,
      altShiftDragRotate: false,
      pinchRotate: false,
    }).extend([
      new DragPan({
        kinetic: new Kinetic(-0.005, 0.05, 100),
        condition: (event) => this.#pans(event.originalEvent as PointerEvent),
      }),
    ]);
  }

  #pans(event: PointerEvent): boolean {
    if (event.button === 1 || event.button === 2 || event.altKey) return true;
    return event.button === 0 && !this.paintsOnDrag && !event.shiftKey && !event.ctrlKey;
  }
}
