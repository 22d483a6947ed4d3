import WebGLTileLayer, { type Options } from "ol/layer/WebGLTile";
import type { FrameState } from "ol/Map";
import type DataTileSource from "ol/source/DataTile";
import { Gliding } from "./gliding";

type Drawn = { element: HTMLElement; revision: number; wantedTiles: FrameState["wantedTiles"] };

/** A WebGL tile layer that is pushed, not drawn, while the map is dragged. */
export class GlidingRasterLayer extends WebGLTileLayer {
  /** Layers that share a canvas must all draw in every frame. */
  glides = true;
  readonly #gliding = new Gliding();
  #drawn: Drawn | null = null;
  #hasNewTiles = false;
  /** Where the drawing and the map lie in each other, for the swipe; CSS pixels. */
  #leftPx = 0;
  #mapWidthPx = 0;
  #swipeShare: number | null = null;

  constructor(options: Options & { source: DataTileSource }) {
    super(options);
    options.source.on(["tileloadend", "tileloaderror"], () => {
      this.#hasNewTiles = true;
    });
  }

  override render(frame: FrameState | null, target: HTMLElement): HTMLElement {
    if (!frame) return super.render(frame, target);
    const isStale = this.#hasNewTiles || this.#drawn?.revision !== this.getRevision();
    const plan = this.glides ? this.#gliding.plan(frame, isStale) : frame;
    if (plan || !this.#drawn) this.#drawn = this.#draw(plan ?? frame, target);
    // What the last drawing still waits for stays in the queue.
    else Object.assign(frame.wantedTiles, this.#drawn.wantedTiles);
    if (plan?.animate) frame.animate = true;
    this.#leftPx = 0;
    if (this.glides) this.#leftPx = this.#gliding.place(this.#drawn.element, frame);
    else this.#drawn.element.style.transform = "";
    this.#mapWidthPx = frame.size?.[0] ?? 0;
    this.#clip();
    return this.#drawn.element;
  }

  /** Shows only what lies right of this share of the map's width; nothing is drawn anew for it. */
  setSwipe(share: number | null): void {
    this.#swipeShare = share;
    this.#clip();
  }

  /** The clip is part of the element, so it stands still on screen while the element is pushed. */
  #clip(): void {
    if (!this.#drawn) return;
    this.#drawn.element.style.clipPath =
      this.#swipeShare === null
        ? ""
        : `inset(0 0 0 ${Math.max(0, this.#swipeShare * this.#mapWidthPx - this.#leftPx)}px)`;
  }

  #draw(frame: FrameState, target: HTMLElement): Drawn {
    this.#hasNewTiles = false;
    const element = super.render(frame, target);
    return { element, revision: this.getRevision(), wantedTiles: frame.wantedTiles };
  }
}
