import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";
import { cn } from "@/lib/cn";

/** How far a level is indented, px. */
const levelPx = 12;

/** A line of the palette: what the mouse paints when it is chosen. */
export function PaletteRow(props: {
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
  /** How far below the top, 0 and more. */
  level?: number;
  /** Lower lines, for many classes. */
  isLow?: boolean;
  /** Some line has classes below it: all leave room for the arrow. */
  hasFolds?: boolean;
  /** Folds the classes below away; missing: there are none. */
  fold?: { isFolded: boolean; label: string; toggle: () => void };
}) {
  const indent = (props.level ?? 0) * levelPx;
  return (
    <div className="relative" style={{ paddingLeft: indent }}>
      {props.fold && (
        <button
          type="button"
          aria-label={props.fold.label}
          aria-expanded={!props.fold.isFolded}
          onMouseDown={(event) => event.preventDefault()}
          onClick={props.fold.toggle}
          className="absolute top-0 right-0 z-10 flex h-full w-6 items-center justify-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
        >
          <ChevronRight
            className={cn("size-3.5 transition-transform", !props.fold.isFolded && "rotate-90")}
          />
        </button>
      )}
      <button
        type="button"
        title={props.hint}
        aria-pressed={props.active}
        disabled={props.disabled}
        // A mouse press must not take the keyboard away from the map.
        onMouseDown={(event) => event.preventDefault()}
        onClick={props.onClick}
        className={cn(
          "relative flex w-full items-center gap-2 rounded-md pl-1.5 text-left hover:bg-accent",
          props.isLow ? "h-6" : "h-7",
          props.hasFolds ? "pr-6.5" : "pr-1.5",
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
              width: `calc((100% - ${props.hasFolds ? 3.5 : 2.25}rem) * ${props.share})`,
              backgroundColor: props.colour,
            }}
          />
        )}
      </button>
    </div>
  );
}
