"use client";

import { Progress as ProgressPrimitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** `value` is a fraction from 0 to 1; null means that the end is not known. */
export function Progress({
  className,
  value,
  tone = "default",
  ...props
}: Omit<ComponentProps<typeof ProgressPrimitive.Root>, "value" | "max"> & {
  value: number | null;
  tone?: "default" | "success" | "destructive";
}) {
  const percent = value === null ? null : Math.min(100, Math.max(0, value * 100));
  return (
    <ProgressPrimitive.Root
      value={percent}
      className={cn("relative h-1.5 w-full overflow-hidden rounded-full bg-secondary", className)}
      {...props}
    >
      <ProgressPrimitive.Indicator
        className={cn(
          "h-full rounded-full transition-[width] duration-300",
          tone === "success" && "bg-success",
          tone === "destructive" && "bg-destructive",
          tone === "default" && "bg-primary",
          percent === null && "w-full! animate-pulse opacity-40",
        )}
        style={{ width: `${percent ?? 100}%` }}
      />
    </ProgressPrimitive.Root>
  );
}
