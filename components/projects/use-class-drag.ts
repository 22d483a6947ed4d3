import { type PointerEvent, type RefObject, useRef, useState } from "react";
import { branchRows, type DraftRow, type DropPlace, fitDrop } from "./class-draft-tree";

/** How far one level is indented, px. */
export const indentPx = 20;

export interface ClassDrag {
  draftId: string;
  /** null: the branch does not fit where the pointer is. */
  drop: DropPlace | null;
  /** Where the line is drawn, px below the top of the list. */
  lineTopPx: number;
}

/**
 * Moves a branch with the pointer: up and down among the other rows, left and right through the
 * levels. Rows are the list items with `data-draft`.
 */
export function useClassDrag(
  list: RefObject<HTMLUListElement | null>,
  rows: readonly DraftRow[],
  onDrop: (draftId: string, drop: DropPlace) => void,
) {
  const [drag, setDrag] = useState<ClassDrag | null>(null);
  const begin = useRef({ xPx: 0, level: 0 });
  const follow = (draftId: string, event: PointerEvent): ClassDrag => {
    const branch = branchRows(rows, draftId).map((row) => row.draft.draftId);
    const box = list.current?.getBoundingClientRect();
    const items = [...(list.current?.querySelectorAll<HTMLElement>("li[data-draft]") ?? [])];
    const others = items.filter((item) => !branch.includes(item.dataset.draft ?? ""));
    const below = others.findIndex((item) => {
      const { top, height } = item.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    const place = below < 0 ? others.length : below;
    const level = begin.current.level + Math.round((event.clientX - begin.current.xPx) / indentPx);
    const edge =
      others[place]?.getBoundingClientRect().top ??
      others.at(-1)?.getBoundingClientRect().bottom ??
      0;
    return {
      draftId,
      drop: fitDrop(rows, draftId, { place, level }),
      lineTopPx: edge - (box?.top ?? 0),
    };
  };
  /** For the handle of a row. */
  const handleOf = ({ draft, level }: DraftRow) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      begin.current = { xPx: event.clientX, level };
      setDrag(follow(draft.draftId, event));
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag) setDrag(follow(draft.draftId, event));
    },
    onPointerUp: () => {
      if (drag?.drop) onDrop(draft.draftId, drag.drop);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  });
  return { drag, handleOf };
}
