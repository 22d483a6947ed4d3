import { defaults as defaultInteractions } from "ol/interaction/defaults";
import OlMap from "ol/Map";
import type { Scene } from "@/lib/contracts/scenes";
import type { BandRendering } from "./band-rendering";
import type { CogReader } from "./cog-reader";
import { GridLayer, type GridStyle } from "./grid-layer";
import { openRaster } from "./open-raster";
import type { RasterFacts } from "./raster-layer";
import { inSamePlane, projectionOf } from "./scene-geometry";
import { type ImageryState, SceneImagery } from "./scene-imagery";
import type { SceneMap } from "./scene-map";

/**
 * Another look at the place that a map shows: other bands, or another scene. Either a map of its own
 * beside the first, which shares its view, or a layer over it that is swiped away.
 */
export class SecondView {
  readonly reader: Promise<CogReader>;
  /** The first scene's grid once more, on a map of its own. */
  readonly grid: GridLayer | null = null;
  readonly #main: SceneMap;
  readonly #isSameScene: boolean;
  readonly #ownMap: OlMap | null = null;
  readonly #imagery: SceneImagery;
  /** Where the pointer is on a map of its own. */
  #pointer: PointerEvent | null = null;
  readonly facts: RasterFacts;

  /** @param target Where a map of its own goes; null: over the first map. */
  constructor(
    main: SceneMap,
    scene: Scene,
    options: {
      target: HTMLElement | null;
      isSameScene: boolean;
      mainScene: Scene;
      rendering: BandRendering;
      gridStyle: GridStyle;
      imageryChanged: (state: ImageryState) => void;
    },
  ) {
    const { target, isSameScene } = options;
    this.#main = main;
    this.#isSameScene = isSameScene;
    // Decoded blocks of the same scene are there already.
    this.reader = isSameScene ? main.reader : openRaster(scene.id);
    this.facts = {
      dtype: scene.dtype,
      nodata: scene.nodata,
      extent: scene.extent,
      // In the same plane nothing has to be reprojected.
      projection:
        isSameScene || inSamePlane(scene, options.mainScene)
          ? main.facts.projection
          : projectionOf(scene),
    };
    if (target) {
      this.grid = new GridLayer(main.geometry, options.gridStyle);
      this.grid.setZIndex(10);
      this.#ownMap = new OlMap({
        target,
        view: main.view,
        layers: [this.grid],
        controls: [],
        interactions: defaultInteractions({
          doubleClickZoom: false,
          shiftDragZoom: false,
          keyboard: false,
          altShiftDragRotate: false,
          pinchRotate: false,
        }),
      });
    }
    const place = target
      ? { className: "raster-layer", zIndex: 1 }
      : { className: "second-raster-layer", zIndex: 4 };
    this.#imagery = new SceneImagery(
      this.#ownMap ?? main.map,
      this.facts,
      options.rendering,
      place,
    );
    void this.#imagery.open(this.reader, options.imageryChanged);
  }

  /** A map beside the first; null where the second view lies over it. */
  get ownMap(): OlMap | null {
    return this.#ownMap;
  }

  setRendering(rendering: BandRendering): void {
    this.#imagery.setRendering(rendering);
  }

  /** Where the swipe stands: a share of the map's width. */
  setSwipe(share: number): void {
    this.#imagery.setSwipe(share);
  }

  /**
   * Calls back with places under the pointer of a map of its own, and with clicks. The place is told
   * while the map is dragged too, and again when it came to rest under a pointer that did not move.
   */
  onPointer(moved: (coordinate: number[] | null) => void, clicked: (at: number[]) => void): void {
    const map = this.#ownMap;
    const viewport = map?.getViewport();
    if (!map || !viewport) return;
    const tell = () => moved(this.#pointer && map.getEventCoordinate(this.#pointer));
    const take = (event: PointerEvent | null) => {
      this.#pointer = event;
      tell();
    };
    viewport.addEventListener("pointermove", take);
    viewport.addEventListener("pointerleave", () => take(null));
    map.on("moveend", tell);
    map.on("click", (event) => clicked(event.coordinate as number[]));
  }

  dispose(): void {
    // The first map goes on reading its own scene.
    if (!this.#isSameScene) {
      this.reader.then(
        (reader) => reader.close(),
        () => {},
      );
    }
    if (!this.#ownMap) {
      this.#imagery.remove();
      this.#main.map.render();
      return;
    }
    this.#imagery.dispose();
    for (const layer of [...this.#ownMap.getLayers().getArray()]) {
      this.#ownMap.removeLayer(layer);
      layer.dispose();
    }
    this.#ownMap.setTarget(undefined);
    this.#ownMap.dispose();
  }
}
