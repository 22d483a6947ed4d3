import type OlMap from "ol/Map";
import { type GridGeometry, tileExtent } from "./scene-geometry";

/** Some people at a tile. */
export type PersonMark = { row: number; col: number; colour: string; names: readonly string[] };

/** A frame is never smaller than this; CSS pixels. */
const smallestFramePx = 10;
const mostNames = 3;

/**
 * Where other people are: a few elements over the map, moved with it by transforms. The grid's canvas
 * is not drawn again when somebody else moves their cursor.
 */
export class PersonMarks {
  readonly #map: OlMap;
  readonly #grid: GridGeometry;
  readonly #element = document.createElement("div");
  #marks: { mark: PersonMark; frame: HTMLDivElement }[] = [];

  constructor(map: OlMap, grid: GridGeometry) {
    this.#map = map;
    this.#grid = grid;
    this.#element.style.cssText = "position:absolute;inset:0;overflow:hidden;pointer-events:none";
    this.#element.setAttribute("data-person-marks", "");
    map.getViewport()?.append(this.#element);
    map.on("postrender", this.#place);
  }

  show(marks: readonly PersonMark[]): void {
    this.#marks = marks.map((mark) => ({ mark, frame: makeFrame(mark) }));
    this.#element.replaceChildren(...this.#marks.map(({ frame }) => frame));
    this.#place();
  }

  dispose(): void {
    this.#map.un("postrender", this.#place);
    this.#element.remove();
  }

  readonly #place = (): void => {
    const [width = 0, height = 0] = this.#map.getSize() ?? [];
    for (const { mark, frame } of this.#marks) {
      const [minX, minY, maxX, maxY] = tileExtent(this.#grid, mark.row, mark.col);
      const from = this.#map.getPixelFromCoordinate([minX, maxY]) as [number, number] | null;
      const to = this.#map.getPixelFromCoordinate([maxX, minY]) as [number, number] | null;
      // There are no pixels before the first frame is drawn.
      if (!from || !to) return;
      const side = (low: number, high: number) => Math.max(smallestFramePx, high - low);
      const [widthPx, heightPx] = [side(from[0], to[0]), side(from[1], to[1])];
      const left = Math.round((from[0] + to[0] - widthPx) / 2);
      const top = Math.round((from[1] + to[1] - heightPx) / 2);
      const isOut = left > width || top > height || left + widthPx < 0 || top + heightPx < 0;
      frame.style.display = isOut ? "none" : "";
      frame.style.transform = `translate(${left}px, ${top}px)`;
      frame.style.width = `${Math.round(widthPx)}px`;
      frame.style.height = `${Math.round(heightPx)}px`;
    }
  };
}

function makeFrame({ colour, names, row, col }: PersonMark): HTMLDivElement {
  const frame = document.createElement("div");
  frame.style.cssText = `position:absolute;left:0;top:0;box-sizing:border-box;border:2px solid ${colour};
    border-radius:2px;box-shadow:0 0 0 1px rgb(255 255 255 / 0.85)`;
  frame.setAttribute("data-person-mark", `${row},${col}`);
  const tag = document.createElement("span");
  const shown = names.slice(0, mostNames).join(", ");
  tag.textContent = names.length > mostNames ? `${shown} +${names.length - mostNames}` : shown;
  tag.style.cssText = `position:absolute;left:-3px;bottom:100%;max-width:9rem;overflow:hidden;
    text-overflow:ellipsis;white-space:nowrap;padding:0 4px;margin-bottom:1px;border-radius:3px;
    background:${colour};color:#fff;font:600 11px/16px var(--font-sans)`;
  frame.append(tag);
  return frame;
}
