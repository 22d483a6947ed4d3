import { buffer } from "ol/extent";
import type { FrameState } from "ol/Map";
import ViewHint from "ol/ViewHint";

/** How far a drawing reaches beyond the map on every side while the map is moved; CSS pixels. */
const marginPx = 160;

type Drawing = {
  center: readonly [number, number];
  resolution: number;
  pixelRatio: number;
  size: readonly [number, number];
  marginPx: number;
};

/**
 * Moves a drawing instead of making it anew.
 *
 * While the map is dragged, only its centre changes. The layer is then drawn once with a margin
 * around the map and pushed by a CSS transform from frame to frame, until the margin is used up or
 * the map comes to rest. Without a graphics card, drawing costs several times what pushing does:
 * docs/benchmarks.md.
 */
export class Gliding {
  #drawing: Drawing | null = null;

  /** Is the last drawing on the move, so that small changes can wait until the map rests? */
  get isMoving(): boolean {
    return (this.#drawing?.marginPx ?? 0) > 0;
  }

  /**
   * @param isStale Does the last drawing show something that is no longer so?
   * @returns The frame to draw, or null when pushing the last drawing is enough.
   */
  plan(frame: FrameState, isStale = false): FrameState | null {
    const last = this.#drawing;
    const moves = isMoving(frame) && last?.resolution === frame.viewState.resolution;
    if (!isStale && moves && last.marginPx > 0 && fits(last, frame)) return null;
    const margin = moves ? marginPx : 0;
    const [width, height] = frame.size as [number, number];
    const [x, y] = frame.viewState.center as [number, number];
    const { resolution } = frame.viewState;
    this.#drawing = {
      center: [x, y],
      resolution,
      pixelRatio: frame.pixelRatio,
      size: [width, height],
      marginPx: margin,
    };
    if (margin === 0) return frame;
    return {
      ...frame,
      size: [width + 2 * margin, height + 2 * margin],
      extent: frame.extent && buffer(frame.extent, margin * resolution),
    };
  }

  /**
   * Puts the element that holds the last drawing where it belongs in `frame`.
   *
   * @returns How far to the right of the map's left edge the drawing begins; CSS pixels.
   */
  place(element: HTMLElement, frame: FrameState): number {
    if (!this.#drawing) return 0;
    const [right, down] = shiftPx(this.#drawing, frame);
    const margin = this.#drawing.marginPx;
    // Whole device pixels: the browser would blur anything between.
    const whole = (px: number) => Math.round(px * frame.pixelRatio) / frame.pixelRatio;
    if (margin === 0) {
      element.style.transform = "";
      return 0;
    }
    const left = whole(right) - margin;
    element.style.transform = `translate(${left}px, ${whole(down) - margin}px)`;
    return left;
  }
}

function isMoving(frame: FrameState): boolean {
  const hints = frame.viewHints;
  return (hints[ViewHint.ANIMATING] ?? 0) > 0 || (hints[ViewHint.INTERACTING] ?? 0) > 0;
}

function fits(drawing: Drawing, frame: FrameState): boolean {
  const [width, height] = frame.size as [number, number];
  const [right, down] = shiftPx(drawing, frame);
  return (
    drawing.pixelRatio === frame.pixelRatio &&
    drawing.size[0] === width &&
    drawing.size[1] === height &&
    Math.max(Math.abs(right), Math.abs(down)) <= drawing.marginPx
  );
}

/** How far the drawing's content has moved on screen since: right and down; CSS pixels. */
function shiftPx(drawing: Drawing, frame: FrameState): [number, number] {
  const { center, resolution } = frame.viewState;
  return [
    (drawing.center[0] - (center[0] as number)) / resolution,
    ((center[1] as number) - drawing.center[1]) / resolution,
  ];
}
