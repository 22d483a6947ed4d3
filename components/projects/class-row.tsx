"use client";

import { Archive, ArchiveRestore, GripVertical, Merge, Split, X } from "lucide-react";
import { type ComponentProps, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ColourPicker } from "@/components/ui/colour-swatch";
import { Input } from "@/components/ui/input";
import { Tooltip } from "@/components/ui/tooltip";
import { pickerColours } from "@/lib/class-colours";
import { cn } from "@/lib/cn";
import { useFormat } from "@/lib/i18n/use-format";
import type { Step } from "./class-draft-tree";
import type { ClassDraft, ClassMistake } from "./class-drafts";
import { indentPx } from "./use-class-drag";

const stepOfKey: Record<string, Step> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};

/** Colour, name and key of a class, its place, and what else can be done with it. */
export function ClassRow({
  draft,
  level,
  labelledCount,
  mistakes,
  refused,
  mergedInto,
  handle,
  isDragged,
  onMerge,
  onSplit,
  onRename,
  onPaste,
  onPatch,
  onMove,
  onRemove,
  onEnter,
}: {
  draft: ClassDraft;
  level: number;
  labelledCount: number;
  mistakes: readonly ClassMistake[];
  refused: string | undefined;
  /** Name of the class that took over its labels. */
  mergedInto: string | undefined;
  /** Pointer events of what it is dragged by. */
  handle: ComponentProps<"button">;
  isDragged: boolean;
  onMerge: ((classId: string) => void) | undefined;
  onSplit: ((classId: string) => void) | undefined;
  onRename: (name: string) => void;
  /** @returns Whether these were names of several classes. */
  onPaste: (text: string) => boolean;
  onPatch: (change: Partial<ClassDraft>) => void;
  onMove: (step: Step) => void;
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
    <li
      ref={row}
      className={cn("scroll-my-2", isDragged && "opacity-40")}
      style={{ paddingLeft: level * indentPx }}
      data-draft={draft.draftId}
      data-invalid={wrong ? "" : undefined}
    >
      <div className={cn("flex items-center gap-1.5", draft.archived && "opacity-60")}>
        <button
          type="button"
          title={t("classes.moveHelp")}
          aria-label={t("classes.moveNamed", { name: label })}
          data-handle
          className="-mr-1 flex h-7 w-4 shrink-0 cursor-grab touch-none items-center justify-center rounded-sm text-muted-foreground/60 hover:text-foreground active:cursor-grabbing"
          onKeyDown={(event) => {
            const step = stepOfKey[event.key];
            if (!step) return;
            event.preventDefault();
            onMove(step);
          }}
          {...handle}
        >
          <GripVertical className="size-4" />
        </button>
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
          onPaste={(event) => {
            if (onPaste(event.clipboardData.getData("text/plain"))) event.preventDefault();
          }}
          onKeyDown={(event) => {
            const step = event.altKey ? stepOfKey[event.key] : undefined;
            if (step) {
              event.preventDefault();
              onMove(step);
            }
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onEnter();
          }}
        />
        {draft.archived && (
          <Badge variant="outline">
            {mergedInto ? t("classes.mergedInto", { name: mergedInto }) : t("classes.archived")}
          </Badge>
        )}
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
        {draft.id && labelledCount > 0 && onMerge && onSplit && (
          <>
            <IconButton
              label={t("classes.merge", { name: label })}
              onClick={() => draft.id && onMerge(draft.id)}
            >
              <Merge />
            </IconButton>
            <IconButton
              label={t("classes.split", { name: label })}
              onClick={() => draft.id && onSplit(draft.id)}
            >
              <Split />
            </IconButton>
          </>
        )}
        {labelledCount > 0 || mergedInto ? (
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

function IconButton({
  label,
  ...button
}: { label: string } & Pick<ComponentProps<typeof Button>, "onClick" | "children">) {
  return (
    <Tooltip content={label}>
      <Button variant="ghost" size="icon" aria-label={label} {...button} />
    </Tooltip>
  );
}
