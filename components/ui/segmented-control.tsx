"use client";

import { ToggleGroup as ToggleGroupPrimitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface Segment<Value extends string> {
  value: Value;
  label: ReactNode;
  disabled?: boolean;
}

/** One of a few choices, always exactly one. */
export function SegmentedControl<Value extends string>({
  value,
  onValueChange,
  segments,
  "aria-label": label,
  size = "default",
  className,
  disabled,
  id,
}: {
  value: Value;
  onValueChange: (value: Value) => void;
  segments: readonly Segment<Value>[];
  "aria-label"?: string;
  size?: "default" | "sm";
  className?: string;
  disabled?: boolean;
  id?: string;
}) {
  return (
    <ToggleGroupPrimitive.Root
      id={id}
      type="single"
      value={value}
      disabled={disabled}
      aria-label={label}
      onValueChange={(next) => {
        const chosen = segments.find((segment) => segment.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cn("inline-flex w-fit rounded-md border bg-muted p-0.5", className)}
    >
      {segments.map((segment) => (
        <ToggleGroupPrimitive.Item
          key={segment.value}
          value={segment.value}
          disabled={segment.disabled}
          className={cn(
            "inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium text-muted-foreground transition-colors hover:text-foreground disabled:opacity-50 data-[state=on]:bg-card data-[state=on]:text-foreground data-[state=on]:shadow-sm [&_svg]:size-3.5",
            size === "sm" ? "h-5.5 px-2 text-sm" : "h-6.5 px-2.5",
          )}
        >
          {segment.label}
        </ToggleGroupPrimitive.Item>
      ))}
    </ToggleGroupPrimitive.Root>
  );
}
