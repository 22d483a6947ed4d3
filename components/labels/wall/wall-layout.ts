/** Where chips stand on the wall: row by row, as many across as fit. CSS pixels throughout. */
export type WallLayout = {
  columns: number;
  rows: number;
  /** Side of a chip, and of a chip with the gap that follows it. */
  chipPx: number;
  pitchPx: number;
  /** Where the first column begins: what is left over stands on both sides. */
  leftPx: number;
  /** Height of all rows, and of the element that scrolls. */
  contentPx: number;
  scrollPx: number;
  viewPx: number;
};

export const gapPx = 6;

/** Browsers forget how tall an element is beyond some 16 million pixels. */
const tallestPx = 8_000_000;

export function layOutWall(
  count: number,
  view: { widthPx: number; heightPx: number },
  chipPx: number,
): WallLayout {
  const pitchPx = chipPx + gapPx;
  const columns = Math.max(1, Math.floor((view.widthPx - gapPx) / pitchPx));
  const rows = Math.ceil(count / columns);
  const contentPx = rows * pitchPx + gapPx;
  return {
    columns,
    rows,
    chipPx,
    pitchPx,
    leftPx: Math.max(gapPx, Math.floor((view.widthPx - columns * pitchPx + gapPx) / 2)),
    contentPx,
    scrollPx: Math.max(view.heightPx, Math.min(contentPx, tallestPx)),
    viewPx: view.heightPx,
  };
}

/** How far the content is moved up for a place of the scroll bar; the same number unless it is very tall. */
export function contentTop(layout: WallLayout, scrollTop: number): number {
  const room = layout.scrollPx - layout.viewPx;
  if (layout.contentPx <= layout.scrollPx || room <= 0) return scrollTop;
  return (scrollTop / room) * (layout.contentPx - layout.viewPx);
}

/** The inverse of `contentTop`. */
export function scrollTopOf(layout: WallLayout, top: number): number {
  const hidden = Math.max(0, layout.contentPx - layout.viewPx);
  const inside = Math.min(hidden, Math.max(0, top));
  if (layout.contentPx <= layout.scrollPx) return inside;
  return (inside / hidden) * (layout.scrollPx - layout.viewPx);
}

/** Places in the queue that are at least partly in view: from `first` up to but not with `end`. */
export function placesInView(
  layout: WallLayout,
  top: number,
  count: number,
): { first: number; end: number } {
  const firstRow = Math.max(0, Math.floor((top - gapPx) / layout.pitchPx));
  const endRow = Math.max(0, Math.ceil((top + layout.viewPx - gapPx) / layout.pitchPx));
  return {
    first: Math.min(count, firstRow * layout.columns),
    end: Math.min(count, endRow * layout.columns),
  };
}

/** How far the chips have been in view as a whole, as a place in the queue. */
export function wholeEnd(layout: WallLayout, top: number, count: number): number {
  const rows = Math.max(0, Math.floor((top + layout.viewPx) / layout.pitchPx));
  return Math.min(count, rows * layout.columns);
}

/** The upper left corner of a chip in the view. */
export function chipCorner(
  layout: WallLayout,
  top: number,
  place: number,
): { xPx: number; yPx: number } {
  const row = Math.floor(place / layout.columns);
  return {
    xPx: layout.leftPx + (place % layout.columns) * layout.pitchPx,
    yPx: gapPx + row * layout.pitchPx - top,
  };
}

/**
 * The place under a point of the view, gaps counting to the chip before them; null outside of all.
 */
export function placeAt(
  layout: WallLayout,
  top: number,
  point: { xPx: number; yPx: number },
  count: number,
): number | null {
  const col = Math.floor((point.xPx - layout.leftPx) / layout.pitchPx);
  const row = Math.floor((point.yPx + top - gapPx) / layout.pitchPx);
  if (col < 0 || col >= layout.columns || row < 0) return null;
  const place = row * layout.columns + col;
  return place < count ? place : null;
}

/** Where the content must stand for a chip to be seen whole; null when it is already. */
export function topToReveal(layout: WallLayout, top: number, place: number): number | null {
  const y = gapPx + Math.floor(place / layout.columns) * layout.pitchPx;
  if (y - gapPx < top) return y - gapPx;
  if (y + layout.pitchPx > top + layout.viewPx) return y + layout.pitchPx - layout.viewPx;
  return null;
}
