"use client";

import { Archive, ArchiveRestore, Plus, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ColourPicker } from "@/components/ui/colour-swatch";
import { Input } from "@/components/ui/input";
import { Tooltip } from "@/components/ui/tooltip";
import type { Issues } from "@/components/ui/use-issues";
import { pickerColours } from "@/lib/class-colours";
import { cn } from "@/lib/cn";
import { useFormat } from "@/lib/i18n/use-format";
import {
  type ClassDraft,
  type ClassMistake,
  findClassMistakes,
  withNewDraft,
  withRenamed,
} from "./class-drafts";

/** Rows of colour, name and key. Classes that carry labels can be archived, not removed. */
export function ClassListEditor({
  classes,
  onChange,
  labelledCounts = {},
  showMistakes,
  refused,
}: {
  classes: readonly ClassDraft[];
  onChange: (classes: ClassDraft[]) => void;
  /** Labelled tiles by class id. */
  labelledCounts?: Record<string, number>;
  showMistakes: boolean;
  /** What the server found wrong with `classes`. */
  refused: Pick<Issues, "of">;
}) {
  const t = useTranslations("projects");
  const list = useRef<HTMLUListElement>(null);
  const mistakes = showMistakes ? findClassMistakes(classes) : new Map<string, ClassMistake[]>();
  const patch = (draftId: string, change: Partial<ClassDraft>) =>
    onChange(classes.map((one) => (one.draftId === draftId ? { ...one, ...change } : one)));
  const add = () => {
    onChange(withNewDraft(classes));
    // The new row exists after the next paint.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>("li:last-child input[data-name]")?.focus(),
    );
  };
  const refusedRows = classes.map((_, row) => refused.of(`classes.${row}`));
  const refusedList = refusedRows.some(Boolean) ? undefined : refused.of("classes");
  return (
    <div className="flex flex-col gap-1.5">
      <ul ref={list} className="flex flex-col gap-1.5">
        {classes.map((one, row) => (
          <ClassRow
            key={one.draftId}
            draft={one}
            labelledCount={one.id ? (labelledCounts[one.id] ?? 0) : 0}
            mistakes={mistakes.get(one.draftId) ?? []}
            refused={refusedRows[row]}
            onRename={(name) => onChange(withRenamed(classes, one.draftId, name))}
            onPatch={(change) => patch(one.draftId, change)}
            onRemove={() => onChange(classes.filter((other) => other !== one))}
            onEnter={add}
          />
        ))}
      </ul>
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

function ClassRow({
  draft,
  labelledCount,
  mistakes,
  refused,
  onRename,
  onPatch,
  onRemove,
  onEnter,
}: {
  draft: ClassDraft;
  labelledCount: number;
  mistakes: readonly ClassMistake[];
  refused: string | undefined;
  onRename: (name: string) => void;
  onPatch: (change: Partial<ClassDraft>) => void;
  onRemove: () => void;
  onEnter: () => void;
}) {
  const t = useTranslations("projects");
  const format = useFormat();
  const label = draft.name || t("classes.unnamed");
  const notes = [...mistakes.map((mistake) => t(`classes.mistakes.${mistake}`)), refused];
  const wrong = notes.filter(Boolean).join(" ");
  const row = useRef<HTMLLIElement>(null);
  // The note comes below a row that may be the last one in sight.
  useEffect(() => {
    if (wrong && row.current?.contains(document.activeElement)) {
      row.current.scrollIntoView({ block: "nearest" });
    }
  }, [wrong]);
  return (
    <li ref={row} className="scroll-my-2" data-invalid={wrong ? "" : undefined}>
      <div className={cn("flex items-center gap-1.5", draft.archived && "opacity-60")}>
        <ColourPicker
          colour={draft.colour}
          choices={pickerColours}
          label={t("classes.colourOf", { name: label })}
          onColourChange={(colour) => onPatch({ colour, colourChosen: true })}
        />
        <Input
          data-name
          value={draft.name}
          maxLength={120}
          placeholder={t("classes.namePlaceholder")}
          aria-label={t("classes.name")}
          aria-invalid={mistakes.includes("nameMissing") || mistakes.includes("nameTaken")}
          onChange={(event) => onRename(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onEnter();
          }}
        />
        {draft.archived && <Badge variant="outline">{t("classes.archived")}</Badge>}
        <Tooltip content={t("classes.keyHelp")}>
          <Input
            value={draft.key ?? ""}
            maxLength={1}
            className="w-9 shrink-0 px-0 text-center font-mono uppercase"
            aria-label={t("classes.keyOf", { name: label })}
            aria-invalid={mistakes.includes("keyTaken") || mistakes.includes("keyWrong")}
            onFocus={(event) => event.target.select()}
            onChange={(event) => onPatch({ key: event.target.value.toLowerCase() || null })}
          />
        </Tooltip>
        {labelledCount > 0 ? (
          <Tooltip
            content={
              draft.archived
                ? t("classes.restore")
                : t("classes.archiveHelp", { count: format.count(labelledCount) })
            }
          >
            <Button
              variant="ghost"
              size="icon"
              aria-label={t(draft.archived ? "classes.restoreNamed" : "classes.archiveNamed", {
                name: label,
              })}
              onClick={() => onPatch({ archived: !draft.archived })}
            >
              {draft.archived ? <ArchiveRestore /> : <Archive />}
            </Button>
          </Tooltip>
        ) : (
          <Button
            variant="ghost"
            size="icon"
            aria-label={t("classes.removeNamed", { name: label })}
            onClick={onRemove}
          >
            <X />
          </Button>
        )}
      </div>
      {wrong && (
        <p role="alert" className="mt-0.5 ml-9.5 text-destructive text-sm">
          {wrong}
        </p>
      )}
    </li>
  );
}
