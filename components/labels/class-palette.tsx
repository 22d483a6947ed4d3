import { ChevronDown, Eraser, MousePointer2, Settings2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Kbd } from "@/components/ui/kbd";
import { Tooltip } from "@/components/ui/tooltip";
import { keyText } from "@/lib/class-keys";
import { cn } from "@/lib/cn";
import { useFormat } from "@/lib/i18n/use-format";
import { type Paint, useWorkspace } from "./workspace-context";

/** The classes: what the mouse paints, which key gives which class, and how many tiles have it. */
export function ClassPalette() {
  const t = useTranslations("labels");
  const format = useFormat();
  const { project, classes, session, settings, changeSettings, paint, setPaint, canLabel } =
    useWorkspace();
  const { selection, wall } = useWorkspace();
  const { counts, labelledCount } = useSyncExternalStore(
    session.subscribe,
    session.snapshot,
    session.snapshot,
  );
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
        <div className="min-h-0 overflow-y-auto px-1 pb-1">
          {canLabel && (
            <>
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
            </>
          )}
          {classes.map((one) => {
            const count = counts[one.index + 1] ?? 0;
            return (
              <PaletteRow
                key={one.id}
                colour={one.colour}
                name={one.name}
                hint={canLabel ? t("paintWith", { name: one.name }) : one.name}
                active={isClass(paint, one.id)}
                onClick={() => {
                  if (selection.count > 0) {
                    wall.runOnPicked({ do: "label", classId: one.id });
                  } else if (isClass(paint, one.id)) {
                    setPaint({ kind: "select" });
                  } else {
                    setPaint({ kind: "class", classId: one.id });
                  }
                }}
                disabled={!canLabel}
                keys={keyText(one.key)}
                count={format.count(count)}
                share={labelledCount > 0 ? count / labelledCount : 0}
                shareText={format.percent(labelledCount > 0 ? count / labelledCount : 0, 0)}
              />
            );
          })}
        </div>
      )}
    </section>
  );
}

function isClass(paint: Paint, classId: string): boolean {
  return paint.kind === "class" && paint.classId === classId;
}

function PaletteRow(props: {
  icon?: ReactNode;
  colour?: string;
  name: string;
  hint: string;
  active: boolean;
  onClick: () => void;
  disabled?: boolean;
  keys?: string | undefined;
  count?: string;
  share?: number;
  shareText?: string;
}) {
  return (
    <button
      type="button"
      title={props.hint}
      aria-pressed={props.active}
      disabled={props.disabled}
      // A mouse press must not take the keyboard away from the map.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClick}
      className={cn(
        "relative flex h-7 w-full items-center gap-2 rounded-md px-1.5 text-left hover:bg-accent",
        props.active && "bg-primary/14 ring-1 ring-primary/50 ring-inset hover:bg-primary/18",
      )}
    >
      {props.colour ? (
        <span
          aria-hidden
          className="size-3.5 shrink-0 rounded-[3px] ring-1 ring-foreground/20 ring-inset"
          style={{ backgroundColor: props.colour }}
        />
      ) : (
        <span className="flex size-3.5 shrink-0 items-center justify-center text-muted-foreground">
          {props.icon}
        </span>
      )}
      <span className="min-w-0 flex-1 truncate">{props.name}</span>
      {props.count !== undefined && (
        <span className="num text-muted-foreground text-sm" title={props.shareText}>
          {props.count}
        </span>
      )}
      <span className="flex w-6 justify-end">{props.keys && <Kbd>{props.keys}</Kbd>}</span>
      {props.share !== undefined && props.share > 0 && (
        <span
          aria-hidden
          className="absolute bottom-0 left-7 h-0.5 rounded-full"
          style={{
            width: `calc((100% - 2.25rem) * ${props.share})`,
            backgroundColor: props.colour,
          }}
        />
      )}
    </button>
  );
}
