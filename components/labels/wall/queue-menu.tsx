import { ListFilter, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { useFocusMap, useWorkspace } from "../workspace-context";
import { MyAreaRow } from "./my-area-row";
import { AuthorRow, LabelRow, OrderRow, PredictionRows, StandingRow } from "./queue-rows";
import { isWholeScene, wholeScene } from "./tile-queue";
import { useQueueText } from "./use-queue-text";

/** Which tiles, in which order: by label, prediction, confidence and author. */
export function QueueMenu() {
  const t = useTranslations("wall");
  const { wall, settings } = useWorkspace();
  const { queue, change } = wall.queue;
  const text = useQueueText();
  const focusMap = useFocusMap();
  const isWhole = isWholeScene(queue);
  const isNamed = settings.view === "wall" || !isWhole;
  return (
    <Popover>
      <Tooltip content={isNamed ? null : t("which", { text })}>
        <PopoverTrigger asChild>
          <Button
            variant="ghost"
            size="sm"
            aria-label={t("which", { text })}
            className={cn(
              "gap-1.5 px-2 font-normal",
              settings.view === "wall" ? "max-w-72" : "max-w-32",
              settings.view === "map" && !isWhole && "text-primary",
            )}
          >
            <ListFilter />
            {isNamed && <span className="truncate">{text}</span>}
          </Button>
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent
        className="flex w-80 flex-col gap-2.5"
        onCloseAutoFocus={(event) => {
          const onWall = document.querySelector<HTMLElement>("[data-wall-count]");
          if (!onWall) return focusMap(event);
          event.preventDefault();
          onWall.focus({ preventScroll: true });
        }}
      >
        <LabelRow />
        <StandingRow />
        <AuthorRow />
        <MyAreaRow />
        <PredictionRows />
        <OrderRow />
        <div className="flex items-center justify-between gap-2 border-t pt-2">
          <Button variant="ghost" size="sm" onClick={() => wall.queue.retake(false)}>
            <RefreshCw />
            {t("retake")}
          </Button>
          <Button
            variant="secondary"
            size="sm"
            disabled={isWhole}
            onClick={() => change(wholeScene)}
          >
            {t("allTiles")}
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
