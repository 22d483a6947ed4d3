import { ChevronDown, Eraser, MousePointer2, Settings2 } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { keyText } from "@/lib/class-keys";
import { cn } from "@/lib/cn";
import { useFormat } from "@/lib/i18n/use-format";
import {
  fitsSearch,
  listPaletteClasses,
  manyClasses,
  type PaletteClass,
} from "./class-palette-rows";
import { NewClassButton } from "./new-class-button";
import { PaletteRow } from "./palette-row";
import { type Paint, useFocusMap, useWorkspace } from "./workspace-context";

/** The classes: what the mouse paints, which key gives which class, and how many tiles have it. */
export function ClassPalette() {
  const t = useTranslations("labels");
  const { project, settings, changeSettings, paint, setPaint, canLabel } = useWorkspace();
  return (
    <section aria-label={t("classes")} className="floating-panel flex max-h-full w-56 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-1 pr-1 pl-1">
        <button
          type="button"
          aria-expanded={settings.paletteOpen}
          onClick={() => changeSettings({ paletteOpen: !settings.paletteOpen })}
          className="flex h-7 flex-1 items-center gap-1 rounded-md px-1.5 font-medium text-sm hover:bg-accent"
        >
          <ChevronDown
            aria-hidden
            className={cn(
              "size-3.5 text-muted-foreground transition-transform",
              !settings.paletteOpen && "-rotate-90",
            )}
          />
          {t("classes")}
        </button>
        <Tooltip content={t("editClasses")}>
          <Link
            href={`/projects/${project.id}/settings`}
            aria-label={t("editClasses")}
            className="inline-flex size-7 items-center justify-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
          >
            <Settings2 className="size-4" />
          </Link>
        </Tooltip>
      </header>
      {settings.paletteOpen && (
        <>
          {canLabel && (
            <div className="shrink-0 px-1">
              <PaletteRow
                icon={<MousePointer2 className="size-3.5" />}
                name={t("onlyChoose")}
                hint={t("onlyChooseHelp")}
                active={paint.kind === "select"}
                onClick={() => setPaint({ kind: "select" })}
              />
              <PaletteRow
                icon={<Eraser className="size-3.5" />}
                name={t("eraser")}
                hint={t("eraserHelp")}
                active={paint.kind === "erase"}
                onClick={() => setPaint({ kind: "erase" })}
                keys="Del"
              />
              <hr className="mx-1 my-1" />
            </div>
          )}
          <PaletteClasses />
          <NewClassButton />
        </>
      )}
    </section>
  );
}

/** The classes below their parents; where there are many, what is typed leaves the others out. */
function PaletteClasses() {
  const t = useTranslations("labels");
  const { project, classes, session, settings } = useWorkspace();
  const focusMap = useFocusMap();
  const choose = useChooseClass();
  const [search, setSearch] = useState("");
  const { counts } = useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  const rows = listPaletteClasses(project.classes, counts, settings.foldedClassIds, search);
  const isMany = classes.length > manyClasses;
  const hasFolds = rows.some((row) => row.childCount > 0);
  return (
    <>
      {isMany && (
        <div className="shrink-0 px-2 pb-1">
          <Input
            type="search"
            value={search}
            placeholder={t("searchClasses", { count: classes.length })}
            aria-label={t("searchClasses", { count: classes.length })}
            className="h-7"
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              const found = rows.find((row) => fitsSearch(row.one, search));
              if (event.key === "Enter" && found) choose(found.one.id);
              if (event.key !== "Enter" && event.key !== "Escape") return;
              setSearch("");
              // On the wall there is no map to take the keyboard.
              event.currentTarget.blur();
              focusMap(event.nativeEvent);
            }}
          />
        </div>
      )}
      <div className="min-h-0 overflow-y-auto px-1 pb-1">
        {rows.map((row) => (
          <ClassLine key={row.one.id} row={row} isLow={isMany} hasFolds={hasFolds} />
        ))}
        {rows.length === 0 && (
          <p className="px-1.5 py-1 text-muted-foreground text-sm">{t("noClassFits")}</p>
        )}
      </div>
    </>
  );
}

/** What is picked out gets the class; without that it is what the mouse paints from now on. */
function useChooseClass(): (classId: string) => void {
  const { selection, wall, paint, setPaint } = useWorkspace();
  return (classId) => {
    if (selection.count > 0) wall.runOnPicked({ do: "label", classId });
    else setPaint(isClass(paint, classId) ? { kind: "select" } : { kind: "class", classId });
  };
}

function ClassLine({
  row: { one, level, childCount, count, sum, isFolded },
  isLow,
  hasFolds,
}: {
  row: PaletteClass;
  isLow: boolean;
  hasFolds: boolean;
}) {
  const t = useTranslations("labels");
  const format = useFormat();
  const { session, settings, changeSettings, paint, canLabel } = useWorkspace();
  const choose = useChooseClass();
  const { labelledCount } = useSyncExternalStore(
    session.subscribe,
    session.snapshot,
    session.snapshot,
  );
  const share = labelledCount > 0 ? sum / labelledCount : 0;
  const { foldedClassIds } = settings;
  const toggle = () =>
    changeSettings({
      foldedClassIds: foldedClassIds.includes(one.id)
        ? foldedClassIds.filter((id) => id !== one.id)
        : [...foldedClassIds, one.id],
    });
  const percent = format.percent(share, 0);
  return (
    <PaletteRow
      colour={one.colour}
      name={one.name}
      hint={canLabel ? t("paintWith", { name: one.name }) : one.name}
      active={isClass(paint, one.id)}
      onClick={() => choose(one.id)}
      disabled={!canLabel}
      keys={keyText(one.key)}
      count={format.count(sum)}
      share={share}
      shareText={
        childCount > 0 ? t("ownAndBelow", { own: format.count(count), share: percent }) : percent
      }
      level={level}
      isLow={isLow}
      hasFolds={hasFolds}
      {...(childCount > 0 && {
        fold: {
          isFolded,
          label: t(isFolded ? "unfoldClass" : "foldClass", { name: one.name }),
          toggle,
        },
      })}
    />
  );
}

function isClass(paint: Paint, classId: string): boolean {
  return paint.kind === "class" && paint.classId === classId;
}
