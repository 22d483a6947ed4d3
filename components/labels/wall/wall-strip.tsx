import { CheckCheck, Keyboard, Redo2, RefreshCw, Undo2, X } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Slider } from "@/components/ui/slider";
import { Tooltip } from "@/components/ui/tooltip";
import { useFormat } from "@/lib/i18n/use-format";
import { useCalmValue } from "../value-store";
import { useWorkspace } from "../workspace-context";
import { QueueMenu } from "./queue-menu";
import { acceptanceOf } from "./the-rest";
import { chipSizes } from "./use-wall";

/** What is on the wall, how many are picked out, and what happens to the rest. */
export function WallStrip({ openKeySheet }: { openKeySheet: () => void }) {
  const t = useTranslations("wall");
  const tLabels = useTranslations("labels");
  const format = useFormat();
  const { wall, session, settings, changeSettings, canLabel } = useWorkspace();
  const { canUndo, canRedo } = useSyncExternalStore(
    session.subscribe,
    session.snapshot,
    session.snapshot,
  );
  const sizeAt = chipSizes.findIndex((size) => size >= settings.chipPx);
  return (
    <div role="toolbar" aria-label={t("tools")} className="floating-panel flex items-center p-1">
      <QueueMenu />
      <span className="num px-1.5 text-muted-foreground text-sm">
        {t("count", {
          amount: wall.queue.cells.length,
          count: format.count(wall.queue.cells.length),
        })}
      </span>
      <IconButton label={t("retake")} keys={["R"]} onClick={() => wall.run({ do: "retake" })}>
        <RefreshCw />
      </IconButton>
      <Divider />
      {canLabel && (
        <>
          <PickedCount />
          <AcceptButton />
          <Divider />
          <IconButton
            label={tLabels("undo")}
            keys={["Ctrl", "Z"]}
            disabled={!canUndo}
            onClick={() => wall.run({ do: "undo" })}
          >
            <Undo2 />
          </IconButton>
          <IconButton
            label={tLabels("redo")}
            keys={["Ctrl", "Shift", "Z"]}
            disabled={!canRedo}
            onClick={() => wall.run({ do: "redo" })}
          >
            <Redo2 />
          </IconButton>
          <Divider />
        </>
      )}
      <Tooltip content={t("chipSize")} keys={["−", "+"]}>
        <div className="flex w-20 items-center px-2">
          <Slider
            aria-label={t("chipSize")}
            value={[sizeAt < 0 ? chipSizes.length - 1 : sizeAt]}
            min={0}
            max={chipSizes.length - 1}
            step={1}
            onValueChange={([at]) => changeSettings({ chipPx: chipSizes[at ?? 2] ?? 96 })}
          />
        </div>
      </Tooltip>
      <IconButton label={tLabels("keySheet")} keys={["?"]} onClick={openKeySheet}>
        <Keyboard />
      </IconButton>
    </div>
  );
}

function PickedCount() {
  const t = useTranslations("wall");
  const format = useFormat();
  const { selection } = useWorkspace();
  const picked = useSyncExternalStore(selection.subscribe, selection.snapshot, selection.snapshot);
  if (picked.length === 0) {
    return <span className="px-1.5 text-muted-foreground text-sm">{t("nonePicked")}</span>;
  }
  return (
    <span className="flex items-center gap-0.5 pl-1.5 font-medium text-sm" data-picked>
      {t("picked", { amount: picked.length, count: format.count(picked.length) })}
      <IconButton label={t("putBack")} keys={["Esc"]} onClick={() => selection.clear()}>
        <X />
      </IconButton>
    </span>
  );
}

/** Says beforehand to how many tiles it will happen. */
function AcceptButton() {
  const t = useTranslations("wall");
  const format = useFormat();
  const { wall, selection, prediction } = useWorkspace();
  const { cells, queue, placeOf } = wall.queue;
  const picked = useSyncExternalStore(selection.subscribe, selection.snapshot, selection.snapshot);
  const end = Math.min(useCalmValue(wall.seenEnd, 150), cells.length);
  const kind = acceptanceOf(queue, prediction.planes !== null);
  const isSeen = (cell: number) => {
    const place = placeOf(cell);
    return place >= 0 && place < end;
  };
  const excepted = new Set([...picked, ...wall.touched].filter(isSeen)).size;
  const count = end - excepted;
  return (
    <Tooltip content={t(`acceptHelp.${kind}`)} keys={kind === "nothing" ? [] : ["Enter"]}>
      <span>
        <Button
          size="sm"
          variant={kind === "nothing" ? "ghost" : "default"}
          className="mx-1 gap-1.5"
          disabled={kind === "nothing" || count === 0}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => wall.run({ do: "accept", all: false })}
        >
          <CheckCheck />
          {t(kind === "asTheyAre" ? "keep" : "accept", {
            amount: count,
            count: format.count(count),
          })}
          {kind !== "nothing" && <Kbd>↵</Kbd>}
        </Button>
      </span>
    </Tooltip>
  );
}

function Divider() {
  return <span aria-hidden className="mx-1 h-5 w-px bg-border" />;
}

function IconButton(props: {
  label: string;
  keys: readonly string[];
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip content={props.label} keys={props.keys}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={props.label}
        disabled={props.disabled ?? false}
        onMouseDown={(event) => event.preventDefault()}
        onClick={props.onClick}
      >
        {props.children}
      </Button>
    </Tooltip>
  );
}
