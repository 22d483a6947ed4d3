import { ChevronDown, ChevronUp, Ellipsis, Pencil, RefreshCw, Star, Trash2 } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import type { View } from "@/lib/contracts/views";
import { useShownLook, useViewActions } from "./use-view-actions";
import { useFocusMap, useWorkspace } from "./workspace-context";

const dragType = "application/x-tilewright-view";

/**
 * One saved view: press to see it, F2 renames it, Alt and an arrow move it, and so does dragging.
 *
 * @param move By one place, or before another view.
 */
export function SavedViewRow({
  view,
  isFirst,
  isLast,
  move,
}: {
  view: View;
  isFirst: boolean;
  isLast: boolean;
  move: (viewId: string, to: "up" | "down" | { before: string }) => void;
}) {
  const { canLabel } = useWorkspace();
  const [isNaming, setNaming] = useState(false);
  const [isOver, setOver] = useState(false);
  if (isNaming) return <ViewName view={view} onDone={() => setNaming(false)} />;
  const takes = (event: DragEvent) => event.dataTransfer.types.includes(dragType);
  return (
    <li
      className={cn("flex items-center rounded-md", isOver && "shadow-[0_-2px_0_0_var(--primary)]")}
      draggable={canLabel}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, view.id);
        event.dataTransfer.effectAllowed = "move";
      }}
      onDragOver={(event) => {
        if (!canLabel || !takes(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        event.stopPropagation();
        move(event.dataTransfer.getData(dragType), { before: view.id });
      }}
    >
      <ViewButton view={view} move={move} rename={() => setNaming(true)} />
      {canLabel && (
        <ViewMenu
          view={view}
          isFirst={isFirst}
          isLast={isLast}
          move={(to) => move(view.id, to)}
          rename={() => setNaming(true)}
        />
      )}
    </li>
  );
}

function ViewButton({
  view,
  move,
  rename,
}: {
  view: View;
  move: (viewId: string, to: "up" | "down") => void;
  rename: () => void;
}) {
  const t = useTranslations("labels");
  const { looks, canLabel, map } = useWorkspace();
  const onKeyDown = (event: KeyboardEvent) => {
    if (!canLabel) return;
    const to = { ArrowUp: "up", ArrowDown: "down" }[event.key] as "up" | "down" | undefined;
    if (event.key === "F2") rename();
    else if (event.altKey && to) move(view.id, to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      aria-pressed={view.id === looks.shownView?.id}
      onClick={(event) => {
        looks.showView(view);
        // After the mouse the keyboard goes on with the map; a press that kept it there could not drag.
        if (event.detail > 0) map?.map.getTargetElement()?.focus({ preventScroll: true });
      }}
      onDoubleClick={() => canLabel && rename()}
      onKeyDown={onKeyDown}
      className="flex min-w-0 flex-1 items-center gap-1.5 rounded-md border px-2 py-1 text-left text-sm hover:bg-accent aria-pressed:border-primary/60 aria-pressed:bg-primary/14"
    >
      <span className="truncate">{view.name}</span>
      {view.isDefault && (
        <Star aria-label={t("defaultView")} className="size-3 shrink-0 fill-current" />
      )}
    </button>
  );
}

/** The name while it is written: Enter or leaving keeps it, Escape does not. */
function ViewName({ view, onDone }: { view: View; onDone: () => void }) {
  const t = useTranslations("labels");
  const { map } = useWorkspace();
  const { update } = useViewActions();
  const [name, setName] = useState(view.name);
  const isDone = useRef(false);
  const end = (keeps: boolean) => {
    if (isDone.current) return;
    isDone.current = true;
    const next = name.trim();
    if (keeps && next !== "" && next !== view.name) update({ viewId: view.id, name: next });
    onDone();
  };
  return (
    <li>
      <Input
        autoFocus
        className="h-7 text-sm"
        aria-label={t("viewName")}
        maxLength={120}
        value={name}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => end(true)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          end(event.key === "Enter");
          map?.map.getTargetElement()?.focus({ preventScroll: true });
        }}
      />
    </li>
  );
}

function ViewMenu({
  view,
  isFirst,
  isLast,
  move,
  rename,
}: {
  view: View;
  isFirst: boolean;
  isLast: boolean;
  move: (to: "up" | "down") => void;
  rename: () => void;
}) {
  const t = useTranslations("labels");
  const tCommon = useTranslations("common");
  const focusMap = useFocusMap();
  const look = useShownLook();
  const { update, remove } = useViewActions();
  const isRenaming = useRef(false);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon-xs"
          aria-label={t("viewActions", { name: view.name })}
          className="ml-0.5"
        >
          <Ellipsis />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="end"
        onCloseAutoFocus={(event) => {
          if (!isRenaming.current) return focusMap(event);
          // The menu is gone only now: a field that was focused earlier would lose it again.
          event.preventDefault();
          rename();
        }}
      >
        <DropdownMenuItem
          onSelect={() => {
            isRenaming.current = true;
          }}
        >
          <Pencil />
          {t("renameView")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => update({ viewId: view.id, ...look })}>
          <RefreshCw />
          {t("replaceView")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => update({ viewId: view.id, isDefault: !view.isDefault })}>
          <Star />
          {t(view.isDefault ? "noDefaultView" : "makeDefaultView")}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem disabled={isFirst} onSelect={() => move("up")}>
          <ChevronUp />
          {t("moveViewUp")}
        </DropdownMenuItem>
        <DropdownMenuItem disabled={isLast} onSelect={() => move("down")}>
          <ChevronDown />
          {t("moveViewDown")}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="destructive" onSelect={() => remove(view)}>
          <Trash2 />
          {tCommon("delete")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
