import DragPan from "ol/interaction/DragPan";
import { defaults as defaultInteractions } from "ol/interaction/defaults";
import Kinetic from "ol/Kinetic";
import type Graticule from "ol/layer/Graticule";
import OlMap from "ol/Map";
import View from "ol/View";
import type { Scene } from "@/lib/contracts/scenes";
import type { TileAddress } from "@/lib/geo/grid";
import { type BandRendering, fitsScene } from "./band-rendering";
import { CogReader } from "./cog-reader";
import type { GlidingRasterLayer } from "./gliding-raster-layer";
import { createGraticule } from "./graticule";
import { GridLayer, type GridStyle } from "./grid-layer";
import {
  createRasterLayer,
  needsOtherLayer,
  type RasterFacts,
  updateRasterStyle,
} from "./raster-layer";
import {
  type GridGeometry,
  gridGeometryOf,
  nearestTile,
  projectionOf,
  tileAtCoordinate,
  tileExtent,
} from "./scene-geometry";

/** Space that floating panels cover: top, right, bottom, left; CSS pixels. */
export type MapPadding = [number, number, number, number];

export type ImageryState =
  | { status: "loading" }
  | { status: "ready" }
  | { status: "failed"; message: string };

export type ScenePointer = {
  /** Where the pointer is, or null when it left the map. */
  coordinate: readonly [number, number] | null;
  tile: TileAddress | null;
};

export type SceneMapListener = {
  imageryChanged(state: ImageryState): void;
  viewMoved(): void;
};

/** Closest view: this many screen pixels per image pixel. */
const closestPixelScale = 24;

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
  #rendering: BandRendering;
  #raster: GlidingRasterLayer | null = null;
  #graticule: Graticule | null = null;
  #opened: CogReader | null = null;
  #padding: MapPadding = [0, 0, 0, 0];
  #disposed = false;

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
    this.#rendering = options.rendering;
    this.#padding = options.padding;
    this.#view = sceneView(scene, this.#facts);
    this.map = new OlMap({
      target,
      view: this.#view,
      layers: [this.grid],
      controls: [],
      interactions: defaultInteractions({
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
      ]),
    });
    this.grid.setZIndex(10);
    this.fit();
    this.map.on("moveend", () => options.listener.viewMoved());
    this.#view.on("change:resolution", () => options.listener.viewMoved());
    this.reader = CogReader.open(`/api/scenes/${scene.id}/raster`);
    options.listener.imageryChanged({ status: "loading" });
    this.reader.then(
      (reader) => {
        if (this.#disposed) return;
        this.#opened = reader;
        if (!fitsScene(this.#rendering, reader.bandCount)) {
          options.listener.imageryChanged({ status: "failed", message: "bands" });
          return;
        }
        this.#showRaster(reader);
        options.listener.imageryChanged({ status: "ready" });
      },
      (error: unknown) => {
        if (this.#disposed) return;
        const message = error instanceof Error ? error.message : String(error);
        options.listener.imageryChanged({ status: "failed", message });
      },
    );
  }

  /** Shows the imagery otherwise: numbers at once, other bands as soon as they are decoded. */
  setRendering(rendering: BandRendering): void {
    const before = this.#rendering;
    this.#rendering = rendering;
    if (!this.#raster || !this.#opened) return;
    if (needsOtherLayer(before, rendering)) this.#showRaster(this.#opened);
    else updateRasterStyle(this.#raster, this.#facts, rendering);
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
    const zoom = this.#view.getZoom() ?? 0;
    this.#view.cancelAnimations();
    this.#view.animate({ zoom: zoom + steps, duration: 150 });
  }

  /** Moves the map only as far as the tile needs to be seen with its neighbours. */
  reveal(tile: TileAddress, durationMs = 120): void {
    const size = this.map.getSize();
    const resolution = this.#view.getResolution();
    const center = this.#view.getCenter();
    if (!size || !resolution || !center) return;
    const [minX, minY, maxX, maxY] = tileExtent(this.geometry, tile.row, tile.col);
    const [top, right, bottom, left] = this.#padding;
    const marginX = Math.min(
      (maxX - minX) * 1.5,
      ((size[0] as number) - left - right) * 0.3 * resolution,
    );
    const marginY = Math.min(
      (maxY - minY) * 1.5,
      ((size[1] as number) - top - bottom) * 0.3 * resolution,
    );
    const x = center[0] as number;
    const y = center[1] as number;
    const halfWidth = ((size[0] as number) / 2) * resolution;
    const halfHeight = ((size[1] as number) / 2) * resolution;
    const moveX = shiftInto(
      minX - marginX,
      maxX + marginX,
      x - halfWidth + left * resolution,
      x + halfWidth - right * resolution,
    );
    const moveY = shiftInto(
      minY - marginY,
      maxY + marginY,
      y - halfHeight + bottom * resolution,
      y + halfHeight - top * resolution,
    );
    if (moveX === 0 && moveY === 0) return;
    this.#view.cancelAnimations();
    this.#view.animate({ center: [x + moveX, y + moveY], duration: durationMs });
  }

  /** Centres a tile, near enough to be judged. */
  focus(tile: TileAddress): void {
    const [minX, minY, maxX, maxY] = tileExtent(this.geometry, tile.row, tile.col);
    const resolution = Math.min(this.#view.getResolution() ?? 1, (maxX - minX) / 72);
    this.#view.cancelAnimations();
    this.#view.animate({
      center: [(minX + maxX) / 2, (minY + maxY) / 2],
      resolution,
      duration: 200,
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
    this.#disposed = true;
    for (const layer of [...this.map.getLayers().getArray()]) {
      this.map.removeLayer(layer);
      layer.dispose();
    }
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  #pans(event: PointerEvent): boolean {
    if (event.button === 1 || event.button === 2 || event.altKey) return true;
    return event.button === 0 && !this.paintsOnDrag && !event.shiftKey && !event.ctrlKey;
  }

  /** The old layer stays under the new one until that is drawn: nothing blinks. */
  #showRaster(reader: CogReader): void {
    const before = this.#raster;
    const layer = createRasterLayer(reader, this.#facts, this.#rendering);
    layer.setZIndex(before ? 2 : 1);
    this.#raster = layer;
    this.map.addLayer(layer);
    if (!before) return;
    // Both draw on one canvas.
    before.glides = false;
    layer.glides = false;
    this.map.once("rendercomplete", () => {
      this.map.removeLayer(before);
      before.dispose();
      layer.setZIndex(1);
      layer.glides = true;
    });
  }
}

function sceneView(scene: Scene, facts: RasterFacts): View {
  const [minX, minY, maxX, maxY] = facts.extent;
  const unitsPerPixel = (maxX - minX) / scene.widthPx;
  const across = Math.max(maxX - minX, maxY - minY);
  return new View({
    projection: facts.projection,
    center: [(minX + maxX) / 2, (minY + maxY) / 2],
    resolution: across / 1000,
    extent: facts.extent,
    // A view much wider than the raster asks for tiles that do not exist.
    maxResolution: Math.max(across / 250, unitsPerPixel / 2),
    minResolution: unitsPerPixel / closestPixelScale,
    constrainOnlyCenter: true,
    constrainRotation: true,
    enableRotation: false,
    showFullExtent: true,
  });
}

/** How far to move a view [viewMin, viewMax] so that it holds [min, max]. */
function shiftInto(min: number, max: number, viewMin: number, viewMax: number): number {
  if (min < viewMin) return min - viewMin;
  if (max > viewMax) return max - viewMax;
  return 0;
}
