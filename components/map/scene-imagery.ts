import type OlMap from "ol/Map";
import type { Extent } from "@/lib/geo/extent";
import { type BandRendering, fitsScene } from "./band-rendering";
import type { CogReader } from "./cog-reader";
import type { GlidingRasterLayer } from "./gliding-raster-layer";
import {
  createRasterLayer,
  needsOtherLayer,
  type RasterFacts,
  readAhead,
  updateRasterStyle,
} from "./raster-layer";

export type ImageryState =
  | { status: "loading" }
  | { status: "ready" }
  | { status: "failed"; message: string };

/** Rasters of one class name share a canvas; the higher index lies above. */
export type ImageryPlace = { className: string; zIndex: number };

/** The raster of a scene on its map: opened once, shown in whatever bands and colours are wanted. */
export class SceneImagery {
  readonly #map: OlMap;
  readonly #facts: RasterFacts;
  readonly #place: ImageryPlace;
  #rendering: BandRendering;
  #swipeShare: number | null = null;
  #layer: GlidingRasterLayer | null = null;
  #reader: CogReader | null = null;
  #disposed = false;
  #tellShown: () => void = () => undefined;
  /** The first view is drawn as a whole, or cannot be. */
  readonly shown = new Promise<void>((resolve) => {
    this.#tellShown = resolve;
  });

  constructor(
    map: OlMap,
    facts: RasterFacts,
    rendering: BandRendering,
    place: ImageryPlace = { className: "raster-layer", zIndex: 1 },
  ) {
    this.#map = map;
    this.#facts = facts;
    this.#place = place;
    this.#rendering = rendering;
  }

  /** Shows the raster as soon as it is open. */
  async open(opening: Promise<CogReader>, changed: (state: ImageryState) => void): Promise<void> {
    changed({ status: "loading" });
    try {
      const reader = await opening;
      if (this.#disposed) return;
      this.#reader = reader;
      if (!fitsScene(this.#rendering, reader.bandCount)) {
        this.#tellShown();
        changed({ status: "failed", message: "bands" });
        return;
      }
      this.#show(reader);
      changed({ status: "ready" });
    } catch (thrown) {
      if (this.#disposed) return;
      this.#tellShown();
      changed({
        status: "failed",
        message: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }

  /** Numbers change at once, other bands as soon as they are decoded. */
  setRendering(rendering: BandRendering): void {
    const before = this.#rendering;
    this.#rendering = rendering;
    if (!this.#layer || !this.#reader) return;
    const { bandCount } = this.#reader;
    if (needsOtherLayer(before, rendering, bandCount)) {
      this.#show(this.#reader);
      return;
    }
    updateRasterStyle(this.#layer, this.#facts, rendering, bandCount);
    this.#markShown();
  }

  /** Shows only what lies right of this share of the map's width; null: everything. */
  setSwipe(share: number | null): void {
    this.#swipeShare = share;
    this.#layer?.setSwipe(share);
  }

  /** Takes the raster off a map that lives on. */
  remove(): void {
    this.dispose();
    if (!this.#layer) return;
    this.#map.removeLayer(this.#layer);
    this.#layer.dispose();
  }

  /** The map disposes of the layers. */
  dispose(): void {
    this.#disposed = true;
  }

  /** For the timeline of the browser's tools, and for the bench. */
  #markShown(): void {
    this.#map.once("rendercomplete", () => {
      performance.mark("imagery-shown");
      this.#tellShown();
    });
  }

  #readAhead(reader: CogReader, layer: GlidingRasterLayer): void {
    const [size, view, source] = [this.#map.getSize(), this.#map.getView(), layer.getSource()];
    const resolution = view.getResolution();
    if (!size || !source || resolution === undefined) return;
    readAhead(reader, source, { extent: view.calculateExtent(size) as Extent, resolution });
  }

  /** The old layer stays under the new one until that is drawn: nothing blinks. */
  #show(reader: CogReader): void {
    const before = this.#layer;
    const { className, zIndex } = this.#place;
    const layer = createRasterLayer(reader, this.#facts, this.#rendering, className);
    layer.setZIndex(before ? zIndex + 1 : zIndex);
    layer.setSwipe(this.#swipeShare);
    this.#layer = layer;
    this.#readAhead(reader, layer);
    this.#map.addLayer(layer);
    this.#markShown();
    if (!before) return;
    // Both draw on one canvas.
    before.glides = false;
    layer.glides = false;
    this.#map.once("rendercomplete", () => {
      this.#map.removeLayer(before);
      before.dispose();
      layer.setZIndex(zIndex);
      layer.glides = true;
    });
  }
}
