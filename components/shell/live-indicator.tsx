"use client";

import { useTranslations } from "use-intl";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { useLiveState } from "@/lib/live/live-provider";

const dots = {
  live: "bg-success",
  connecting: "bg-muted-foreground/50",
  reconnecting: "bg-warning",
  offline: "bg-destructive",
} as const;

/** A dot; it speaks up only when the connection is not as it should be. */
export function LiveIndicator() {
  const t = useTranslations("common");
  const state = useLiveState();
  const quiet = state === "live" || state === "connecting";
  const help = state === "live" || state === "connecting" ? "liveHelp" : (`${state}Help` as const);
  return (
    <Tooltip content={t(`live.${help}`)}>
      <span
        role="status"
        className={cn(
          "inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-sm",
          state === "offline" ? "text-destructive" : "text-muted-foreground",
        )}
      >
        <span className={cn("size-1.5 rounded-full", dots[state])} aria-hidden />
        <span className={quiet ? "sr-only" : undefined}>{t(`live.${state}`)}</span>
      </span>
    </Tooltip>
  );
}
