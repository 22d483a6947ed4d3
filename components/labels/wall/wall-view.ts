import type { BandRendering } from "../../map/band-rendering";
import type { ChipSource } from "../../map/chip-source";
import { type ChipFace, drawWall, type WallColours } from "./draw-wall";
import { placesOf, WallGesture } from "./wall-gesture";
import {
  contentTop,
  gapPx,
  layOutWall,
  placeAt,
  placesInView,
  scrollTopOf,
  topToReveal,
  type WallLayout,
  wholeEnd,
} from "./wall-layout";

export type WallListener = {
  /** All but the picture and, during a gesture, whether it is picked. */
  faceOf(cell: number): Omit<ChipFace, "picture">;
  isPicked(cell: number): boolean;
  /** A gesture is done: these tiles are picked out or put back; `last` is where it ended. */
  onPick(cells: readonly number[], picked: boolean, last: number): void;
  onHover(cell: number | null): void;
  onOpen(cell: number): void;
  /** Chips from one place to another are on screen, whole and with their pictures. */
  onSeen(first: number, end: number): void;
};

/** The wall of one queue on a canvas: only the chips in view are drawn, and only wanted ones made. */
export class WallView {
  readonly #scroller: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #spacer: HTMLElement;
  readonly #chips: ChipSource;
  readonly #listener: WallListener;
  readonly #gesture = new WallGesture();
  readonly #watch: ResizeObserver;
  readonly #stopListening = new AbortController();
  #cells: Int32Array = new Int32Array();
  #chipPx: number;
  #layout: WallLayout;
  #anchor: number | null = null;
  #cursor: number | null = null;
  #request = 0;
  #context: CanvasRenderingContext2D | null = null;
  #colours: { of: WallColours; readAtMs: number } | null = null;

  constructor(
    scroller: HTMLElement,
    parts: { spacer: HTMLElement; canvas: HTMLCanvasElement },
    chips: ChipSource,
    chipPx: number,
    listener: WallListener,
  ) {
    this.#scroller = scroller;
    this.#spacer = parts.spacer;
    this.#canvas = parts.canvas;
    this.#chips = chips;
    this.#chipPx = chipPx;
    this.#listener = listener;
    this.#layout = this.#measure();
    this.#watch = new ResizeObserver(() => this.#relayout());
    this.#watch.observe(scroller);
    this.#listen();
  }

  get columns(): number {
    return this.#layout.columns;
  }

