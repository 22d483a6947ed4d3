"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { Issues } from "@/components/ui/use-issues";
import { maxClasses } from "@/lib/contracts/projects";
import { rowsOf, type Step, withDropped, withMoved } from "./class-draft-tree";
import {
  type ClassDraft,
  type ClassMistake,
  findClassMistakes,
  namesOfText,
  withNewDraft,
  withoutDraft,
  withRenamed,
} from "./class-drafts";
import { ClassRow } from "./class-row";
import { indentPx, useClassDrag } from "./use-class-drag";

/**
 * Rows of colour, name and key, each below its parent; dragged by their handles, or moved with the
 * arrow keys there and with Alt and an arrow from the name. Classes that carry labels can be
 * archived, not removed.
 */
export function ClassListEditor({
  classes,
  onChange,
  labelledCounts = {},
  showMistakes,
  refused,
  onMerge,
  onSplit,
}: {
  classes: readonly ClassDraft[];
  onChange: (classes: ClassDraft[]) => void;
  /** Labelled tiles by class id. */
  labelledCounts?: Record<string, number>;
  showMistakes: boolean;
  /** What the server found wrong with `classes`. */
  refused: Pick<Issues, "of">;
  /** Missing: classes cannot be merged or split yet. */
  onMerge?: (classId: string) => void;
  onSplit?: (classId: string) => void;
}) {
  const t = useTranslations("projects");
  const list = useRef<HTMLUListElement>(null);
  const [said, setSaid] = useState("");
  const rows = rowsOf(classes);
  const { drag, handleOf } = useClassDrag(list, rows, (draftId, drop) =>
    onChange(withDropped(classes, draftId, drop)),
  );
  const mistakes = showMistakes ? findClassMistakes(classes) : new Map<string, ClassMistake[]>();
  const patch = (draftId: string, change: Partial<ClassDraft>) =>
    onChange(classes.map((one) => (one.draftId === draftId ? { ...one, ...change } : one)));
  const add = () => {
    onChange(withNewDraft(classes));
    // The new row exists after the next paint.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>("li:last-of-type input[data-name]")?.focus(),
    );
  };
  const move = (draft: ClassDraft, step: Step) => {
    const moved = withMoved(classes, draft.draftId, step);
    if (!moved) return;
    onChange(moved);
    const place = rowsOf(moved).findIndex((row) => row.draft.draftId === draft.draftId);
    const above = moved.find((one) => one.draftId === moved[place]?.parentDraftId);
    setSaid(
      t(above ? "classes.movedBelow" : "classes.moved", {
        name: draft.name,
        place: place + 1,
        above: above?.name ?? "",
      }),
    );
  };
  /** Names of a list that was copied elsewhere, a class each; the row itself takes the first. */
  const paste = (draft: ClassDraft, text: string) => {
    const names = namesOfText(text).slice(0, maxClasses - classes.length + 1);
    const [first, ...others] = names;
    if (first === undefined || others.length === 0 || draft.name !== "") return false;
    onChange(
      others.reduce(
        (list, name) => withNewDraft(list, name),
        withRenamed(classes, draft.draftId, first),
      ),
    );
    return true;
  };
  const refusedRow = (draft: ClassDraft) => refused.of(`classes.${classes.indexOf(draft)}`);
  const refusedList = classes.some(refusedRow) ? undefined : refused.of("classes");
  return (
    <div className="flex flex-col gap-1.5">
      <ul ref={list} className="relative flex flex-col gap-1.5">
        {rows.map((row) => (
          <ClassRow
            key={row.draft.draftId}
            {...row}
            labelledCount={row.draft.id ? (labelledCounts[row.draft.id] ?? 0) : 0}
            mistakes={mistakes.get(row.draft.draftId) ?? []}
            refused={refusedRow(row.draft)}
            mergedInto={classes.find((other) => other.id === row.draft.mergedIntoId)?.name}
            handle={handleOf(row)}
            isDragged={drag?.draftId === row.draft.draftId}
            onMerge={onMerge}
            onSplit={onSplit}
            onRename={(name) => onChange(withRenamed(classes, row.draft.draftId, name))}
            onPaste={(text) => paste(row.draft, text)}
            onPatch={(change) => patch(row.draft.draftId, change)}
            onMove={(step) => move(row.draft, step)}
            onRemove={() => onChange(withoutDraft(classes, row.draft))}
            onEnter={add}
          />
        ))}
        {drag?.drop && (
          <li
            aria-hidden
            className="pointer-events-none absolute right-0 h-0.5 rounded-full bg-primary"
            style={{ top: drag.lineTopPx - 4, left: drag.drop.level * indentPx }}
          />
        )}
      </ul>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      <div data-invalid={refusedList ? "" : undefined} className="flex flex-col gap-1">
        <Button variant="ghost" size="sm" className="self-start" onClick={add}>
          <Plus />
          {t("classes.add")}
        </Button>
        {refusedList && (
          <p role="alert" className="text-destructive text-sm">
            {refusedList}
          </p>
        )}
      </div>
    </div>
  );
}
