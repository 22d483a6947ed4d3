"use client";

import { type RefCallback, useCallback, useRef, useState } from "react";

/**
 * The width of an element in steps of 100 px: fine enough to ask for one bucket per pixel, coarse
 * enough that dragging a window edge does not ask for the curves again and again.
 */
export function useWidth(): [RefCallback<HTMLElement>, number] {
  const [widthPx, setWidthPx] = useState(0);
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(([entry]) => {
      if (entry) setWidthPx(Math.max(100, Math.ceil(entry.contentRect.width / 100) * 100));
    });
    observer.current.observe(element);
  }, []);
  return [ref, widthPx];
}