  get rowsInView(): number {
    return Math.max(1, Math.floor((this.#layout.viewPx - gapPx) / this.#layout.pitchPx));
  }

  /** @param keepsPlace false: begin at the top. */
  setCells(cells: Int32Array, keepsPlace: boolean): void {
    this.#cells = cells;
    this.#anchor = null;
    this.#gesture.cancel();
    this.#relayout();
    if (!keepsPlace) this.#scroller.scrollTop = 0;
  }

  setChipPx(chipPx: number): void {
    if (chipPx === this.#chipPx) return;
    const first = placesInView(this.#layout, this.#top(), this.#cells.length).first;
    this.#chipPx = chipPx;
    this.#relayout();
    const row = Math.floor(first / this.#layout.columns);
    this.#scroller.scrollTop = scrollTopOf(this.#layout, row * this.#layout.pitchPx);
  }

  setLook(rendering: BandRendering, sidePx: number): void {
    this.#chips.setLook(rendering, sidePx);
    this.redraw();
  }

  /** Where the keyboard is; null: its tile is not on this wall. */
  setCursor(place: number | null, reveals: boolean): void {
    this.#cursor = place;
    if (place !== null && reveals) {
      const top = topToReveal(this.#layout, this.#top(), place);
      if (top !== null) this.#scroller.scrollTop = scrollTopOf(this.#layout, top);
    }
    this.redraw();
  }

  /** Where Shift counts from. */
  setAnchor(place: number | null): void {
    this.#anchor = place;
  }

  get anchor(): number | null {
    return this.#anchor;
  }

  /** Draws in the coming frame. */
  redraw(): void {
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      this.#draw();
    });
  }

  cancelGesture(): boolean {
    const wasBusy = this.#gesture.range !== null;
    this.#gesture.cancel();
    this.redraw();
    return wasBusy;
  }

  dispose(): void {
    cancelAnimationFrame(this.#request);
    this.#watch.disconnect();
    this.#stopListening.abort();
    this.#chips.dispose();
  }

  #top(): number {
    return contentTop(this.#layout, this.#scroller.scrollTop);
  }

  #measure(): WallLayout {
    const view = { widthPx: this.#scroller.clientWidth, heightPx: this.#scroller.clientHeight };
    return layOutWall(this.#cells.length, view, this.#chipPx);
  }

  #relayout(): void {
    this.#layout = this.#measure();
    this.#spacer.style.height = `${this.#layout.scrollPx}px`;
    const ratio = window.devicePixelRatio;
    const [width, height] = [this.#scroller.clientWidth, this.#scroller.clientHeight];
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    // A canvas that was resized is empty: drawn at once, it does not blink.
    this.#draw();
  }

  #draw(): void {
    // Kept in memory, not in the graphics processor: a software one takes 84 ms for the hundreds of
    // small pictures of a frame and 53 ms for the finished one (measured beside a load of 22).
    this.#context ??= this.#canvas.getContext("2d", { willReadFrequently: true });
    const context = this.#context;
    if (!context) return;
    const top = this.#top();
    const count = this.#cells.length;
    const { first, end } = placesInView(this.#layout, top, count);
    const stroke = this.#gesture.range;
    const going = stroke && placesOf(stroke);
    let complete = true;
    const faceOf = (place: number): ChipFace => {
      const cell = this.#cells[place] as number;
      const picture = this.#chips.find(cell);
      if (!this.#chips.isSettled(cell)) complete = false;
      const face = this.#listener.faceOf(cell);
      const inStroke = going !== null && place >= going.first && place < going.end;
      return { ...face, picture, picked: inStroke ? (stroke?.picked ?? false) : face.picked };
    };
    const view = {
      top,
      first,
      end,
      widthPx: this.#scroller.clientWidth,
      pixelRatio: window.devicePixelRatio,
    };
    drawWall(context, this.#layout, view, this.#readColours(), faceOf, this.#cursor);
    this.#wantAround(first, end);
    const seen = wholeEnd(this.#layout, top, count);
    if (complete && seen > 0) this.#listener.onSeen(first, seen);
  }

  /** What is in view, then the screen after it, then the one before. */
  #wantAround(first: number, end: number): void {
    const span = end - first;
    const ahead = this.#cells.subarray(first, end + span);
    this.#chips.want([...ahead, ...this.#cells.subarray(Math.max(0, first - span), first)]);
  }

  /** Asking for styles makes the browser lay the page out; another theme may wait half a second. */
  #readColours(): WallColours {
    const now = performance.now();
    if (this.#colours && now - this.#colours.readAtMs < 500) return this.#colours.of;
    const style = getComputedStyle(this.#scroller);
    const of = {
      background: style.getPropertyValue("--background"),
      empty: style.getPropertyValue("--muted"),
      accent: style.getPropertyValue("--primary"),
    };
    this.#colours = { of, readAtMs: now };
    return of;
  }

  #placeUnder(event: PointerEvent | MouseEvent): number | null {
    const box = this.#scroller.getBoundingClientRect();
    const point = { xPx: event.clientX - box.left, yPx: event.clientY - box.top };
    if (point.xPx >= this.#scroller.clientWidth) return null;
    return placeAt(this.#layout, this.#top(), point, this.#cells.length);
  }

  #listen(): void {
    const { signal } = this.#stopListening;
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      run: (event: HTMLElementEventMap[Name]) => void,
    ) => this.#scroller.addEventListener(name, run, { signal });
    on("scroll", () => this.redraw());
    on("pointerdown", (event) => this.#press(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerleave", () => this.#listener.onHover(null));
    on("dblclick", (event) => {
      const place = this.#placeUnder(event);
      if (place !== null) this.#listener.onOpen(this.#cells[place] as number);
    });
    window.addEventListener("pointerup", () => this.#release(), { signal });
    window.addEventListener("pointercancel", () => this.cancelGesture(), { signal });
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    const place = this.#placeUnder(event);
    if (place === null) return;
    this.#scroller.focus({ preventScroll: true });
    const isPicked = this.#listener.isPicked(this.#cells[place] as number);
    const keys = { shift: event.shiftKey };
    this.#gesture.press(place, keys, this.#anchor ?? this.#cursor, isPicked);
    this.redraw();
  }

  #move(event: PointerEvent): void {
    const place = this.#placeUnder(event);
    this.#listener.onHover(place === null ? null : (this.#cells[place] as number));
    if (this.#gesture.range === null) return;
    if (place !== null) this.#gesture.move(place);
    const box = this.#scroller.getBoundingClientRect();
    if (event.clientY < box.top + 16) this.#scroller.scrollTop -= this.#layout.pitchPx / 4;
    if (event.clientY > box.bottom - 16) this.#scroller.scrollTop += this.#layout.pitchPx / 4;
    this.redraw();
  }

  #release(): void {
    const range = this.#gesture.release();
    if (!range) return;
    const { first, end } = placesOf(range);
    if (range.from === range.to) this.#anchor = range.to;
    else if (this.#anchor === null) this.#anchor = range.from;
    this.#listener.onPick(
      [...this.#cells.subarray(first, end)],
      range.picked,
      this.#cells[range.to] as number,
    );
    this.redraw();
  }
}
