"use client";

import { useEffect, useState } from "react";
import { useFormat } from "@/lib/i18n/use-format";
import { Tooltip } from "./tooltip";

/** "3 minutes ago", with the exact time on hover; goes on by itself. */
export function RelativeTime({ atMs, className }: { atMs: number; className?: string }) {
  const format = useFormat();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Tooltip content={format.dateTime(atMs)}>
      <time dateTime={new Date(atMs).toISOString()} className={className} suppressHydrationWarning>
        {format.relativeTime(atMs, Math.max(nowMs, atMs))}
      </time>
    </Tooltip>
  );
}
