import { type RefObject, useEffect, useRef, useState } from "react";

/** Rows kept above and below what is in sight, so that a fast hand meets no empty place. */
const spareRows = 12;

/**
 * Which rows of a long list stand in its scrolling box; the others are one empty row above and below.
 * All rows are of one height.
 */
export function useVirtualRows(
  count: number,
  rowHeightPx: number,
): {
  box: RefObject<HTMLDivElement | null>;
  first: number;
  /** Behind the last one. */
  end: number;
  beforePx: number;
  afterPx: number;
} {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ first: 0, rows: 40 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const first = Math.floor(element.scrollTop / rowHeightPx);
      const rows = Math.ceil(element.clientHeight / rowHeightPx);
      setSeen((before) =>
        before.first === first && before.rows === rows ? before : { first, rows },
      );
    };
    look();
    element.addEventListener("scroll", look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, [rowHeightPx]);
  const first = Math.max(0, Math.min(seen.first, count - 1) - spareRows);
  const end = Math.min(count, seen.first + seen.rows + spareRows);
  return {
    ...{ box, first, end },
    beforePx: first * rowHeightPx,
    afterPx: Math.max(0, count - end) * rowHeightPx,
  };
}
