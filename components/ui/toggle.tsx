"use client";

import { Toggle as TogglePrimitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A small button that stays pressed. */
export function Toggle({ className, ...props }: ComponentProps<typeof TogglePrimitive.Root>) {
  return (
    <TogglePrimitive.Root
      className={cn(
        "inline-flex h-6.5 shrink-0 items-center justify-center gap-1 rounded-md border px-2 font-medium text-muted-foreground text-sm transition-colors hover:text-foreground data-[state=on]:border-primary/60 data-[state=on]:bg-primary/14 data-[state=on]:text-foreground [&_svg]:size-3.5",
        className,
      )}
      {...props}
    />
  );
}
